"""Points that the message's own day completes: "August", "Labor Day of last year", "last month", "this spring".

Words that do not tell the year can lie in any; taken alone they mean the latest that lies behind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from intake.request.alternatives import either
from intake.request.bare import placer
from intake.request.calendar import (
    WEEKDAYS,
    Span,
    day_span,
    month_span,
    quarter_span,
    running_fiscal_year,
    school_span,
    shifted,
    year_span,
)
from intake.request.points import Point
from intake.request.rule import rule
from intake.request.scan import Scan

_KIND_OF_YEAR = r"(?:calendar year|fiscal year|school year|academic year|budget year|year)"
_UNIT = (
    r"(?:calendar year|fiscal year|school year|academic year|budget year|year|yr|month|quarter|week|decade)"
)
NEAR = rule(
    r"(?<![\w-])(?:"
    rf"(?P<which>last|this past|this|past|previous|prior|current|most recent|present|(?<=of )the)\s"
    rf"(?:(?:full|complete|completed|whole|closed|calendar(?=\s[mqw]))\s)?(?P<kind>{_UNIT})(?:'s)?(?![\w-])"
    r"|(?P<es>(?:el )?ano pasado|este ano|(?:el )?mes pasado|este mes|el ano actual|(?:el )?ano en curso|"
    r"(?:el )?presente ano|(?:el )?mes en curso|"
    r"(?:la )?semana pasada|"
    r"esta semana|"
    r"(?:el )?ano fiscal (?:pasado|anterior)|este ano fiscal|(?<=de )este mes|(?<=del )ano|(?<=del )mes)"
    r"|(?P<ytd>year[ -]to[ -]date|ytd|so far this year|this year so far|en lo que va del? ano)"
    rf"|(?:next|(?:the|this) coming|(?:the )?upcoming)\s(?P<next>{_KIND_OF_YEAR})(?:'s)?"
    r"|(?P<yesterday>(?:(?<=for )|(?<=since )|(?<=during )|(?<=para )|(?<=desde ))(?:yesterday|ayer)"
    r"|yesterday(?='s (?!\w*mail|letter|message|note|reply|answer|call|paper|news)))"
    r"|(?:the\s)?(?P<before_last>year|month|quarter) before last"
    r"|(?P<fytd>fiscal[ -]year[ -]to[ -]date|fytd)"
    r"|(?:the\s)?(?P<ended>fiscal year|school year|year|month|quarter) (?:that |which )?(?:has |was |is )?"
    r"(?:(?:just )?(?:ended|closed|finished)|just over)(?: yesterday| last week| last month)?"
    r")(?![\w-])",
    "year yesterday ayer years yr month quarter week decade ano mes semana ytd fytd",
)
_SPANISH = {
    "ano pasado": ("last", "year"),
    "este ano": ("this", "year"),
    "ano actual": ("this", "year"),
    "ano en curso": ("this", "year"),
    "presente ano": ("this", "year"),
    "mes en curso": ("this", "month"),
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
_NUMBERED = rule(
    rf"\b(?P<weekday>{either(WEEKDAYS)}),?\s(?:the\s|el\s)(?P<number>[12]?\d|3[01])(?:st|nd|rd|th)?(?!\w|\s(?:of|de)\b)",
    WEEKDAYS,
)
_NOW = frozenset({"this", "current", "present", "the"})


def undated_points(seen: Scan, today: date, fiscal: int) -> Iterator[Point]:
    """Every point that does not tell its year, or counts from the message's day."""
    for found in seen.bare:
        if found[0].endswith("may") and not _names_may(seen.text, *found.span()):
            continue
        place = placer(found)
        if point := _told(found, place, today):
            yield point
    for found in _NUMBERED.finditer(seen):
        if day := weekday_behind(WEEKDAYS[found["weekday"]], int(found["number"]), today):
            yield Point(found.start(), found.end(), day_span(day), _only(day))
    for found in NEAR.finditer(seen):
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


def _near(found: re.Match[str], today: date, fiscal: int) -> Point | None:
    start, end = found.span()
    if found["ytd"]:
        return Point(start, end, year_span(today.year), running=True, near=True)
    if found["yesterday"]:
        return Point(start, end, day_span(today - timedelta(days=1)), near=True)
    if found["next"]:
        span = _unit(found["next"], today, fiscal)
        return Point(start, end, _unit(found["next"], span.last + timedelta(days=62), fiscal), near=True)
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
