"""Which columns are asked for: lists after "with", "for each …:", "columns:", list items, bare enumerations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from intake.request.model import ALL_FIELDS, Field, Finding, State
from intake.request.passage import Passage
from intake.request.prose import Sentence
from intake.request.wording import fold, phrases, squeeze, verbatim, words_of

_READER = "columns"
_MAX_COLUMNS = 60
_MAX_WORDS = 9
_SEPARATORS = re.compile(
    r"\s*(?:[,;\n\t|]|\s/\s|\s\+\s|\s\u00b7\s|\u2022)\s*(?:(?:and|y|plus|&)\s+)?(?![^()]*\))"
)
_LAST_AND = re.compile(r"\s+(?:and|y|e|&|plus|as well as)\s+")
_PAIRS = re.compile(
    r"\b(?:date|day|fecha|time|name|street|lat|latitude|start|from|issued|opened|species) (?:and|&|y) (?:time|hour|hora|address|"
    r"cross street|long?|longitude|end|to|cuadra)\b"
)
_ITEM = re.compile(r"^\s*(?:[-*\u2022\u2013]|\(?\d{1,2}[.)])\s+")
_HEADER = re.compile(r"^[A-Za-z][\w ]{0,30}(?:[,;\t|][ ]?[A-Za-z][\w ()/]{0,30}){2,40}$")
_SNAKE = re.compile(r"^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*$")


class ColumnWords(BaseModel):
    """Section `[columns]`.

    `cues` are followed by a list of columns, in the sentence or as list items; `softly` only where at least two
    members follow; `everything` means all columns; `excludes` open what is not wanted; `leads` are words
    dropped from the front of a member; `stops` end a list; `verbs` in a bare enumeration tell that it is none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cues: tuple[str, ...] = ()
    softly: tuple[str, ...] = ()
    everything: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    not_columns: tuple[str, ...] = ()


def members(text: str, words: ColumnWords) -> tuple[str, ...]:
    """The members of an enumeration, each without its leading and trailing small words."""
    text = text.strip().strip("[]{}").strip(" .:*_")
    parts = [part for part in _SEPARATORS.split(text) if part and part.strip()]
    if parts and not re.search(r",\s*(?:and|y)\s+[^,]*$", fold(text)):
        last = parts.pop()
        pieces = [last] if _PAIRS.search(fold(last)) else _LAST_AND.split(last)
        parts.extend(pieces)
    found = []
    for part in parts:
        member = _trim(part, words)
        if member and len(words_of(member)) <= _MAX_WORDS:
            found.append(member)
    return tuple(dict.fromkeys(found))[:_MAX_COLUMNS]


def _trim(part: str, words: ColumnWords) -> str:
    part = _ITEM.sub("", part.strip()).strip(" \"'*_`.<>/")
    note = re.search(r"\s*\((?:[^()]*)\)?\s*$", part)
    if note and note.start() > 0:
        part = part[: note.start()]
    for _ in range(3):
        lead = phrases(words.leads).match(fold(part))
        if not lead or lead.end() >= len(part):
            break
        part = part[lead.end() :].lstrip(" :")
    stop = phrases(words.stops).search(fold(part), 1)
    if stop:
        part = part[: stop.start()]
    return squeeze(part).strip(" \"'*_`.,;:?!-\u2013\u2014")


def _cut_list(tail: str, words: ColumnWords) -> str:
    """The enumeration at the front of a tail: to the stop, the dash, or where exclusion begins."""
    folded = fold(tail)
    ends = [len(tail)]
    for pattern in (
        phrases(words.stops),
        phrases(words.excludes),
        re.compile(r"\s-+\s|;\s+(?:we|i|please|no)\b|\?|\.\s|!"),
    ):
        if found := pattern.search(folded, 1):
            ends.append(found.start())
    return tail[: min(ends)]


