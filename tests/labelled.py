"""The labelled mails of `tests/corpus` as the tagger sees them: words with hints, and a label for each.

The evidence of a gold holds the exact words that tell a field; here they are found in the text and become labels.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intake.message.model import Origin
from intake.message.parse import parse
from intake.request.labels import cut
from intake.request.language import detect_language
from intake.request.look import hinted_text
from intake.request.tagger import MOST_PIECES, hint_rows, windows
from intake.request.tags import KINDS, LABELS, SINGLE, Label
from intake.request.wordpiece import WordPieces
from intake.settings import load

CORPUS = Path(__file__).parent / "corpus"
INBOX = frozenset({"opendata@townofexample.gov"})


@dataclass
class Example:
    """One window of one mail: for each word its pieces, its row of hints, and its label.

    `told` holds for each group of SINGLE the (first, last) words of each stretch that tells it, last included;
    `first` is True for the first window of its mail.
    """

    writer: str
    words: list[tuple[int, ...]]
    hints: np.ndarray
    labels: list[int]
    told: list[list[tuple[int, int]]]
    kind: int
    protected: int
    first: bool

    @property
    def length(self) -> int:
        return 2 + sum(len(pieces) for pieces in self.words)


def found_in(text: str, wording: str) -> list[tuple[int, int]]:
    """Where the words of `wording` stand in the text, whatever its line breaks and quotation marks are."""
    words = re.findall(r"\w+|[^\w\s]", wording)
    pattern = r"[\s>|*_]*".join(
        "['\u2018\u2019]" if word in "'\u2018\u2019" else re.escape(word) for word in words
    )
    begins, ends = (
        (r"(?<!\w)" if wording[:1].isalnum() else ""),
        (r"(?!\w)" if wording[-1:].isalnum() else ""),
    )
    return [hit.span() for hit in re.finditer(begins + pattern + ends, text, re.IGNORECASE)] if words else []


def together(places: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Of the places of each of several wordings the ones that stand closest together, as a list of columns does."""
    told = [each for each in places if each]
    if not told:
        return []

    def near(place: tuple[int, int]) -> list[tuple[int, int]]:
        return [min(each, key=lambda other: abs(other[0] - place[0])) for each in told]

    def spread(place: tuple[int, int]) -> int:
        return sum(abs(other[0] - place[0]) for other in near(place))

    return near(min((place for each in told for place in each), key=spread))


def stretches(gold: dict, text: str):
    """(start, end, label) of the words that the gold's evidence names."""
    told = gold.get("evidence", {})
    name = gold["contact"].get("name") or ""
    yield from ((start, end, Label.PERSON) for start, end in found_in(text, name))
    for wording in told.get("organization", []):
        yield from ((start, end, Label.ORGANIZATION) for start, end in found_in(text, wording))
    for wording in told.get("datasets", []):
        yield from ((start, end, Label.DATASET) for start, end in found_in(text, wording))
    period = {"current": Label.CURRENT, "all": Label.HISTORY}.get(str(gold["time_range"]), Label.PERIOD)
    for field, label in (
        ("fields", Label.EVERYTHING if gold["fields"] == "all" else Label.COLUMN),
        ("intended_use", Label.USE),
        ("time_range", period),
        ("deadline", Label.DEADLINE),
        ("frequency", Label.FREQUENCY),
        ("formats", Label.ANY_FORMAT if gold["formats"] == ["any"] else Label.FORMAT),
    ):
        if gold[field]:
            places = [found_in(text, wording) for wording in told.get(field, [])]
            yield from ((start, end, label) for start, end in together(places))


def labels_of(words, text: str, gold: dict) -> list[int]:
    """The row of each word: none, first of a label, further of a label. What is named first keeps a word."""
    rows = [0] * len(words)
    for start, end, label in stretches(gold, text):
        first = True
        for place, word in enumerate(words):
            if word.start >= start and word.end <= end and text[word.start] != "\n":
                if rows[place]:
                    first = True
                    continue
                rows[place] = 1 + 2 * LABELS.index(label) + (not first)
                first = False
    return rows


def pointed(words, text: str, gold: dict) -> list[list[tuple[int, int]]]:
    """For each group of SINGLE the first and last words of the stretches that the gold's evidence names."""
    told: list[list[tuple[int, int]]] = [[] for _ in SINGLE]
    for start, end, label in stretches(gold, text):
        inside = [place for place, word in enumerate(words) if word.start >= start and word.end <= end]
        for group, labels in zip(told, SINGLE, strict=True):
            if label in labels and inside:
                group.append((inside[0], inside[-1]))
    return told


def within(told: list[list[tuple[int, int]]], first: int, last: int) -> list[list[tuple[int, int]]]:
    """The stretches that lie in a window, counted from its first word."""
    return [
        [(start - first, end - first) for start, end in group if first <= start and end < last]
        for group in told
    ]


def examples(pieces: WordPieces, corpus: Path):
    """Every window of every person's mail in the corpus."""
    vocabulary = load(None, {}).phrases
    for path in sorted(corpus.glob("*/*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        message = parse(path.with_suffix(".eml").read_bytes(), own_addresses=INBOX)
        if gold["message_kind"] != "person" or message.origin is not Origin.PERSON:
            continue
        passage = cut(message, vocabulary.labels, detect_language(message.text, vocabulary.languages))
        text, hinted = hinted_text(passage, vocabulary)
        words = pieces.words(text, MOST_PIECES)
        rows, told = labels_of(words, text, gold), pointed(words, text, gold)
        known = hint_rows(words, hinted)
        for first, last in windows(text, words):
            yield Example(
                path.parent.name,
                [word.pieces for word in words[first:last]],
                known[first:last],
                rows[first:last],
                within(told, first, last),
                KINDS.index(gold["request_kind"]),
                int(gold["protected"]),
                first == 0,
            )
