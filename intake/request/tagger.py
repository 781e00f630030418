"""Which words tell which field: a small learned tagger, so that prose need not be guessed by lists of phrases.

Three layers of a transformer, cut from all-MiniLM-L6-v2 (Wang et al. 2020; Apache 2.0) and trained on the labelled
mails of `tests/corpus` by `tests/train_tagger.py`, with weights of eight bits. It gives every word a probability for
each label; the readers choose among what the grammars propose by it, and take names, columns and purposes from its
stretches. Offline, deterministic, bounded: it looks at MOST_PIECES pieces of a text, in windows.

The only importer of onnxruntime.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import onnxruntime

from intake.request.hints import HINTS
from intake.request.model import RequestKind
from intake.request.wordpiece import Word, WordPieces

MOST_PIECES = 1_500
WINDOW = 380
_LEAST_WINDOW = 40
_STARTS, _ENDS = "[CLS]", "[SEP]"

Floats = npt.NDArray[np.float32]


class Label(StrEnum):
    """What a word can be part of."""

    DATASET = "dataset"
    COLUMN = "column"
    EVERYTHING = "everything"
    USE = "use"
    PERIOD = "period"
    CURRENT = "current"
    HISTORY = "history"
    DEADLINE = "deadline"
    FREQUENCY = "frequency"
    FORMAT = "format"
    ANY_FORMAT = "any_format"


LABELS = tuple(Label)
ROWS = 1 + 2 * len(LABELS)  # none; then the first word, and each further word, of every label
KINDS = tuple(RequestKind)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of words with one label; `certainty` is its mean probability, 0 to 1."""

    label: Label
    start: int
    end: int
    certainty: float


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the tagger makes of a text: `marks` in order, the probability of each kind, and of protected data.

    `words` are the words that were looked at, `label_of` a row of probabilities for each, as LABELS.
    """

    text: str
    marks: tuple[Mark, ...]
    kinds: dict[RequestKind, float]
    protected: float
    words: tuple[Word, ...]
    label_of: Floats

    def of(self, label: Label) -> tuple[Mark, ...]:
        """The marks of one label, in order."""
        return tuple(mark for mark in self.marks if mark.label is label)

    def share(self, label: Label, start: int, end: int) -> float:
        """The mean probability of a label over the words of a stretch, 0 where there is none."""
        column = LABELS.index(label)
        rows = [row for row, word in enumerate(self.words) if word.start < end and word.end > start]
        return float(self.label_of[rows, column].mean()) if rows else 0.0


class Tagger:
    """The shipped weights, ready to tag."""

    def __init__(self, weights: bytes, pieces: tuple[str, ...]) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self._pieces = WordPieces(pieces)

    def tag(self, text: str, hinted: list[tuple[int, int, int]]) -> Tagged:
        """Tag a text; `hinted` are stretches of it with a row of HINTS each."""
        words = self._pieces.words(text, MOST_PIECES)
        known = hint_rows(words, hinted)
        labels, kinds, protected = [], [], []
        for first, last in windows(text, words):
            label, kind, shield = self._run(words[first:last], known[first:last])
            labels.append(label)
            kinds.append(kind)
            protected.append(shield)
        if not labels:
            return Tagged(text, (), dict.fromkeys(KINDS, 0.0), 0.0, (), np.zeros((0, len(LABELS)), np.float32))
        rows = np.concatenate(labels)
        return Tagged(
            text,
            tuple(_marks(words, rows)),
            dict(zip(KINDS, kinds[0].tolist(), strict=True)),
            max(protected),
            tuple(words),
            rows[:, 1::2] + rows[:, 2::2],
        )

    def _run(self, words: list[Word], known: Floats) -> tuple[Floats, Floats, float]:
        ids, places = [self._pieces.row(_STARTS)], []
        for word in words:
            places.append(len(ids))
            ids.extend(word.pieces)
        ids.append(self._pieces.row(_ENDS))
        hints = np.zeros((1, len(ids), len(HINTS)), np.float32)
        hints[0, places] = known
        labels, kinds, protected = self._session.run(
            None, {"ids": np.array([ids], np.int64), "hints": hints}
        )
        return labels[0, places], kinds[0], float(protected[0])


@cache
def shipped() -> Tagger:
    """The tagger with the weights of this package, loaded once."""
    folder = files("intake.request") / "weights"
    pieces = (folder / "pieces.txt").read_text(encoding="utf-8").splitlines()
    return Tagger((folder / "tagger.onnx").read_bytes(), tuple(pieces))


def hint_rows(words: list[Word], hinted: list[tuple[int, int, int]]) -> Floats:
    """A row of zeros and ones for each word, as HINTS."""
    rows = np.zeros((len(words), len(HINTS)), np.float32)
    starts = np.array([word.start for word in words])
    ends = np.array([word.end for word in words])
    for start, end, hint in hinted:
        rows[np.searchsorted(ends, start, side="right") : np.searchsorted(starts, end), hint] = 1.0
    return rows


def windows(text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of words of at most WINDOW pieces, cut at the ends of paragraphs where that is possible."""
    first, size, cut = 0, 0, 0
    for place, word in enumerate(words):
        if size + len(word.pieces) > WINDOW:
            last = cut if cut > first + _LEAST_WINDOW else place
            yield first, last
            first, cut = last, 0
            size = sum(len(each.pieces) for each in words[first:place])
        size += len(word.pieces)
        if text[word.start] == "\n":
            cut = place + 1
    if first < len(words):
        yield first, len(words)


def _marks(words: list[Word], rows: Floats) -> Iterator[Mark]:
    """The stretches of like labels: each word as its most probable row says."""
    best = rows.argmax(axis=1).tolist()
    place = 0
    while place < len(words):
        if not best[place]:
            place += 1
            continue
        label, last = (best[place] - 1) // 2, place + 1
        while last < len(words) and best[last] == 2 + 2 * label:
            last += 1
        certainty = float(rows[place:last, [1 + 2 * label, 2 + 2 * label]].sum(axis=1).mean())
        yield Mark(LABELS[label], words[place].start, words[last - 1].end, certainty)
        place = last
