"""Candidates for the period: points of the calendar joined, narrowed and opened as the words around them say.

The door is `periods`. It proposes, it does not choose: every stretch of folded text that could be a period,
in its longest reading ("March to June 2022", "since May 2017", "from 2012, when the scans become text, to
now"). Where a stretch can be read in two ways both are proposed, the likelier first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from intake.request.calendar import Span, fiscal_span, school_span, season_span
from intake.request.candidate import Candidate, bracketed, longest, replaced
from intake.request.joining import Link, edge_before, link_between, part_before
from intake.request.opening import opened, read_alone
from intake.request.points import Point
from intake.request.relative import around_points, relative_periods
from intake.request.scan import Scan, scan
from intake.request.undated import latest, undated_points

_OF = re.compile(r"\s(?:of|in|de|del)\s(?:the\s)?")
_SOON = timedelta(days=60)  # a range without a year that is about to come is an event, not a period of data
_MONTHLY = frozenset({"month", "quarter", "season"})
_VERY_LONG = timedelta(days=200)


def periods(folded: str, today: date, fiscal_year_starts: int) -> list[Candidate]:
    """Every stretch of the folded text that could be a period, with its exact place, in order."""
    return periods_in(scan(folded, fiscal_year_starts), today, fiscal_year_starts)


def periods_in(seen: Scan, today: date, fiscal_year_starts: int) -> list[Candidate]:
    """The same of a text that has been looked through."""
    text = seen.text
    points = _points(seen, today, fiscal_year_starts)
    found = [
        *joined_points(text, points, today, fiscal_year_starts),
        *relative_periods(seen, today, fiscal_year_starts),
        *around_points(seen, points),
    ]
    return replaced(bracketed(text, longest(found)), seen.places)


def _points(seen: Scan, today: date, fiscal: int) -> list[Point]:
    """The points that do not overlap, narrowed by what stands before them ("the first half of")."""
    folded = seen.text
    found = [*seen.dated, *undated_points(seen, today, fiscal)]
    found.sort(key=lambda point: (point.start, -point.end))
    points: list[Point] = []
    for point in found:
        if points and point.start < points[-1].end:
            continue
        quarter = points and points[-1].place and points[-1].span.grain == "quarter"
        if quarter and _OF.fullmatch(folded[points[-1].end : point.start]):
            points.pop()  # "the second quarter of FY26": a part of the year that follows
        points.append(_narrowed(folded, point, points[-1].end if points else 0))
        if len(points) > 1 and _restated(folded, points[-2], point):
            points[-2:] = [replace(point, start=points[-2].start)]
    return points


def _restated(folded: str, before: Point, point: Point) -> bool:
    """Whether a day in brackets tells plainly what the words before them tell: "last spring (May 3, 2025)"."""
    between = folded[before.end : point.start]
    told = point.span.grain == "day" and not point.place and bool(before.near or before.place)
    return told and between in (" (", "(") and folded.startswith(")", point.end)


def _narrowed(folded: str, point: Point, floor: int) -> Point:
    for _ in range(2):
        before = folded[max(floor, point.start - 40) : point.start]
        change = part_before(before) or edge_before(before)
        if change is None:
            break
        length, narrow = change
        place = _composed(narrow, point.place) if point.place else None
        span = narrow(point.span)
        running = point.running and span == point.span
        point = replace(point, start=point.start - length, span=span, place=place, running=running)
    return point


def _composed(
    narrow: Callable[[Span], Span], place: Callable[[int], Span | None]
) -> Callable[[int], Span | None]:
    def placed(year: int) -> Span | None:
        span = place(year)
        return narrow(span) if span else None

    return placed


def joined_points(folded: str, points: list[Point], today: date, fiscal: int) -> Iterator[Candidate]:
    """Points joined into ranges and lists; single points with what stands before and after them."""
    at = 0
    while at < len(points):
        chain, until_event = [points[at]], False
        while at + 1 < len(points) and not until_event:
            link = _link(folded, chain, points[at + 1 : at + 3])
            if link is None:
                break
            at += 1
            until_event = link is Link.UNTIL_EVENT
            chain.append(_carried(chain[-1], points[at], fiscal))
        at += 1
        if len(chain) == 1:
            yield from read_alone(folded, chain[0], today)
            continue
        for first, last, weight in _readings(chain, today):
            ends = [last - timedelta(days=1), last] if until_event else [last]
            for end in ends:
                span = Span(first, end, "joined")
                joined = Point(chain[0].start, chain[-1].end, span, running=chain[-1].running)
                yield from opened(folded, joined, weight, listed=link_is_list(folded, chain))


def link_is_list(folded: str, chain: list[Point]) -> bool:
    """Whether the points are only named one after the other: "January, February, March"."""
    links = [link_between(folded[one.end : other.start]) for one, other in pairwise(chain)]
    return all(link in (Link.LIST, Link.ONLY_SPACE, Link.BETWEEN) for link in links)


def _link(folded: str, chain: list[Point], next_two: list[Point]) -> Link | None:
    """How the chain goes on with the point that follows; None where it does not."""
    last, following = chain[-1], next_two[0]
    link = link_between(folded[last.end : following.start])
    if link is None:
        return None
    backwards = not last.place and not following.place and following.span.last < chain[0].span.first
    if backwards and not _plain_year(following):
        return None
    if link is Link.BETWEEN:
        between = folded[max(0, chain[0].start - 16) : chain[0].start].split()
        if between and {"between", "entre"} & set(between[-2:]):
            return Link.RANGE
        link = Link.LIST
    grains = {last.span.grain, following.span.grain}
    if link is Link.ONLY_SPACE:
        return link if grains == {"month"} and last.place else None
    if link is Link.LIST:
        undated = bool(last.place) or bool(following.place)
        listed = grains <= _MONTHLY or (following.place is None and "day" not in grains and not last.place)
        if last.place is None and following.place is None:
            listed = following.span.grain not in ("day", "days")
        if last.place is None and following.place and len(next_two) > 1:
            # "2024 plus January through March 2025"
            ranged = link_between(folded[following.end : next_two[1].start]) is Link.RANGE
            listed = listed or (ranged and following.span.grain == "month" and next_two[1].place is None)
        return link if listed or (undated and grains == {"quarter", "half"}) else None
    if link is Link.UNTIL_EVENT and following.span.grain not in ("day", "month"):
        return None
    return link


def _plain_year(point: Point) -> bool:
    return point.span.grain in ("year", "years")


def _carried(before: Point, point: Point, fiscal: int) -> Point:
    """The first word holds for those that follow: "fiscal years 2022, 2023", "summers of 2023 and 2024"."""
    if not _plain_year(point) or before.place:
        return point
    first, last = point.span.first.year, point.span.last.year
    if before.span.grain == "fiscal" and point.span.grain == "year":
        return replace(point, span=fiscal_span(last, fiscal))
    if before.span.grain == "school" and point.span.grain == "years":
        return replace(point, span=Span(school_span(first).first, school_span(last - 1).last, "school"))
    if before.span.grain == "season" and before.span.first.month == 12 and last == first + 1:
        return replace(point, span=season_span("winter", first))
    if before.span.grain == "season" and point.span.grain == "year":
        season = {3: "spring", 6: "summer", 9: "fall", 12: "winter"}.get(before.span.first.month)
        return replace(point, span=season_span(season, last)) if season else point
    return point


def _readings(chain: list[Point], today: date) -> Iterator[tuple[date, date, int]]:
    """First and last day of a chain, and how plainly it is told; more than one where no year is said."""
    if any(point.place is None for point in chain):
        spans = _placed(chain)
        if spans:
            yield min(span.first for span in spans), max(span.last for span in spans), 6
        return
    place = chain[-1].place
    assert place is not None
    behind = latest(place, today)
    if behind is None:
        return
    coming = place(behind.last.year + 1)
    soon = coming is not None and today < coming.last < today + _SOON
    for anchor, weight in ((behind, 1 if soon else 5), (coming, 1)):
        if anchor is None:
            continue
        spans = _placed([*chain[:-1], replace(chain[-1], span=anchor, place=None)])
        if spans:
            yield min(span.first for span in spans), max(span.last for span in spans), weight


def _placed(chain: list[Point]) -> list[Span]:
    """The spans of a chain in which at least one point tells its year: the others stand in order beside it."""
    known = max(at for at, point in enumerate(chain) if point.place is None)
    spans = [chain[known].span]
    for point in reversed(chain[:known]):
        span = _beside(point, spans[-1], earlier=True)
        if span is None:
            return []
        spans.append(span)
    for point in chain[known + 1 :]:
        span = _beside(point, spans[0] if len(spans) == known + 1 else spans[-1], earlier=False)
        if span is None:
            return []
        spans.append(span)
    return spans


def _beside(point: Point, neighbour: Span, *, earlier: bool) -> Span | None:
    if point.place is None:
        return point.span
    if earlier:
        span = point.place(neighbour.last.year)
        return point.place(neighbour.last.year - 1) if span and span.first > neighbour.last else span
    if neighbour.last - neighbour.first > _VERY_LONG and point.span.last >= neighbour.first:
        return point.span
    span = point.place(neighbour.first.year)
    return point.place(neighbour.first.year + 1) if span and span.last < neighbour.first else span
