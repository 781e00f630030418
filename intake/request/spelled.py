"""Years that are spelled in words, as a figure: "twenty nineteen", "two thousand and eight", "dos mil veinte"."""

from __future__ import annotations

import re

from intake.request.alternatives import either
from intake.request.calendar import NUMBERS, SPANISH_DAYS, TENS

_ONES = {
    word: NUMBERS[word] for word in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
}
_TEENS = {
    word: number
    for number, word in enumerate(
        (
            *("ten", "eleven", "twelve", "thirteen", "fourteen"),
            *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        ),
        10,
    )
}
_FIGURE = either([*_TEENS, *TENS])
_ONE = either(_ONES)
_SPANISH = {**SPANISH_DAYS, "uno": 1}
_SPELLED = re.compile(
    rf"(?<![\w-])(?:(?P<century>twenty|nineteen)[ -](?:(?P<tens>{_FIGURE})(?:[ -](?P<ones>{_ONE}))?"
    rf"|(?:oh|o)[ -](?P<oh>{_ONE}))"
    rf"|two thousand(?: and)?(?: (?P<after>{_FIGURE}|{_ONE})(?:[ -](?P<after_ones>{_ONE}))?)?"
    rf"|dos mil (?P<es>{either(_SPANISH)}))"
    r"(?![\w-]|\s(?:hundred|thousand|people|persons|copies|pages|dollars|feet|percent|minutes?|hours?|days?|"
    r"weeks?|months?|years?|vision|records|rows|homes|houses|units)\b)"
)


def spelled_years(text: str, places: list[int]) -> tuple[str, list[int]]:
    """The text with every spelled year in figures, and the places of its characters: the last one ends the words."""
    if "twenty" not in text and "nineteen" not in text and "thousand" not in text and "mil " not in text:
        return text, places
    pieces: list[str] = []
    stood: list[int] = []
    at = 0
    for found in _SPELLED.finditer(text):
        year = _year(found)
        if year is None:
            continue
        start, end = found.span()
        pieces += (text[at:start], str(year))
        stood += (*places[at : start + 3], places[end - 1])
        at = end
    return "".join([*pieces, text[at:]]), [*stood, *places[at:]]


def _year(found: re.Match[str]) -> int | None:
    if found["es"]:
        return 2000 + _SPANISH[found["es"]]
    ones = found["ones"] or found["after_ones"]
    word = found["tens"] or found["oh"] or found["after"]
    number = NUMBERS[word] if word else 0
    if ones and word not in TENS:
        return None
    year = number + (_ONES[ones] if ones else 0) + (1900 if found["century"] == "nineteen" else 2000)
    return year if year < 2050 else None
