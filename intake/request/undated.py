"""Points that the message's own day completes: "August", "Labor Day of last year", "last month", "this spring".

Words that do not tell the year can lie in any; taken alone they mean the latest that lies behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from intake.request.calendar import (
    DAY,
    MONTH,
    ORDINALS,
    SEASON,
    WEEKDAYS,
    Span,
    day_span,
    either,
    month_number,
    month_span,
    quarter_span,
    running_fiscal_year,
    school_span,
    season_span,
    shifted,
    year_span,
)
from intake.request.holidays import HOLIDAY, holiday
from intake.request.points import BOUNDARY, Point

_THIS = r"(?:this|the current|current|este|esta)"
_LAST = r"(?:last|the previous|previous|the prior|prior|the past|the preceding)"
_FOURTH = r"(?:first|1st|second|2nd|third|3rd|fourth|4th|primer|segundo|tercer|cuarto)"
_OF_YEAR = (
    rf",?\s(?:of\s|in\s|de\s|del\s)?(?:(?P<now>{_THIS})\s(?:year|ano)(?!\s(?:so far|to date))"
    rf"|(?P<before>{_LAST}\syear|ano\spasado))"
)
BARE = re.compile(
    BOUNDARY + rf"(?:(?P<lead_last>last|{_LAST}\syear(?:'s)?,?)\s|(?P<lead_past>(?:this|the)\spast\s)"
    rf"|(?P<lead_this>this(?:\syear'?s?,?)?\s))?"
    rf"(?:(?P<days>{MONTH}\s{DAY}(?:\s?-{{1,2}}\s?|\s(?:to|through|thru|and|until)\s(?:the\s)?){DAY}(?!\s?/|\w)"
    rf"|{DAY}\s(?:al|a|y|to|through|-)\s{DAY}\s(?:de\s)?{MONTH})"
    rf"|(?P<day>{MONTH}\s(?:the\s)?{DAY}(?!\d|:)|{DAY}\s(?:of\s|de\s)?{MONTH}(?!\s{MONTH}))"
    rf"|(?P<slashed>(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?![/\d]))"
    rf"|(?P<month>{MONTH})|(?P<season>{SEASON})(?!\s(?:break|camps?|ball))|(?P<holiday>{HOLIDAY})"
    rf"|(?P<quarter>q[1-4]|{_FOURTH}\s(?:quarters?|trimestre)|"
    rf"{_FOURTH}(?=\s(?:and|to|through|&|y)\s(?:the\s)?{_FOURTH}\s(?:quarter|trimestre))))"
    rf"(?:{_OF_YEAR}|(?P<pasado>\spasad[oa]))?(?!\w|-\d)"
)
_UNIT = (
    r"(?:calendar year|fiscal year|school year|academic year|budget year|year|yr|month|quarter|week|decade)"
)
NEAR = re.compile(
    r"(?<![\w-])(?:"
    rf"(?P<which>last|this past|this|past|previous|prior|current|most recent|present|(?<=of )the)\s"
    rf"(?P<kind>{_UNIT})(?:'s)?(?![\w-])"
    r"|(?P<es>(?:el )?ano pasado|este ano|(?:el )?mes pasado|este mes|el ano actual|(?:la )?semana pasada|"
    r"esta semana|"
    r"(?:el )?ano fiscal (?:pasado|anterior)|este ano fiscal|(?<=de )este mes|(?<=del )ano|(?<=del )mes)"
    r"|(?P<ytd>year[ -]to[ -]date|ytd|so far this year|this year so far|en lo que va del? ano)"
    r"|(?:the\s)?(?P<before_last>year|month|quarter) before last"
    r"|(?P<fytd>fiscal[ -]year[ -]to[ -]date|fytd)"
    r"|(?:the\s)?(?P<ended>fiscal year|school year|year|month|quarter) (?:that |which )?(?:has |was |is )?"
    r"(?:(?:just )?(?:ended|closed|finished)|just over)(?: yesterday| last week| last month)?"
    r")(?![\w-])"
)
_SPANISH = {
    "ano pasado": ("last", "year"),
    "este ano": ("this", "year"),
    "ano actual": ("this", "year"),
    "mes pasado": ("last", "month"),
    "este mes": ("this", "month"),
    "semana pasada": ("last", "week"),
    "esta semana": ("this", "week"),
    "ano fiscal pasado": ("last", "fiscal year"),
    "ano fiscal anterior": ("last", "fiscal year"),
    "este ano fiscal": ("this", "fiscal year"),
    "ano": ("the", "year"),
    "mes": ("the", "month"),
}
_MAY_BEFORE = re.compile(
    r"(?:\b(?:in|since|from|by|of|for|through|thru|to|until|till|during|between|before|after|past|last|"
    r"early|late|mid|april|apr)"
    r"|[-,/&]|\band|\b(?:through|thru|to|until|of|in|since)\sthis)[\s-]may$"
)
_MAY_AFTER = re.compile(
    r"\s?(?:-|,\s?june?\b|/)|\s(?:to|through|thru|until|till|and|&)\s(?:june?|jul|aug|sep|oct|nov|dec|end)"
)
_NUMBERED = re.compile(
    rf"\b(?P<weekday>{either(WEEKDAYS)}),?\s(?:the\s|el\s)(?P<number>[12]?\d|3[01])(?:st|nd|rd|th)?(?!\w|\s(?:of|de)\b)"
)
_NOW = frozenset({"this", "current", "present", "the"})


def undated_points(folded: str, today: date, fiscal: int) -> Iterator[Point]:
    """Every point that does not tell its year, or counts from the message's day."""
    for found in BARE.finditer(folded):
        if found[0].endswith("may") and not _names_may(folded, *found.span()):
            continue
        place = _placer(found)
        if point := _told(found, place, today):
            yield point
    for found in _NUMBERED.finditer(folded):
        if day := weekday_behind(WEEKDAYS[found["weekday"]], int(found["number"]), today):
            yield Point(found.start(), found.end(), day_span(day), _only(day))
    for found in NEAR.finditer(folded):
        if point := _near(found, today, fiscal):
            yield point


