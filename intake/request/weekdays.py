"""Weekdays to come, in all the ways of naming one: "next Friday", "Thursday of next week", "first Monday in May"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from intake.request.alternatives import either
from intake.request.calendar import (
    MONTH,
    MONTHS,
    NUMBER,
    ORDINAL,
    ORDINALS,
    WEEKDAYS,
    YEAR,
    month_number,
    nth_weekday,
    number_of,
    shifted,
)
from intake.request.candidate import DayCandidate
from intake.request.rule import inflected, rule
from intake.request.scan import Scan

WEEKDAY = either(WEEKDAYS)
_ONE_OR_MORE = inflected(" ".join(WEEKDAYS))
_NTH = rule(
    rf"\b(?:(?:the|el|la)\s)?(?P<nth>{ORDINAL})\s(?P<day>{WEEKDAY})s?\s(?:in|of|de|del)\s"
    rf"(?:(?P<month>{MONTH})(?:,?\s(?:de\s|of\s)?(?P<year>{YEAR}))?(?!\w)"
    r"|(?P<which>this|next|the|each|every|el|este|el proximo|proximo|cada)?\s?(?:month|"
    r"mes)\b(?P<following> que viene)?)",
    _ONE_OR_MORE,
    [*MONTHS, "month", "mes"],
)
_OF_WEEK = rule(
    rf"\b(?:(?:the|el)\s)?(?P<day>{WEEKDAY}),?\s(?:morning\s|evening\s|afternoon\s)?(?:of\s|in\s|de\s)?"
    r"(?P<which>next week|this week|the week after next|"
    r"la (?:proxima semana|semana que viene|semana proxima)|esta semana|"
    r"after next|after (?:this|the) (?:coming|next|first|one)(?: one)?\b|week\b|"
    r"(?:de )?la otra semana|de esta semana no,? (?:de )?la otra)"
    rf"|\b(?P<which2>next week|this week)(?:'s)?,?\s(?:on\s)?(?:the\s)?(?P<day2>{WEEKDAY})\b",
    WEEKDAYS,
    "week next semana one coming first",
)
_COUNTED = rule(rf"\b(?P<n>{NUMBER})\s(?P<day>{WEEKDAY})s\sfrom\s(?:now|today)\b", _ONE_OR_MORE, "now today")
_PLAIN = rule(
    r"\b(?:(?:the|el)\s)?(?P<lead>next|this coming|this|coming|following|proximo|este|pasado|last|past|"
    r"this past|every|each|cada|"
    rf"by|on|before|until|for)?\s?(?P<day>(?<![\w'-]){WEEKDAY})(?![\w-])(?P<after>\sque viene|\sproximo|"
    rf"\spasado)?",
    WEEKDAYS,
)
_ABBREVIATED = frozenset({"sat", "sun", "mon", "wed"})
_DATE_FOLLOWS = re.compile(rf"[.,]?\s(?:the\s)?(?:\d|{MONTH}\s\d)")
_BEHIND = frozenset({"last", "past", "this past", "pasado", "every", "each", "cada"})
_AHEAD = frozenset({"next", "this coming", "this", "coming", "following", "proximo", "este"})


def coming_weekday(weekday: int, today: date) -> date:
    """The next such weekday, never today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def weekdays(seen: Scan, today: date) -> Iterator[DayCandidate]:
    """Every weekday of the text that lies ahead."""
    for found in _NTH.finditer(seen):
        if day := _nth(found, today):
            yield DayCandidate(found.start(), found.end(), day)
    for found in _OF_WEEK.finditer(seen):
        weekday, which = WEEKDAYS[found["day"] or found["day2"]], found["which"] or found["which2"]
        yield DayCandidate(found.start(), found.end(), _of_week(weekday, which, today))
    for found in _COUNTED.finditer(seen):
        if count := number_of(found["n"]):
            day = coming_weekday(WEEKDAYS[found["day"]], today) + timedelta(weeks=count - 1)
            yield DayCandidate(found.start(), found.end(), day)
    for found in _PLAIN.finditer(seen):
        yield from _plain(seen.text, found, today)


def _nth(found: re.Match[str], today: date) -> date | None:
    weekday, number = WEEKDAYS[found["day"]], ORDINALS[found["nth"]]
    if found["month"]:
        month = month_number(found["month"])
        years = [int(found["year"])] if found["year"] else [today.year, today.year + 1]
        months = [date(year, month, 1) for year in years]
    else:
        following = "next" in (found["which"] or "") or "proximo" in (found["which"] or "")
        first = shifted(today.replace(day=1), 1 if following or found["following"] else 0)
        months = [first, shifted(first, 1)]
    if number > 5:
        return None
    days = (nth_weekday(first.year, first.month, weekday, number) for first in months)
    return next((day for day in days if day >= today), None)


def _of_week(weekday: int, which: str, today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    if which == "week" or which.startswith("after "):
        return coming_weekday(weekday, today) + timedelta(days=7)
    if which == "the week after next":
        return monday + timedelta(days=weekday + 14)
    if which in ("this week", "esta semana"):
        return monday + timedelta(days=weekday)
    return monday + timedelta(days=weekday + 7)


def _plain(folded: str, found: re.Match[str], today: date) -> Iterator[DayCandidate]:
    lead = found["lead"] or ""
    if lead in _BEHIND or (found["after"] or "").strip() == "pasado":
        return
    if (
        found["day"] in _ABBREVIATED
        and not lead
        and not _DATE_FOLLOWS.match(folded[found.end() : found.end() + 20])
    ):
        return
    start = found.start() if lead in _AHEAD else found.start("day")
    weekday = WEEKDAYS[found["day"]]
    day = coming_weekday(weekday, today)
    yield DayCandidate(start, found.end(), day)
    next_week = _of_week(weekday, "next week", today)
    if lead == "next" and next_week != day:
        yield DayCandidate(start, found.end(), next_week)
