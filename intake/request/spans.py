"""Points of the calendar joined into spans: "2019 to 2023", "March to June 2022", "since May 2017"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from intake.request.calendar import (
    BARE,
    BARE_MONTH_DAY,
    POINT,
    Span,
    fiscal_span,
    month_end,
    month_number,
    span_of,
)
from intake.request.model import Period

_UNTIL = r"(?:to|through|thru|until|till|up to|up through|and up to|hasta|al|a|-{1,3}|into|y|and|&)"
_CONNECTOR = re.compile(
    rf"^\s{{0,3}},?\s?{_UNTIL}\s{{0,3}}(?:the\s|el\s|and\s)?(?:(?:end|beginning|start|close|"
    rf"fin|finales) (?:of|de)\s)?(?:including\s|incl\.?\s)?$"
)
_LIST = re.compile(
    r"^\s{0,3}(?:,|and|,\s?and|&|y|e|or|,\s?or|plus|,\s?plus|and also|as well as|"
    r"/)\s{1,3}(?:for\s|in\s|the\s|en\s)?$|^,\s?$"
)
_OPEN_AFTER = re.compile(
    r"^\s{0,2},?\s?(?:(?:to|through|thru|until|till|up to|-{1,3}|hasta)\s{0,2}(?:the\s|el\s|"
    r"la\s)?(?:present|presente|now|today|hoy|ahora|date|fecha|current|actualidad|this (?:day|"
    r"month|year|week)|whatever)(?: day| date)?"
    r"|to-date|to date|onwards?|on(?=[\s.,;:)])|forward|and (?:later|after|on|newer|onwards?|"
    r"since)|or (?:later|newer)|and up|en adelante|\+|-(?=\s?$|\s?[,.;)]))"
)
OPEN_BEFORE = re.compile(
    r"(?:since|starting|beginning|commencing|back to|dating (?:back )?to|going back to|"
    r"as far back as|from|after|on or after|desde|a partir de|later than|newer than|"
    r"goes? back to|all the way (?:back )?to|as of)"
    r"\s{1,2}(?:(?:in|at|with|from|on|de|el|del|about|around|roughly|the)\s){0,2}(?:(?:start|"
    r"beginning|end|early|late|mid|principios|inicio)(?: of| de)?\s)?(?:the\s)?(?:year\s|"
    r"ano\s)?$"
)
FIRM_OPEN = re.compile(
    r"(?:since|starting|beginning|commencing|back to|far back as|onward|desde|a partir de|on or after|newer than)"
)
_CLOSED_BEFORE = re.compile(
    r"(?:until|through|thru|up to|prior to|before|up until|ending|earlier than|older than|"
    r"hasta|antes de|anteriores a)\s{1,2}(?:(?:the|end|of|el|de|and|including|about)\s){0,3}$"
)
_RELATIVE_END = re.compile(
    r"^\s{0,2},?\s?(?:to|through|thru|until|till|up to|hasta)\s(?:and including\s)?(?:the\s|el\s)?"
    r"(?:(?P<month>(?:end|close|last day|final|fin) (?:of|de|del) (?:last month|mes pasado))"
    r"|(?P<year>(?:end|close|final|fin) (?:of|de|del) (?:last year|ano pasado))"
    r"|(?P<day>date of this (?:letter|request|e-?mail|message)|day of this (?:letter|request|e-?mail)|yesterday))"
)
_BORROWER = re.compile(rf"(?:{BARE_MONTH_DAY.pattern})\s{{0,3}}(?:,\s)?{_UNTIL}\s{{0,3}}$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that could be a period; `weight`: how plainly; `relative`: it counts from the message's day."""

    start: int
    end: int
    period: Period
    weight: int
    relative: bool = False


_BARE_RANGE = re.compile(
    rf"(?<!\w)(?P<first>{BARE})(?:\s{{1,2}}(?:to|through|thru|until|till|hasta|al|and|y)\s{{1,2}}|\s?-{{1,2}}\s?)"
    r"(?:the\s|el\s)?(?:(?:end|fin|finales)\s(?:of|de)\s)?"
    rf"(?P<last>{BARE}|(?:[12]\d|3[01]|0?[1-9])(?![\w/]))(?!,?\s(?:19|20)\d\d|\w)"
)
_SOON = timedelta(days=60)  # a range without a year that is about to come is an event, not a period of data


def bare_ranges(folded: str, today: date) -> Iterator[Candidate]:
    """Ranges of months or days without a year: the latest that lies behind, "7 August through 9 August"."""
    for found in _BARE_RANGE.finditer(folded):
        first, last = _month_and_day(found["first"]), _month_and_day(found["last"])
        month = last[0] or first[0]
        if not first[0] or (first[1] and not last[1] and not last[0]):
            continue
        try:
            end = date(today.year, month, last[1]) if last[1] else month_end(today.year, month)
            if today < end < today + _SOON:
                continue
            if end > today:
                end = date(today.year - 1, month, last[1]) if last[1] else month_end(today.year - 1, month)
            start = date(end.year - (first[0] > month), first[0], first[1] or 1)
        except ValueError:
            continue
        yield Candidate(found.start(), found.end(), Period(start, end), 5, relative=True)