def weekday_behind(weekday: int | None, number: int, today: date) -> date | None:
    """The latest day behind with such a weekday and such a number; 0 and None are any."""
    behind = [today - timedelta(days=back) for back in range(1, 400)]
    numbered = [day for day in behind if number in (0, day.day)]
    return next((day for day in numbered if weekday in (None, day.weekday())), next(iter(numbered), None))


def _only(day: date) -> Callable[[int], Span | None]:
    return lambda year: day_span(day) if year == day.year else None


def _names_may(folded: str, start: int, end: int) -> bool:
    """Whether "may" is the month and no verb: what stands before and after it."""
    return bool(
        _MAY_BEFORE.search(folded[max(0, start - 16) : end]) or _MAY_AFTER.match(folded[end : end + 12])
    )


def latest(place: Callable[[int], Span | None], today: date, *, begun: bool = False) -> Span | None:
    """The latest that lies behind; with `begun` one that still goes on counts."""
    for year in (today.year, today.year - 1):
        span = place(year)
        if span is not None and (span.first if begun else span.last) <= today:
            return span
    return None


def _told(found: re.Match[str], place: Callable[[int], Span | None], today: date) -> Point | None:
    start, end = found.span()
    lead_last = found["lead_last"] or ""
    if found["now"] or (found["lead_this"] and not found["quarter"]):
        span = place(today.year)
        return Point(start, end, span, near=True) if span else None
    if found["before"] or "year" in lead_last:
        span = place(today.year - 1)
        return Point(start, end, span, near=True) if span else None
    span = latest(place, today, begun=found["day"] is not None) or place(today.year)
    if span is None:
        return None
    if lead_last or found["lead_past"] or found["pasado"]:
        return Point(start, end, span, near=True)
    return Point(start, end, span, place)


def placed(found: re.Match[str], year: int) -> Span | None:
    """The days that a match of `BARE` names in a given year; None where there are none."""
    return _placer(found)(year)


def _placer(found: re.Match[str]) -> Callable[[int], Span | None]:
    kind = next(one for one in _PLACERS if found[one])
    return lambda year: _safely(kind, found[kind], year)


def _safely(kind: str, text: str, year: int) -> Span | None:
    try:
        return _PLACERS[kind](text, year)
    except (ValueError, KeyError, IndexError):
        return None


def _days_in(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d{1,2}", text)]


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
    "day": lambda text, year: day_span(date(year, month_number(text), _days_in(text)[0])),
    "slashed": _slashed,
    "month": lambda text, year: month_span(year, month_number(text)),
    "season": season_span,
    "holiday": _holiday,
    "quarter": _quarter,
}


def _near(found: re.Match[str], today: date, fiscal: int) -> Point | None:
    start, end = found.span()
    if found["ytd"]:
        return Point(start, end, year_span(today.year), running=True, near=True)
    if found["fytd"]:
        return Point(start, end, running_fiscal_year(today, fiscal), running=True, near=True)
    which, kind = found["which"] or "last", found["kind"] or found["ended"] or found["before_last"]
    if found["es"]:
        which, kind = _SPANISH[found["es"].removeprefix("el ").removeprefix("la ")]
    if which in ("past", "this past") or (kind == "decade" and which not in _NOW):
        return _rolling(start, end, kind, today)
    now = which in _NOW
    if now and kind == "decade":
        return None
    span = _unit(kind, today, fiscal)
    if not now and span.last >= today:
        span = _unit(kind, span.first - timedelta(days=1), fiscal)
    if found["before_last"]:
        span = _unit(kind, span.first - timedelta(days=1), fiscal)
    return Point(start, end, span, running=now, near=True)


def _rolling(start: int, end: int, kind: str, today: date) -> Point | None:
    """The past year is up to today; but "the past fiscal year" is a whole one."""
    months = {"year": 12, "yr": 12, "month": 1, "quarter": 3, "decade": 120}.get(kind)
    if kind == "week":
        return Point(start, end, Span(today - timedelta(days=7), today, "rolling"), near=True)
    if months:
        return Point(start, end, Span(shifted(today, -months), today, "rolling"), near=True)
    span = _unit(kind, _unit(kind, today, 7).first - timedelta(days=1), 7)
    return Point(start, end, span, near=True)


def _unit(kind: str, day: date, fiscal: int) -> Span:
    """The year, month … in which a day lies."""
    if kind in ("fiscal year", "budget year"):
        return running_fiscal_year(day, fiscal)
    if kind in ("school year", "academic year"):
        return school_span(day.year - (day.month < 8))
    if kind == "month":
        return month_span(day.year, day.month)
    if kind == "quarter":
        return quarter_span(day.year, (day.month + 2) // 3)
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6), "week")
    if kind == "decade":
        return Span(shifted(day, -120), day, "rolling")
    return year_span(day.year)
