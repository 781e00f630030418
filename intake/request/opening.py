"""Periods with an open end: "since May 2017", "2020 to present", "before 2010", "from the flood on May 3 onward"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from intake.request.calendar import Span
from intake.request.candidate import Candidate
from intake.request.joining import WINDOW
from intake.request.leads import (
    INTRODUCED,
    INTRODUCTION,
    Lead,
    closing_after,
    denied,
    far_lead_before,
    lead_before,
    opening_after,
)
from intake.request.model import Period
from intake.request.points import Point
from intake.request.undated import latest

_WEIGHTS = {
    "years": 6,
    "fiscal": 5,
    "school": 5,
    "quarter": 5,
    "half": 5,
    "season": 4,
    "semester": 4,
    "month": 4,
    "days": 4,
    "year": 3,
    "short": 3,
}
_OPENERS = frozenset({Lead.SINCE, Lead.STARTING})
_RUNNING = frozenset({"month", "week", "quarter"})
_AHEAD = re.compile(r"\b(?:for|para|covering|during|month of|mes de)\s(?:the\s|el\s)?$")
# "the study is from 2018", "the one from 2009": such a from begins nothing.
_STANDS = re.compile(
    r"\b(?:am|is|are|was|were|dates?|dating|ones?|cop(?:y|ies)|minutes|over)\sfrom\s(?:the\s)?$"
)
_LONG = frozenset({"year", "short", "month", "quarter", "fiscal", "season", "school"})
_SOON = timedelta(days=62)  # a month that begins before is one for which people ask ahead


def opened(folded: str, point: Point, weight: int, *, listed: bool = False) -> Iterator[Candidate]:
    """The candidates of a range that is joined: closed, or open where the words after it say so."""
    first, last = point.span.first, point.span.last
    after = folded[point.end : point.end + WINDOW]
    before = folded[max(0, point.start - WINDOW) : point.start]
    if (length := opening_after(after)) is not None and last >= first:
        yield Candidate(point.start, point.end + length, Period(first, None), 6)
        return
    if listed and (far := far_lead_before(before)) and far[1] in ("starting", "beginning"):
        yield Candidate(point.start - far[0], point.end, Period(first, None), 6)
    if first <= last:
        relative = weight < 6
        yield Candidate(
            point.start, point.end, Period(first, None if point.running else last), weight, relative=relative
        )


def read_alone(folded: str, point: Point, today: date) -> Iterator[Candidate]:
    """The candidates of a point that is joined to no other."""
    before = folded[max(0, point.start - WINDOW) : point.start]
    after = folded[point.end : point.end + WINDOW]
    lead = lead_before(before)
    far = far_lead_before(before)
    begun = _begun(point, today)
    if closing := closing_after(after, today):
        length, ends = closing
        start = point.start - _lead_length(lead)
        for end in ends:
            yield Candidate(start, point.end + length, Period(begun.first, end), 6)
        return
    led = lead is not None and lead[1] in (*_OPENERS, Lead.FROM)
    if (length_after := opening_after(after, led=led)) is not None:
        start = point.start - (_lead_length(lead) or (far[0] if far else 0))
        yield Candidate(start, point.end + length_after, Period(begun.first, None), 6)
        if point.place and lead and (coming := point.place(begun.first.year + 1)):
            yield Candidate(start, point.end + length_after, Period(coming.first, None), 1)
        return
    if lead:
        negated = denied(before[: len(before) - lead[0]])
        found = list(_led(point, lead, today, negated=negated))
        if found:
            yield from found
            return
    if far and far[1] == "after" and not point.place:
        yield Candidate(point.start, point.end, Period(begun.first, None), 1)
    elif far and far[1] != "from":
        yield Candidate(point.start - far[0], point.end, Period(begun.first, None), 2)
    yield from _plain(point, before, after, today)
    begins = bool(lead and lead[1] is Lead.FROM) and not _STANDS.search(before)
    if begins and point.span.grain in _LONG and not point.running:
        # "a backfill from July 2025": a year or a month can also be the one that a period begins with
        yield Candidate(point.start, point.end, Period(begun.first, None), 1, relative=bool(point.place))


def _lead_length(lead: tuple[int, Lead] | None) -> int:
    return lead[0] if lead and lead[1] in (*_OPENERS, Lead.FROM) else 0


def _begun(point: Point, today: date) -> Span:
    """The span of a point as the start of something: the latest that has begun."""
    if point.place is None:
        return point.span
    return latest(point.place, today, begun=True) or point.span


def _led(point: Point, lead: tuple[int, Lead], today: date, *, negated: bool = False) -> Iterator[Candidate]:
    """A single point after "since", "until" and their like."""
    start, kind = point.start - lead[0], lead[1]
    span = _begun(point, today)
    if negated and not point.place and kind in (Lead.AFTER, Lead.BEFORE):
        # "nothing after 1970" is up to 1970
        up_to = Period(None, span.last) if kind is Lead.AFTER else Period(span.first, None)
        yield Candidate(start, point.end, up_to, 4)
    if kind in _OPENERS or (kind is Lead.FROM and point.span.grain == "day" and not point.place):
        yield Candidate(start, point.end, Period(span.first, None), 4 if point.place else 6)
        if kind is Lead.STARTING and point.place and (coming := point.place(span.first.year + 1)):
            yield Candidate(start, point.end, Period(coming.first, None), 1)
        if kind is Lead.STARTING and not point.place and span.grain in ("month", "quarter"):
            yield Candidate(start, point.end, Period(span.first, span.last), 1)
    elif kind is Lead.FROM and point.span.grain == "day":
        yield Candidate(start, point.end, Period(span.first, None), 2, relative=True)
    elif kind is Lead.AFTER and not point.place:
        yield Candidate(start, point.end, Period(span.last + timedelta(days=1), None), 4)
    elif kind in (Lead.UNTIL, Lead.BEFORE) and not point.place:
        end = span.last if kind is Lead.UNTIL else span.first - timedelta(days=1)
        yield Candidate(start, point.end, Period(None, end), 2 if span.grain == "day" else 4)


def _in_figures(point: Point) -> bool:
    """Whether a point is told as "Q3"."""
    return point.span.grain == "quarter" and point.end - point.start == len("q3")


def _plain(point: Point, before: str, after: str, today: date) -> Iterator[Candidate]:
    span = point.span
    if point.place:
        told = (
            INTRODUCED.search(before[-INTRODUCTION:])
            or after.startswith("'s")
            or _in_figures(point)
            or span.grain == "days"
        )
        if told and span.grain != "day":
            yield Candidate(point.start, point.end, Period(span.first, span.last), 2, relative=True)
            if coming := _coming(point, before, today):
                yield Candidate(point.start, point.end, Period(coming.first, coming.last), 1, relative=True)
        return
    period = Period(span.first, None if point.running else span.last)
    if point.near:
        yield Candidate(point.start, point.end, period, 3, relative=True)
        if point.running and span.grain in _RUNNING and span.last >= today and not before.endswith(" of "):
            yield Candidate(point.start, point.end, Period(span.first, span.last), 2, relative=True)
    else:
        yield Candidate(point.start, point.end, period, _WEIGHTS.get(span.grain, 2))


def _coming(point: Point, before: str, today: date) -> Span | None:
    """The span of a point without a year that runs now or begins soon: "the permits for July", said in June."""
    assert point.place is not None
    until = today + _SOON if point.span.grain == "days" or _AHEAD.search(before) else today
    spans = (point.place(year) for year in (today.year, today.year + 1))
    return next(
        (one for one in spans if one and one.first <= until and today <= one.last != point.span.last), None
    )
