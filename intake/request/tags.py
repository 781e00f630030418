"""What the tagger is told of each word, and what it tells: hints in, labels out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from intake.request.model import Field, RequestKind
from intake.request.wordpiece import Word

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
    PERSON = "person"
    ORGANIZATION = "organization"


LABELS = tuple(Label)
SINGLE = (
    (Label.USE,),
    (Label.DEADLINE,),
    (Label.PERIOD, Label.CURRENT, Label.HISTORY),
    (Label.FREQUENCY,),
    (Label.DATASET,),
    (Label.PERSON,),
    (Label.ORGANIZATION,),
)
"""The labels of which one stretch of a text is the one that counts: the tagger points at its first and last word."""
ROWS = 1 + 2 * len(LABELS)  # none; then the first word, and each further word, of every label
KINDS = tuple(RequestKind)
LONGEST = 20  # words of a stretch that is pointed at
_TRIED = 8  # words tried as its first
HINTS = (
    "subject",
    "signature",
    "sender",
    "period",
    "coming day",
    "format",
    "any format",
    "rhythm",
    "everything",
    "whole history",
    "present state",
    "other label",
    *(
        f"under {field.value}"
        for field in Field
        if field not in (Field.KIND, Field.PROTECTED, Field.LANGUAGE)
    ),
)
"""What the grammars, the vocabularies and the layout can say of a word; the tagger is trained with these."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A stretch of a text of which one of HINTS is true."""

    start: int
    end: int
    row: int


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

    `words` are the words that were looked at, `label_of` a row of probabilities for each, as LABELS; `first_of` and
    `last_of` a row for each word with the probability that it begins or ends what counts, as SINGLE.
    """

    text: str
    marks: tuple[Mark, ...]
    kinds: dict[RequestKind, float]
    protected: float
    words: tuple[Word, ...]
    label_of: Floats
    first_of: Floats
    last_of: Floats

    def of(self, label: Label) -> tuple[Mark, ...]:
        """The marks of one label, in order."""
        return tuple(mark for mark in self.marks if mark.label is label)

    def share(self, label: Label, start: int, end: int) -> float:
        """The mean probability of a label over the words of a stretch, 0 where there is none."""
        first = bisect_right(self.words, start, key=lambda word: word.end)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        return float(self.label_of[first:last, LABELS.index(label)].mean()) if first < last else 0.0

    def counts(self, label: Label, start: int, end: int) -> float:
        """How surely what counts of a label's group lies in a stretch: begins in it or ends in it."""
        first = bisect_right(self.words, start, key=lambda word: word.end)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        group = _group(label)
        return float(max(self.first_of[first:last, group].sum(), self.last_of[first:last, group].sum()))

    def pointed(self, label: Label) -> Mark | None:
        """The stretch of at most LONGEST words that counts most surely; its certainty is that anything counts."""
        group = _group(label)
        first, last = self.first_of[:, group], self.last_of[:, group]
        best, chosen = 0.0, None
        for place in np.argsort(-first)[:_TRIED].tolist():
            ends = last[place : place + LONGEST]
            if ends.size and first[place] * ends.max() > best:
                best, chosen = first[place] * ends.max(), (place, place + int(ends.argmax()))
        if chosen is None:
            return None
        start, end = self.words[chosen[0]].start, self.words[chosen[1]].end
        return Mark(label, start, end, float(min(first.sum(), last.sum())))


def _group(label: Label) -> int:
    return next(row for row, labels in enumerate(SINGLE) if label in labels)
