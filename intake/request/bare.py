"""Words of the calendar that do not say their year, and the days that they name in a given one.

"August", "Labor Day of last year", "March 3-9", "4/15", "the third quarter", "this spring".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from intake.request.calendar import (
    DAY,
    DAY_NUMBERS,
    MONTH,
    MONTHS,
    ORDINALS,
    SEASON,
    SEASONS,
    SPANISH_DAYS,
    Span,
    day_number,
    day_span,
    month_number,
    month_span,
    quarter_span,
    season_span,
)
from intake.request.holidays import HOLIDAY, HOLIDAY_OPENS, holiday
from intake.request.points import BOUNDARY, WORDED_MONTH_DAY, opening_with

_THIS = r"(?:this|the current|current|este|esta|deste)"
_LAST = r"(?:last|the previous|previous|the prior|prior|the past|the preceding)"
_FOURTH = r"(?:first|1st|second|2nd|third|3rd|fourth|4th|primer|segundo|tercer|cuarto)"
_OF_YEAR = (
    rf",?\s(?:of\s|in\s|de\s|del\s)?(?:(?P<now>{_THIS})\s(?:year|ano)(?!\s(?:so far|to date))"
    rf"|(?P<before>{_LAST}\syear|ano\spasado))"
)
_OPENS = opening_with(
    *MONTHS,
    *SEASONS,
    *HOLIDAY_OPENS,
    *("q", "the", "el", "last", "previous", "prior", "this"),
    *DAY_NUMBERS,
    *SPANISH_DAYS,
    *("1st", "primer", "segundo", "tercer", "cuarto"),
)
BARE = re.compile(
    _OPENS
    + BOUNDARY
    + rf"(?:(?P<lead_last>last|{_LAST}\syear(?:'s)?,?)\s|(?P<lead_past>(?:this|the)\spast\s)"
    rf"|(?P<lead_this>this(?:\syear'?s?,?)?\s))?"
    rf"(?:(?P<days>{MONTH}\s{DAY}(?:\s?-{{1,2}}\s?|\s(?:to|through|thru|and|until)\s(?:the\s)?){DAY}(?!\s?/|\w)"
    rf"|{DAY}\s(?:al|a|y|to|through|-)\s{DAY}\s(?:de\s)?{MONTH})"
    rf"|(?P<day>{MONTH}\s(?:the\s)?{DAY}(?!\d|:\d)|{DAY}\s(?:of\s|de\s)?{MONTH}(?!\s{MONTH})"
    rf"|{WORDED_MONTH_DAY})"
    rf"|(?P<slashed>(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?![/\d]))"
    rf"|(?P<month>{MONTH})|(?P<season>{SEASON})(?!\s(?:break|camps?|ball))|(?P<holiday>{HOLIDAY})"
    rf"|(?P<quarter>q[1-4]|{_FOURTH}\s(?:quarters?|trimestre)|"
    rf"{_FOURTH}(?=\s(?:and|to|through|&|y)\s(?:the\s)?{_FOURTH}\s(?:quarter|trimestre))))"
    rf"(?:{_OF_YEAR}|(?P<pasado>\spasad[oa]|\sjust\s(?:past|gone|ended)))?(?!\w|-\d)"
)


def placed(found: re.Match[str], year: int) -> Span | None:
    """The days that a match of `BARE` names in a given year; None where there are none."""
    return placer(found)(year)


def placer(found: re.Match[str]) -> Callable[[int], Span | None]:
    """The same for any year."""
    kind = next(one for one in _PLACERS if found[one])
    return lambda year: _safely(kind, found[kind], year)


@lru_cache(maxsize=1024)
def _safely(kind: str, text: str, year: int) -> Span | None:
    try:
        return _PLACERS[kind](text, year)
    except (ValueError, KeyError, IndexError):
        return None


def _days_in(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d{1,2}", text)]


def _day(text: str, year: int) -> Span:
    figures = _days_in(text)
    return day_span(date(year, month_number(text), figures[0] if figures else day_number(text)))


def _slashed(text: str, year: int) -> Span:
    month, day = _days_in(text)
    return day_span(date(year, month, day))


def _days(text: str, year: int) -> Span:
    month, (first, last) = month_number(text), _days_in(text)
    return Span(date(year, month, first), date(year, month, last), "days")


def _quarter(text: str, year: int) -> Span:
    return quarter_span(year, int(text[1]) if text[0] == "q" else ORDINALS[text.split(maxsplit=1)[0]])


def _holiday(text: str, year: int) -> Span | None:
    day = holiday(text, year)
    return day_span(day) if day else None


_PLACERS: dict[str, Callable[[str, int], Span | None]] = {
    "days": _days,
    "day": _day,
    "slashed": _slashed,
    "month": lambda text, year: month_span(year, month_number(text)),
    "season": season_span,
    "holiday": _holiday,
    "quarter": _quarter,
}
