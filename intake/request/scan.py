"""What a text holds of the calendar, looked for once: the readers of periods and of days share it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.request.bare import BARE
from intake.request.points import Point, dated_points
from intake.request.spelled import spelled_years
from intake.request.wording import unwrapped

_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Scan:
    """A text without its line ends, where its characters stood, and its words of the calendar.

    `words`: each word that occurs; `dated`: the points that carry their year; `bare`: what `BARE` finds,
    whatever year it lies in.
    """

    text: str
    places: list[int]
    words: frozenset[str]
    dated: tuple[Point, ...]
    bare: tuple[re.Match[str], ...]


def scan(folded: str, fiscal_year_starts: int) -> Scan:
    """Look through a folded text once."""
    text, places = spelled_years(*unwrapped(folded))
    return Scan(
        text,
        places,
        frozenset(_WORD.findall(text)),
        tuple(dated_points(text, fiscal_year_starts)),
        tuple(BARE.finditer(text)),
    )