def _wanted(found: tuple[str, ...], words: ColumnWords) -> tuple[str, ...]:
    return tuple(name for name in found if not phrases(words.not_columns).search(fold(name)))


def _enumeration(sentence: Sentence, words: ColumnWords) -> tuple[str, ...]:
    """The members of a verbless sentence such as "Address, date, what it was for."."""
    folded = fold(sentence.text)
    if phrases(words.verbs).search(folded):
        return ()
    found = members(_cut_list(sentence.text, words), words)
    if len(found) >= 3 and all(len(words_of(name)) <= 6 for name in found):
        return found
    return ()


def _items_after(place: int, sentences: tuple[Sentence, ...]) -> list[str]:
    items: list[str] = []
    last = sentences[place].paragraph
    for sentence in sentences[place + 1 :]:
        if not sentence.item or sentence.paragraph > last + 1:
            break
        items.append(sentence.text)
        last = sentence.paragraph
    return items


def _after_cues(
    place: int, sentence: Sentence, passage: Passage, words: ColumnWords
) -> Iterator[tuple[str, ...]]:
    text, folded = sentence.text, fold(sentence.text)
    for wordings, least in ((words.cues, 1), (words.softly, 2)):
        for cue in phrases(wordings).finditer(folded):
            excluded = phrases(words.excludes).search(folded, 0, cue.start())
            if excluded and cue.start() - excluded.end() < 40:
                continue
            tail = text[cue.end() :].lstrip(" :*_-\u2013\u2014,")
            if not tail:
                items = _items_after(place, passage.sentences)
                if items:
                    yield tuple(name for item in items for name in members(_cut_list(item, words), words)[:3])
                elif place + 1 < len(passage.sentences):
                    yield members(_cut_list(passage.sentences[place + 1].text, words), words)
                continue
            found = members(_cut_list(tail, words), words)
            if len(found) >= least:
                yield found


def _labelled(passage: Passage, words: ColumnWords) -> tuple[str, ...]:
    found: list[str] = []
    for line in passage.under(Field.FIELDS):
        if phrases(words.everything).search(fold(line.value)):
            return (ALL_FIELDS,)
        found.extend(members(line.value, words))
    return tuple(dict.fromkeys(found))


def read_columns(
    passage: Passage, words: ColumnWords, datasets: tuple[str, ...], sources: tuple[str, ...]
) -> tuple[Finding[str], ...]:
    """The columns asked for; the one value "all" where every column is wanted; empty where none is said."""
    names = _labelled(passage, words)
    if names == (ALL_FIELDS,):
        return _everything(passage, words)
    if not names:
        names = _from_prose(passage, words, datasets)
    if not names:
        return _everything(passage, words)
    findings = []
    for name in names:
        text = verbatim(name, sources)
        if text:
            findings.append(Finding(Field.FIELDS, name, text, _READER))
    return tuple(findings)


def _everything(passage: Passage, words: ColumnWords) -> tuple[Finding[str], ...]:
    found = phrases(words.everything).search(fold(passage.text))
    if not found:
        return ()
    text = passage.text[found.start() : found.end()]
    return (Finding(Field.FIELDS, ALL_FIELDS, text, _READER, State.WILDCARD),)


def _from_prose(passage: Passage, words: ColumnWords, datasets: tuple[str, ...]) -> tuple[str, ...]:
    """Every list that a cue opens, else the first bare enumeration."""
    named = {tuple(words_of(name)) for name in datasets}
    found: list[str] = []
    for place, sentence in enumerate(passage.sentences):
        best: tuple[str, ...] = ()
        for names in _after_cues(place, sentence, passage, words):
            if len(names) > len(best):
                best = names
        found.extend(best)
    if not found:
        for sentence in passage.sentences:
            if names := _enumeration(sentence, words):
                found.extend(names)
                break
    kept = [name for name in dict.fromkeys(found) if tuple(words_of(name)) not in named]
    return _wanted(tuple(kept), words)
