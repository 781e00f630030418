"""What the grammar of the calendar proposes: stretches of text that could be a period, or a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from intake.request.model import Period


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that could be a period; `weight`: how plainly; `relative`: it counts from the message's day."""

    start: int
    end: int
    period: Period
    weight: int
    relative: bool = False


@dataclass(frozen=True, slots=True)
class DayCandidate:
    """A stretch that names a day; `computed`: told by its distance from another day of the text."""

    start: int
    end: int
    day: date
    computed: bool = False


Stretch = TypeVar("Stretch", Candidate, DayCandidate)


def longest(found: Iterable[Stretch]) -> list[Stretch]:
    """Those that are no part of a longer one, in their order; two readings of one stretch both stay."""
    kept: list[Stretch] = []
    widest = (-1, -1)
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if one.end <= widest[1] and (one.start, one.end) != widest:
            continue
        widest = (one.start, one.end)
        kept.append(one)
    return list(dict.fromkeys(kept))


def bracketed(text: str, found: Iterable[Stretch]) -> list[Stretch]:
    """The same, with the bracket that closes one which a stretch opens: "the hearing (May 7)"."""
    return [replace(one, end=one.end + 1) if _opens(text, one.start, one.end) else one for one in found]


def _opens(text: str, start: int, end: int) -> bool:
    if not text.startswith(")", end):
        return False
    opening = text.rfind("(", start, end)
    return opening >= 0 and text.find(")", opening, end) < 0


def replaced(found: Iterable[Stretch], places: list[int]) -> list[Stretch]:
    """The same with the places that they had before the text was unwrapped."""
    return [replace(one, start=places[one.start], end=places[one.end - 1] + 1) for one in found]
