"""Candidates for the deadline: every day to come that a text names, or tells by its distance from another.

The door is `days`. It proposes, it does not choose: "Friday the 13th", "May 7", "the first Monday in June",
"within ten business days" and, beside the day that is named, the one that is counted from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from intake.request.bare import placed
from intake.request.calendar import DAY_NUMBERS, WEEKDAYS, WORDED_DAY, month_end, shifted
from intake.request.candidate import DayCandidate, bracketed, longest, replaced
from intake.request.distance import distant_days
from intake.request.rule import rule
from intake.request.scan import Scan, scan
from intake.request.terms import terms
from intake.request.weekdays import WEEKDAY, weekdays

_NTH = r"(?:[12]?\d|3[01])"
_OF_MONTH = (
    r"(?:\s(?:of|de|del)\s(?:(?:this|the|next|el|este|el proximo|proximo|current)\s)?(?:month|"
    r"mes)(?:\sque viene)?)"
)
_NUMBERED = re.compile(
    rf"\b(?:the|el|dia|(?<=antes )del)\s(?:dia\s)?(?P<n>{_NTH})(?:(?:st|nd|rd|th)\b(?P<of>{_OF_MONTH})?"
    r"(?!\s(?:of|century|grade|grader|street|avenue|ave|st|floor|district|ward|annual|anniversary|"
    r"percentile|amendment)\b)"
    rf"|(?<=el\s\d)(?P<es>)|(?<=el\s\d\d)|(?<=dia\s\d)|(?<=dia\s\d\d))(?P<of2>{_OF_MONTH})?(?![\w%:/.-]\w|"
    rf"\w|\s(?:de|por|anos|%|a\.?m|p\.?m))"
)
_IN_WORDS = rule(
    rf"\b(?:by|on|before|until|till|than)\s(?P<the>the\s)(?P<n>{WORDED_DAY})(?P<of>{_OF_MONTH})?"
    r"(?=\s?[.,;:!?)\n]|$|\s(?:so|or|if|please|at|and)\b)",
    [part for word in DAY_NUMBERS for part in word.split("-")],
)
_WITH_WEEKDAY = rule(
    rf"\b(?P<day>{WEEKDAY})\.?(?:,?\s(?:the\s|el\s|dia\s)(?P<n>{_NTH})(?:st|nd|rd|th)?|"
    rf",?\s(?P<n2>{_NTH})(?:st|nd|rd|th)|,?\s(?P<n3>{_NTH})(?<!,\s\d)(?<!,\s\d\d)|,\s(?P<n4>{_NTH})(?=\s?[.,;:!?)]|\s?$|\n\n))"
    r"(?!\w|[/:.-]\d|\s?(?:am|pm|a\.m|p\.m|o'clock|de (?!este|mes)|hours|and))",
    WEEKDAYS,
)
_WEEKDAY_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:next|this|el|this coming)\s)?{WEEKDAY}\.?(?:,?\s(?:the\s|el\s|dia\s)?|\s?\()$"
)
_WEEKDAY_AFTER = re.compile(rf"\s?\(?,?\s?(?:an?\s)?{WEEKDAY}\)?(?!\w)")
_WEEKEND = re.compile(r"\s(?:holiday\s)?weekend\b")
_BESIDE = 120  # characters in which a month that was named still holds
_HEAD = 6  # characters in which "Thursday" in "the Thursday before that" is no day of its own
_ANY_MONTH = 7  # of the year, for fiscal years: they are no days
_TOO_FAR = timedelta(days=1100)


def days(folded: str, today: date) -> list[DayCandidate]:
    """Every day from today on that the folded text tells, with its exact place, in order."""
    return days_in(scan(folded, _ANY_MONTH), today)


def days_in(seen: Scan, today: date) -> list[DayCandidate]:
    """The same of a text that has been looked through."""
    text = seen.text
    found = [*_dated(seen), *_of_year(seen, today), *_of_month(seen, today), *weekdays(seen, today)]
    told = longest(_with_weekday(text, one) for one in [*found, *terms(seen, today)])
    named = [one for one in told if today <= one.day <= today + _TOO_FAR]
    computed = bracketed(text, distant_days(seen, named, today))
    ends = {one.end for one in computed}
    heads = {at: one.end for one in computed for at in range(one.start, one.start + _HEAD)}
    named = [one for one in named if one.end > heads.get(one.start, one.end - 1)]
    kept = [one for one in named if one.end not in ends or not text[: one.start][-6:].endswith(" from ")]
    both = dict.fromkeys([*kept, *computed, *_in_the_same_month(text, named)])
    return replaced(sorted(both, key=lambda one: (one.start, one.end)), seen.places)


def _in_the_same_month(folded: str, named: list[DayCandidate]) -> Iterator[DayCandidate]:
    """A number alone can be of the month that was named before: "I leave on December 20, so the 19th"."""
    for before, one in pairwise(named):
        said = folded[one.start : one.end]
        numbered = re.fullmatch(rf"(?:the|el)\s(?P<n>{_NTH})(?:st|nd|rd|th)?", said)
        if numbered is None or one.start - before.end > _BESIDE:
            continue
        for ahead in (0, 1):
            month = shifted(before.day.replace(day=1), ahead)
            if int(numbered["n"]) <= month_end(month.year, month.month).day:
                day = month.replace(day=int(numbered["n"]))
                if day != one.day and (ahead == 0 or day < before.day + timedelta(days=25)):
                    yield replace(one, day=day, computed=True)


def _with_weekday(folded: str, one: DayCandidate) -> DayCandidate:
    """A date with the weekday beside it: "Friday, September 5", "11/13 (a Friday)"."""
    if not re.search(r"\d", folded[one.start : one.end]) or re.match(WEEKDAY, folded[one.start : one.end]):
        return one
    before = folded[max(0, one.start - 24) : one.start]
    if lead := _WEEKDAY_BEFORE.search(before):
        bracket = lead[0].endswith("(") and folded[one.end : one.end + 1] == ")"
        return replace(one, start=one.start - len(before) + lead.start(), end=one.end + bracket)
    if tail := _WEEKDAY_AFTER.match(folded[one.end : one.end + 24]):
        return replace(one, end=one.end + tail.end())
    return one


def _dated(seen: Scan) -> Iterator[DayCandidate]:
    """Days that carry their year."""
    for point in seen.dated:
        if point.span.grain in ("day", "days"):
            yield DayCandidate(point.start, point.end, point.span.last)


def _of_year(seen: Scan, today: date) -> Iterator[DayCandidate]:
    """The next such day of the year, today included: "May 7", "11/13", "Labor Day"."""
    for found in seen.bare:
        if not (found["day"] or found["days"] or found["slashed"] or found["holiday"]) or found["before"]:
            continue
        for year in (today.year, today.year + 1):
            span = placed(found, year)
            if span is not None and span.last >= today:
                yield DayCandidate(found.start(), found.end(), span.last)
                if found["holiday"] and _WEEKEND.match(seen.text, found.end()):  # it begins on a Friday
                    friday = span.last - timedelta(days=(span.last.weekday() - 4) % 7)
                    yield DayCandidate(found.start(), found.end(), friday)
                break


def _next_numbered(number: int, today: date, weekday: int | None = None) -> date | None:
    """The next day of a month with such a number, on such a weekday where there is one in a year."""
    first, plain = today.replace(day=1), None
    for ahead in range(13):
        month = shifted(first, ahead)
        if not 1 <= number <= month_end(month.year, month.month).day or month.replace(day=number) <= today:
            continue
        day = month.replace(day=number)
        plain = plain or day
        if weekday is None or day.weekday() == weekday:
            return day
    return plain


def _of_month(seen: Scan, today: date) -> Iterator[DayCandidate]:
    """Days told by their number: "the 19th", "el 10", "Friday the 13th", "the 1st of next month", "June first"."""
    for found in _NUMBERED.finditer(seen.text):
        of = found["of"] or found["of2"] or ""
        following = "next" in of or "proximo" in of or "viene" in of
        base = month_end(today.year, today.month) if following else today
        if day := _next_numbered(int(found["n"]), base):
            yield DayCandidate(found.start(), found.end(), day)
    for found in _WITH_WEEKDAY.finditer(seen):
        if day := _next_numbered(
            int(found["n"] or found["n2"] or found["n3"] or found["n4"]), today, WEEKDAYS[found["day"]]
        ):
            yield DayCandidate(found.start(), found.end(), day)
    for found in _IN_WORDS.finditer(seen):
        base = month_end(today.year, today.month) if "next" in (found["of"] or "") else today
        if day := _next_numbered(DAY_NUMBERS[found["n"]], base):
            yield DayCandidate(found.start("the"), found.end(), day)
