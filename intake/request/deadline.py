"""The day by which they need it: of the days that the text tells, the one that the tagger bears out."""

from __future__ import annotations

from datetime import date

from intake.request.candidate import DayCandidate
from intake.request.model import Field, Finding
from intake.request.survey import READER, Survey
from intake.request.tags import Label

_LEAST = 0.4
_BESIDE = 12  # characters between words of urgency and the day
_LED = 0.8  # of the certainty of words of urgency


def read_deadline(seen: Survey) -> Finding[date] | None:
    """The day by which they need it; None for "as soon as possible" or a day that has passed.

    Of days that are as plain, one that is counted from another goes first ("a week before the hearing"), and then
    the earliest.
    """
    found = [(_plainness(seen, one), one) for one in seen.days]
    plain = [row for row in found if row[0] >= _LEAST]
    if not plain:
        return None
    _, best = max(plain, key=lambda row: (round(row[0], 1), row[1].computed, -row[1].day.toordinal()))
    return Finding(Field.DEADLINE, best.day, seen.text[best.start : best.end], READER)


def _plainness(seen: Survey, day: DayCandidate) -> float:
    """How surely a day is the one: by its own words, or by those that lead up to it ("no later than 5 pm on")."""
    own = seen.plainness(Label.DEADLINE, day.start, day.end)
    leading = [
        mark.certainty
        for mark in seen.tagged.of(Label.DEADLINE)
        if mark.start < day.start and day.start - mark.end <= _BESIDE and mark.end <= day.end
    ]
    return max(own, _LED * max(leading, default=0.0))
