"""Where two labelled lines of one field disagree: "Period: 2022" and "Years wanted: 2019 to 2020".

Neither is taken: the field is ambiguous, and the letter asks, quoting both.
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.request.model import Field, Finding, State
from intake.request.passage import Passage
from intake.request.value import read_value
from intake.request.vocabulary import Vocabulary

_READER = "labels"
_SINGLE = (Field.TIME_RANGE, Field.FORMATS, Field.FREQUENCY)
_MOST_LINES = 8


def disputed(passage: Passage, vocabulary: Vocabulary) -> tuple[Finding[object], ...]:
    """A finding without a value for each line of a field whose labelled lines disagree."""
    return tuple(finding for field in _SINGLE for finding in _of(field, passage, vocabulary))


def _of(field: Field, passage: Passage, vocabulary: Vocabulary) -> Iterator[Finding[object]]:
    told: dict[frozenset[object], str] = {}
    for line in passage.under(field)[:_MOST_LINES]:
        found = read_value(field, line.value, vocabulary, passage.today)
        if values := frozenset(finding.value for finding in found):
            told.setdefault(values, line.value)
    # What one line tells within the other's is no dispute: "CSV" and "CSV or Excel".
    apart = [values for values in told if not any(values < other for other in told)]
    if len(apart) > 1:
        for values in apart:
            yield Finding(field, None, told[values], _READER, State.AMBIGUOUS)
