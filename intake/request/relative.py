"""Periods that count from the message's own date: "the last five years", "last winter", "since April"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from intake.request.calendar import (
    MONTH,
    MONTHS,
    NUMBERS,
    SEASON,
    SEASONS,
    Span,
    fiscal_span,
    month_end,
    season_span,
)
from intake.request.model import Period
from intake.request.spans import FIRM_OPEN, OPEN_BEFORE, Candidate

_UNIT = (
    r"(?P<unit>day|week|month|year|quarter|yr|dia|semana|mes|ano|trimestre|season|summer|winter|decade)"
    r"(?:e?s)?\b"
)
_NUMBER = (
    r"(?P<number>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")(?:-|\s|\s?\(\d{1,2}\)\s)"
)
_ROLLING = re.compile(
    rf"\b(?:(?:the|los|las|el)\s)?(?:last|past|previous|prior|preceding|trailing|most recent|"
    rf"latest|ultim[oa]s?|pasad[oa]s)\s(?:about\s|roughly\s|full\s|complete\s)?"
    rf"{_NUMBER}(?P<whole>(?:full|complete|calendar|fiscal|whole|"
    rf"school)\s)?{_UNIT}(?:\s(?P<after>fiscales|calendario))?"
)
_BACK = re.compile(
    rf"\b(?:going back|go back|goes back|back|for|covering|over)\s(?:about\s|at least\s|"
    rf"the\s)?{_NUMBER}(?P<whole>(?:full|calendar|fiscal)\s)?{_UNIT}(?=\s(?:back|ago|"
    rf"of (?:data|records|history)))"
    rf"|\b(?:going back|goes back|go back)\s(?:about\s|at least\s)?(?P<number2>\d{{1,2}}|"
    + "|".join(NUMBERS)
    + r")\s(?P<unit2>year|month|week)s?\b"
)
_SINGLE = re.compile(
    rf"\b(?P<which>last|this|past|previous|prior|current|most recent|"
    rf"present)\s(?P<kind>decade|calendar year|fiscal year|school year|academic year|year|yr|month|"
    rf"quarter|week|{SEASON}|{MONTH})(?:'s)?(?![\w-])"
    r"|\b(?P<es>el ano pasado|ano pasado|este ano|el mes pasado|este mes|el ano actual)\b"
    r"|\b(?P<ytd>year[ -]to[ -]date|ytd|so far this year|this year so far|en lo que va del ano)\b"
)
_JUST_ENDED = re.compile(r"\bfiscal year (?:that |which )?(?:has )?just (?:ended|closed)")
_BARE_SINCE = re.compile(
    r"\b(?:since|desde)\s(?:last\s|the\s(?:1st|first)\sof\s|el\s)?(?:(?P<day_first>\d{1,2})\sde\s)?"
    rf"(?P<name>{MONTH}|{SEASON})(?:\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?(?![\w])(?!,?\s?\d)"
)


def relative_periods(folded: str, today: date, fiscal: int) -> Iterator[Candidate]:
    """Every stretch of the folded text that names a period by its distance from `today`."""
    for found in _ROLLING.finditer(folded):
        whole = (found["whole"] or found["after"] or "").strip()
        if period := _rolled(found["number"], found["unit"], whole, today, fiscal):
            yield Candidate(found.start(), found.end(), period, 6)
    for found in _BACK.finditer(folded):
        number, unit = found["number"] or found["number2"], found["unit"] or found["unit2"]
        if period := _rolled(number, unit, (found["whole"] or "").strip(), today, fiscal):
            yield Candidate(found.start(), found.end(), period, 5)
    for found in _SINGLE.finditer(folded):
        if period := _single(found, today, fiscal):
            before = folded[max(0, found.start() - 40) : found.start()]
            since = OPEN_BEFORE.search(before)
            if since and FIRM_OPEN.search(since[0]):
                start = found.start() - len(before) + since.start()
                yield Candidate(start, found.end(), Period(period.start, None), 5)
            else:
                yield Candidate(found.start(), found.end(), period, 3, relative=True)
    yield from _just_ended(folded, today, fiscal)
    for found in _BARE_SINCE.finditer(folded):
        name = found["name"].rstrip(".")
        first = _latest_month(MONTHS[name], today) if name in MONTHS else _latest_season(name, today).first
        day = int(found["day"] or found["day_first"] or 1)
        if 0 < day <= month_end(first.year, first.month).day:
            yield Candidate(found.start(), found.end(), Period(first.replace(day=day), None), 4)


def _rolled(number: str, unit: str, whole: str, today: date, fiscal: int) -> Period | None:
    count = int(number) if number.isdigit() else NUMBERS.get(number, 0)
    if not 0 < count < 200:
        return None
    if unit in ("year", "yr", "ano", "decade"):
        count *= 10 if unit == "decade" else 1
        if whole.startswith("fiscal"):
            ended = fiscal_span(today.year + (today.month >= fiscal), fiscal).first - timedelta(days=1)
            return Period(date(ended.year - count, fiscal, 1), ended)
        if whole:
            return Period(date(today.year - count, 1, 1), date(today.year - 1, 12, 31))
        return Period(_years_before(today, count), today)
    if unit in ("month", "mes", "quarter", "trimestre"):
        return Period(_months_before(today, count * (3 if unit in ("quarter", "trimestre") else 1)), today)
    if unit in ("season", "summer", "winter"):
        return None
    return Period(today - timedelta(days=count * (7 if unit in ("week", "semana") else 1)), today)


def _years_before(today: date, years: int) -> date:
    return _months_before(today, 12 * years)


def _months_before(today: date, months: int) -> date:
    total = today.year * 12 + today.month - 1 - months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(today.day, month_end(year, month + 1).day))


def _just_ended(folded: str, today: date, fiscal: int) -> Iterator[Candidate]:
    for found in _JUST_ENDED.finditer(folded):
        first = fiscal_span(today.year + (today.month >= fiscal), fiscal).first
        yield Candidate(
            found.start(), found.end(), Period(date(first.year - 1, fiscal, 1), first - timedelta(days=1)), 5
        )


def _single(found: re.Match[str], today: date, fiscal: int) -> Period | None:
    """Read "last year", "this month", "last winter", "last July"; an open end for what still goes on."""
    if found["ytd"] or found["es"] in ("este ano", "el ano actual"):
        return Period(date(today.year, 1, 1), None)
    if found["es"]:
        if "mes" in found["es"]:
            first = today.replace(day=1)
            last = first - timedelta(days=1)
            return Period(first, None) if "este" in found["es"] else Period(last.replace(day=1), last)
        return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    which, kind = found["which"], found["kind"].rstrip(".")
    now = which in ("this", "current", "present")
    if kind in ("year", "yr", "calendar year"):
        if now:
            return Period(date(today.year, 1, 1), None)
        if which == "past" and kind != "calendar year":
            return Period(_years_before(today, 1), today)
        return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    if kind == "decade":
        return None if now else Period(_years_before(today, 10), today)
    if kind == "fiscal year":
        running = fiscal_span(today.year + (today.month >= fiscal), fiscal)
        return (
            Period(running.first, None)
            if now
            else Period(running.first.replace(year=running.first.year - 1), running.first - timedelta(days=1))
        )
    if kind in ("school year", "academic year"):
        began = today.year - (today.month < 8)
        return Period(date(began, 8, 1), None) if now else Period(date(began - 1, 8, 1), date(began, 6, 30))
    if kind in SEASONS:
        span = season_span(kind, today.year) if now else _latest_season(kind, today)
        return Period(span.first, span.last)
    if kind in MONTHS:
        first = _latest_month(MONTHS[kind], today)
        return None if now else Period(first, month_end(first.year, first.month))
    return _short(which, kind, today, now=now)


def _short(which: str, kind: str, today: date, *, now: bool) -> Period | None:
    if kind == "week":
        monday = today - timedelta(days=today.weekday())
        if which == "past":
            return Period(today - timedelta(days=7), today)
        return Period(monday, None) if now else Period(monday - timedelta(days=7), monday - timedelta(days=1))
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    first = today.replace(day=1) if kind == "month" else quarter
    if which == "past":
        return Period(_months_before(today, 1 if kind == "month" else 3), today)
    if now:
        return Period(first, None)
    last = first - timedelta(days=1)
    return Period(last.replace(day=1) if kind == "month" else _months_before(first, 3), last)


def _latest_month(month: int, today: date) -> date:
    return date(today.year - (month >= today.month), month, 1)


def _latest_season(season: str, today: date) -> Span:
    span = season_span(season, today.year)
    return span if span.last < today else season_span(season, today.year - 1)
