"""Days that are told by a term from the message's own day: "within two weeks", "by month's end", "tomorrow"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from intake.request.alternatives import either
from intake.request.calendar import (
    MONTH,
    MONTHS,
    NUMBER,
    ORDINALS,
    WEEKDAYS,
    YEAR,
    month_end,
    month_number,
    number_of,
    shifted,
)
from intake.request.candidate import DayCandidate
from intake.request.rule import UNITS, rule
from intake.request.scan import Scan

UNIT = r"(?P<unit>hour|day|week|fortnight|month|hora|dia|semana|mes|semaine|jour|mois)(?:e?s)?"
KIND = r"(?:(?P<kind>business|working|work|calendar|full|whole|clear|solid|short|good)\s)?"
HABIL = r"(?P<habil>\s(?:habiles|laborables|laborales))?"
_PERIODS = ["day", "week", "month", "year", "quarter", "semana", "mes", "ano", "trimestre"]
_WITHIN = rule(
    r"\b(?:within|in|inside of|inside|over|after(?!(?:\s\w+){1,3}\sof\b)|en|antes de|d'ici(?: a)?|dans|sous|"
    r"dentro de|de aqui a|en (?:un|el) plazo (?:maximo )?de|"
    r"(?:in )?no more than|"
    r"within a period of|a mas tardar en)"
    r"\s(?:the next\s|about\s|the\s|at most\s|around\s|say\s|exactly\s|just\s|only\s|roughly\s|"
    r"approximately\s|maybe\s|las proximas\s|los proximos\s|los\s|las\s|"
    r"unos\s|unas\s|otros\s|another\s)?"
    rf"(?:(?P<low>{NUMBER})(?!(?<=ty)-)\s?(?:or|to|-|o|"
    rf"a)\s?)?(?P<n>{NUMBER})(?:\s\(\d{{1,3}}\))?[\s-]{KIND}{UNIT}\b{HABIL}(?:'\s?time|\ssiguientes)?(?!\sago)",
    UNITS,
)
_LONE = rule(
    rf"(?:^|\n\n|[:?]\s|\b(?:when|deadline|needed)\s)(?P<n>{NUMBER})\s{KIND}{UNIT}\b{HABIL}(?!\s(?:ago|"
    rf"back|before|from|of|after|ahead|prior|earlier|later|in advance|antes|despues))",
    UNITS,
)
_FROM_NOW = rule(
    rf"\b(?P<n>{NUMBER})\s{KIND}{UNIT}\s(?:from (?:now|here|(?:receipt|"
    r"this|when|the (?:date|day|time|moment|hour))(?!\s(?:friday|monday|tuesday|wednesday|thursday|weekend|"
    r"saturday|sunday|coming))(?:\s(?:of|above|this|that|you|get|read|receive|my|it|the|very|day|date|hour|"
    r"morning|afternoon|evening|moment|e-?mail|mail|letter|message|note|request|writing|receipt)){0,5})"
    r"|hence|out(?!\s(?:from|of|on|in)\b)|off(?=\s?[.,;:!?)])|a partir de (?:ahora|hoy|esta fecha)|"
    r"desde (?:hoy|ahora|esta fecha)|a contar de hoy)\b",
    UNITS,
    "now here hence ahora hoy receipt this when the out off fecha",
)
_DAY_FOLLOWS = (
    rf"(?!,?\s(?:on\s|of\s)?(?:the\s)?(?:next\s|this\s)?(?:{either(WEEKDAYS)}|{MONTH}\s\d|tomorrow|\d))"
)
_END = rule(
    r"\b(?:(?:the|el|la)\s)?(?:end|close|last(?: day)?|cierre|fin|final|finales|fines|"
    r"ultimo(?: dia)?)\s(?:of|de|del)\s"
    r"(?P<which>(?:(?:the|this|el|la|este|esta|this coming|next|the coming|el proximo|la proxima|proximo|"
    r"business|calendar|"
    r"current|present|working|fiscal)\s){0,3})"
    rf"(?P<unit>day|week|month|year|quarter|q[1-4]|semana|mes|ano|trimestre|(?P<month>{MONTH})(?:,?\s(?:of\s|"
    rf"de\s)?(?P<year>{YEAR}))?)"
    r"(?!\w)(?P<que> que viene)?(?P<next_but_one>\safter next)?",
    "end close last cierre fin final finales fines ultimo",
    [*_PERIODS, *MONTHS, "q"],
)
_ENDS = rule(
    r"\b(?:the\s)?(?P<own>week|month|quarter|year)(?:'s[ -]end|[ -]end)\b"
    r"|\b(?P<short>eom|eow|eoy|eoq)\b"
    rf"|\b(?:the|el|la)\s(?P<out>week|month|quarter|year|semana|mes|ano)\s(?:is\s)?(?:out|over|ends|closes|"
    rf"up|done|runs out|se acabe|termine|acabe)\b"
    rf"|\b(?:acabe|termine|finalice|cierre)\s(?:(?:el|la|este|esta)\s(?P<acabe>mes|semana|ano|trimestre)|"
    rf"(?P<acabe_month>{MONTH}))\b"
    rf"|\b(?P<month>{MONTH})\sis\s(?:out|over)\b"
    r"|\b(?:by|before|antes del|para el|until|till)\s(?:the\s|this\s|next\s)?(?P<weekend>weekend|"
    r"fin de semana)\b",
    [*_PERIODS, *MONTHS, "weekend", "fin", "eom", "eow", "eoy", "eoq"],
)
_SHORT = {"eom": "month", "eow": "week", "eoy": "year", "eoq": "quarter"}
_START = rule(
    r"\b(?:(?:the|el|la|a)\s)?(?:(?:start|beginning|first day|first|1st|early part|principios?|comienzos?|"
    r"inicios?|primero|primer dia)\s(?:of|de|del)\s|early\s)"
    r"(?:the\s|el\s|la\s)?(?:(?P<next>next|following|new|proximo|proxima|coming)\s(?P<unit>week|month|"
    r"year|semana|mes|ano)"
    rf"|(?P<month>{MONTH})(?!\w|\s\d))",
    "start beginning first st early principio principios comienzo comienzos inicio inicios primero primer",
    [*_PERIODS, *MONTHS],
)
_SOMETIME = rule(
    r"\b(?:by|sometime|some time|later?|during|in|within|for|en|durante|antes de que acabe|para)\s(?:in\s)?"
    r"(?P<which>next week|this week|the week after next|esta semana|la (?:proxima semana|semana que viene|"
    r"semana proxima))\b(?!'s)"
    rf"|\b(?:by|before|until|antes de)\s(?:early\s)?(?P<month>(?!may\b(?!\s?[.,;]|$)){MONTH})(?![\w.]|"
    rf"[\s,]{{1,2}}(?:the\s)?\d)",
    [*MONTHS, "week", "semana"],
)
_MIDDLE = rule(
    rf"\b(?:the\s)?(?:mid|middle of|mediados de)[ -](?:the\s)?(?P<next>next\s|el proximo\s)?(?P<unit>month|"
    rf"mes|week|{MONTH})(?!\w)",
    "mid middle mediados",
)
_LATE = rule(rf"\blate(?:\sin)?\s(?P<month>{MONTH})(?![\w.]|,?\s(?:of\s)?\d)", "late", MONTHS)
_SOON = rule(
    r"\b(?:(?P<over>(?:the )?day after tomorrow|pasado manana)|(?P<tomorrow>tomorrow|"
    r"(?<!la )(?<!pasado )manana)(?!'?s?\spaper)"
    rf"|(?P<today>(?:by|before|later|need\w* \w{{2,4}}|end of|close of) today|tonight|this (?:afternoon|"
    rf"evening)|hoy mismo|(?:para|antes de) hoy"
    rf"|(?:(?:end|close) of (?:the )?(?:business )?day|close of business|end of business|cob|"
    rf"eod){_DAY_FOLLOWS}))\b",
    "tomorrow manana today tonight afternoon evening hoy day business cob eod",
)


_AGAIN = rule(
    r"\b(?:by\s)?(?:this (?:time|day|hour) (?:next )?(?P<unit>week|month)|today week"
    rf"|(?P<n>{NUMBER})\s(?P<unit2>week|month|day)s?\s(?:to the day|today)"
    r"|de hoy en (?P<ocho>ocho|quince))\b(?! (?:before|after|of)\b)",
    "time day hour today hoy",
)
_LAST_WORKING = rule(
    r"\b(?:(?:the|el)\s)?(?:(?P<last>last|final)\s(?:business|working|work|week)\s?day|"
    r"(?P<ultimo>ultimo dia (?:habil|laborable)))\s(?:of|in|de|del)\s"
    rf"(?:(?:the|this|el|este)\s)?(?:(?P<next>next\s|proximo\s)?(?:month|mes)|(?P<month>{MONTH}))(?!\w)",
    "last final ultimo",
)
_GIVEN = rule(
    rf"\b(?:give|gives|giving|allow|allows)\s(?:you|your office|the office|the town|the clerk|yourselves)\s"
    rf"(?P<n>{NUMBER})\s{KIND}{UNIT}\b{HABIL}|\byou(?:'ve got| have)\s(?P<n2>{NUMBER})\s"
    r"(?P<kind2>(?:business|working)\s)?(?P<unit2>day|week)s\b",
    UNITS,
)
_COMES = rule(
    rf"\b(?:by the time|before|until|when|once)\s(?P<month>{MONTH})\s(?:comes|arrives|rolls (?:around|in)|starts|"
    r"begins|is here|gets here|hits)\b",
    MONTHS,
)
_WEEK_OF = rule(
    r"\b(?:in|by|during|within)\s(?:the\s)?(?P<nth>first|second|third|1st|2nd|3rd)\sweek\s(?:of|in)\s"
    rf"(?:(?P<next>next month)|(?P<month>{MONTH}))(?!\w|\s(?:of\s)?{YEAR})",
    "week",
)
_NEW_YEAR = rule(r"\b(?:by|before|until|ahead of)\sthe\snew\syear\b(?!')", "year")


def terms(seen: Scan, today: date) -> Iterator[DayCandidate]:
    """Every day of the text that is told by its distance from today."""
    for pattern in (_WITHIN, _LONE, _FROM_NOW):
        for found in pattern.finditer(seen):
            start = found.start("n") if pattern is _LONE else found.start()
            for number in (found["n"], found.groupdict().get("low")):
                day = (
                    after(today, number_of(number or ""), found["unit"], business(found)) if number else today
                )
                if day > today:
                    yield DayCandidate(start, found.end(), day)
    for found in _SOON.finditer(seen):
        ahead = 2 if found["over"] else 1 if found["tomorrow"] else 0
        yield DayCandidate(found.start(), found.end(), today + timedelta(days=ahead))
    for reader in (_again, _worded, _ends, _starts):
        yield from reader(seen, today)


def _again(seen: Scan, today: date) -> Iterator[DayCandidate]:
    """So much later on the same day: "this time next week", "two weeks today", "de hoy en ocho"."""
    for found in _AGAIN.finditer(seen):
        if found["ocho"]:
            day = today + timedelta(weeks=1 if found["ocho"] == "ocho" else 2)
        else:
            day = after(today, number_of(found["n"] or "1"), found["unit"] or found["unit2"] or "week")
        if day > today:
            yield DayCandidate(found.start(), found.end(), day)
    for found in _GIVEN.finditer(seen):
        working = bool(found["kind2"]) if found["n2"] else business(found)
        day = after(today, number_of(found["n"] or found["n2"]), found["unit"] or found["unit2"], working)
        if day > today:
            yield DayCandidate(found.start("n") if found["n"] else found.start("n2"), found.end(), day)


def _worded(seen: Scan, today: date) -> Iterator[DayCandidate]:
    for found in _LAST_WORKING.finditer(seen):
        end = end_of(found["month"] or "month", today, int(bool(found["next"])))
        yield DayCandidate(found.start(), found.end(), end - timedelta(days=max(0, end.weekday() - 4)))
    for found in _COMES.finditer(seen):
        yield DayCandidate(found.start(), found.end(), _first_of(month_number(found["month"]), today))
    for found in _WEEK_OF.finditer(seen):
        first = _first_of(month_number(found["month"]), today) if found["month"] else None
        first = first or shifted(today.replace(day=1), 1)
        yield DayCandidate(found.start(), found.end(), first + timedelta(days=7 * ORDINALS[found["nth"]] - 1))
    for found in _NEW_YEAR.finditer(seen):
        yield DayCandidate(found.start(), found.end(), date(today.year, 12, 31))
        yield DayCandidate(found.start(), found.end(), date(today.year + 1, 1, 1))


def business(found: re.Match[str]) -> bool:
    """Whether a term counts the days on which the office works."""
    return (found["kind"] or "") in ("business", "working", "work") or bool(found.groupdict().get("habil"))


def after(today: date, number: int, unit: str, working: bool = False) -> date:
    """The day that lies so many units after another, or before it where the number is negative."""
    if unit in ("month", "mes", "mois"):
        return shifted(today, number)
    if unit in ("hour", "hora"):
        return today + timedelta(days=int(number / 24))
    if unit in ("week", "semana", "semaine", "fortnight"):
        return today + timedelta(weeks=number * (2 if unit == "fortnight" else 1))
    if not working:
        return today + timedelta(days=number)
    day, step = today, 1 if number > 0 else -1
    while number:
        day += timedelta(days=step)
        number -= step if day.weekday() < 5 else 0
    return day


def _ends(seen: Scan, today: date) -> Iterator[DayCandidate]:
    for found in _END.finditer(seen):
        following = bool(re.search(r"next|proxim", found["which"])) or bool(found["que"])
        ahead = 2 if found["next_but_one"] else int(following)
        if found["month"] and found["year"]:
            yield DayCandidate(
                found.start(), found.end(), month_end(int(found["year"]), month_number(found["month"]))
            )
        elif found["unit"] != "day":
            unit = "fiscal" if "fiscal" in found["which"] else found["month"] or found["unit"]
            yield DayCandidate(found.start(), found.end(), end_of(unit, today, ahead))
    for found in _ENDS.finditer(seen):
        if found["weekend"]:
            friday = end_of("week", today, int("next" in found[0]))
            yield DayCandidate(found.start(), found.end(), friday)
            continue
        unit = (
            found["own"]
            or found["out"]
            or found["acabe"]
            or found["acabe_month"]
            or found["month"]
            or _SHORT[found["short"]]
        )
        yield DayCandidate(found.start(), found.end(), end_of(unit, today))


def end_of(unit: str, today: date, ahead: int = 0) -> date:
    """The last day of a unit of time, or of one that is so many `ahead`; of a week its Friday."""
    if unit in ("week", "semana"):
        return today + timedelta(days=(4 - today.weekday()) % 7 + 7 * ahead)
    if unit in ("year", "ano"):
        return date(today.year + ahead, 12, 31)
    if unit == "fiscal":
        return date(today.year + (today.month > 6), 6, 30)
    if unit in ("quarter", "trimestre"):
        first = shifted(today.replace(day=1), (2 - (today.month - 1) % 3) + 3 * ahead)
        return month_end(first.year, first.month)
    if unit in ("month", "mes"):
        first = shifted(today.replace(day=1), ahead)
        return month_end(first.year, first.month)
    month = 3 * int(unit[1]) if unit[0] == "q" else month_number(unit)
    return month_end(today.year + (month < today.month), month)


def _starts(seen: Scan, today: date) -> Iterator[DayCandidate]:
    monday = today + timedelta(days=7 - today.weekday())
    for found in _START.finditer(seen):
        unit = found["unit"]
        if found["month"]:
            day = _first_of(month_number(found["month"]), today)
        elif unit in ("week", "semana"):
            day = monday
        else:
            day = shifted(today.replace(day=1), 1) if unit in ("month", "mes") else date(today.year + 1, 1, 1)
        yield DayCandidate(found.start(), found.end(), day)
    for found in _SOMETIME.finditer(seen):
        if found["month"]:
            day = _first_of(month_number(found["month"]), today)
            if found[0].startswith(("before", "antes")):
                yield DayCandidate(found.start(), found.end(), day - timedelta(days=1))
        else:
            this = found["which"] in ("this week", "esta semana")
            day = monday + timedelta(days=4 - 7 * this + 7 * found["which"].endswith("after next"))
        yield DayCandidate(found.start(), found.end(), day)
    for found in _MIDDLE.finditer(seen):
        yield DayCandidate(found.start(), found.end(), _middle(found["unit"], today, bool(found["next"])))
    for found in _LATE.finditer(seen):
        yield DayCandidate(found.start(), found.end(), end_of(found["month"], today))


def _first_of(month: int, today: date) -> date:
    return date(today.year + (month <= today.month), month, 1)


def _middle(unit: str, today: date, following: bool) -> date:
    if unit == "week":
        return today + timedelta(days=2 - today.weekday() + 7 * following)
    if unit in ("month", "mes"):
        return shifted(today.replace(day=15), int(following or today.day > 15))
    month = month_number(unit)
    return date(today.year + (date(today.year, month, 15) < today), month, 15)