def _month_and_day(text: str) -> tuple[int, int]:
    """(month, day) of "7 August", "August" or "9"; 0 for what is not said."""
    day = re.search(r"\d{1,2}", text)
    month = month_number(text) if re.search(r"[a-z]{3}", text.replace("the ", "")) else 0
    return month, int(day[0]) if day else 0


def joined_points(folded: str, fiscal: int, today: date) -> Iterator[Candidate]:
    """Points joined into ranges and lists; single points with what stands before and after them."""
    points = [
        (found.start(), found.end(), span)
        for found in POINT.finditer(folded)
        if (span := span_of(found, fiscal)) is not None
    ]
    at = 0
    while at < len(points):
        start, end, span = points[at]
        first, last, joined = span.first, span.last, False
        while at + 1 < len(points):
            following = points[at + 1]
            between = folded[end : following[0]]
            ranged = len(between) < 40 and _CONNECTOR.match(between)
            listed = len(between) < 12 and _LIST.match(between) and following[2].grain != "day"
            if not (ranged or listed) or following[2].last < first:
                break
            if span.grain == "school" and following[2].grain == "years":
                school = Span(
                    date(following[2].first.year, 8, 1), date(following[2].last.year, 6, 30), "school"
                )
                following = (following[0], following[1], school)
            if span.grain == "fiscal" and following[2].grain == "year":
                # "fiscal years 2022, 2023 and 2024": the first word holds for all of them.
                own = fiscal_span(following[2].last.year, fiscal)
                following = (following[0], following[1], own)
            first, last, end, joined = (
                min(first, following[2].first),
                max(last, following[2].last),
                following[1],
                True,
            )
            at += 1
        at += 1
        found = Candidate(start, end, Period(first, last), 6 if joined else _weight(span))
        yield _opened(folded, found, span, today)


def _weight(span: Span) -> int:
    weights = {
        "years": 6,
        "fiscal": 5,
        "school": 5,
        "quarter": 5,
        "half": 5,
        "season": 4,
        "month": 4,
        "year": 3,
        "short": 3,
    }
    return weights.get(span.grain, 2)


def _opened(folded: str, found: Candidate, span: Span, today: date) -> Candidate:
    """The candidate with an open end, or with the month that borrows its year, where the words say so."""
    before = folded[max(0, found.start - 60) : found.start]
    after = folded[found.end : found.end + 40]
    assert found.period.start is not None
    if ends := _RELATIVE_END.match(after):
        return Candidate(
            found.start, found.end + ends.end(), Period(found.period.start, _ended(ends, today)), 6
        )
    if opens := _OPEN_AFTER.match(after):
        start = found.start - (len(before) - lead.start() if (lead := OPEN_BEFORE.search(before)) else 0)
        return Candidate(start, found.end + opens.end(), Period(found.period.start, None), 6)
    if (borrowed := _BORROWER.search(before)) and (first := _borrowed(borrowed, span)) is not None:
        start = found.start - len(before) + borrowed.start()
        return Candidate(start, found.end, Period(first, found.period.end), 6)
    if found.weight == 6:
        return found
    lead = OPEN_BEFORE.search(before)
    if lead and (FIRM_OPEN.search(lead[0]) or (span.grain == "day" and lead[0].startswith("from"))):
        return Candidate(
            found.start - len(before) + lead.start(), found.end, Period(found.period.start, None), 6
        )
    if lead and re.match(r"after|later than", lead[0]):
        assert found.period.end is not None
        return Candidate(
            found.start - len(before) + lead.start(),
            found.end,
            Period(found.period.end + timedelta(days=1), None),
            4,
        )
    if closed := _CLOSED_BEFORE.search(before):
        end = found.period.end
        if re.match(r"before|prior|earlier|older|antes|anteriores", closed[0]):
            end = found.period.start - timedelta(days=1)
        return Candidate(
            found.start - len(before) + closed.start(),
            found.end,
            Period(None, end),
            4 if span.grain != "day" else 2,
        )
    return found


def _ended(found: re.Match[str], today: date) -> date:
    """The day that "the end of last month" or "the date of this letter" is."""
    if found["month"]:
        return today.replace(day=1) - timedelta(days=1)
    if found["year"]:
        return date(today.year - 1, 12, 31)
    return today - timedelta(days="yesterday" in found[0])


def _borrowed(found: re.Match[str], span: Span) -> date | None:
    """The first day of "March" in "March to June 2022"; of the year before in "November to February 2022"."""
    month = month_number(found[0])
    digits = re.findall(r"\d{1,2}", found[0])
    year = span.last.year - (month > span.last.month)
    try:
        return date(year, month, int(digits[0]) if digits else 1)
    except ValueError:
        return None
