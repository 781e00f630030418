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


LABELS = tuple(Label)
ROWS = 1 + 2 * len(LABELS)  # none; then the first word, and each further word, of every label
KINDS = tuple(RequestKind)
HINTS = (
    "subject",
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
        first = bisect_right(self.words, start, key=lambda word: word.end)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        return float(self.label_of[first:last, LABELS.index(label)].mean()) if first < last else 0.0
