"""Periods that are told by their length: "the last five years", "the twelve months that ended on June 30"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from intake.request.alternatives import either
from intake.request.calendar import (
    NUMBER,
    SEASONS,
    WEEKDAYS,
    number_of,
    running_fiscal_year,
    school_span,
    season_span,
    shifted,
)
from intake.request.candidate import Candidate
from intake.request.model import Period
from intake.request.points import Point
from intake.request.rule import UNITS, rule
from intake.request.scan import Scan
from intake.request.undated import weekday_behind

_UNIT = (
    r"(?P<unit>day|week|fortnight|month|mo|year|quarter|yr|dia|semana|mes|ano|trimestre|decade|"
    r"decada|semestre)(?:e?s)?\b"
)
_COUNT = rf"(?P<number>{NUMBER})(?:-|\s(?:and (?P<half>a half) )?|\s?\(\d{{1,3}}\)\s)"
_ROLLING = rule(
    rf"\b(?:(?:the|los|las|el|la|these|this|my|our)\s)?(?:last|past|previous|prior|preceding|trailing|"
    rf"most recent|"
    rf"latest|ultim[oa]s?|pasad[oa]s)\s(?:about\s|roughly\s|full\s|complete\s)?"
    rf"(?:{NUMBER}\s(?:or|to|o)\s)?{_COUNT}(?P<whole>(?:full|complete|completed|closed|calendar|fiscal|whole|"
    rf"school)\s)?{_UNIT}(?:\s(?P<after>fiscales|calendario|completos))?(?P<plus>\sand a half|"
    rf"\sy medi[oa])?",
    "last past previous prior preceding trailing recent latest ultimos ultimas pasados pasadas",
    UNITS,
)
# A length and what tells that it lies right behind: "two years back", "a year's worth", "los dos ultimos anos".
_LENGTH = rule(
    rf"\b(?:(?:the|these|last)\s)?(?P<number>{NUMBER})\s(?P<unit>year|month|week|quarter|decade)(?:s|s'|'s)?\s"
    r"(?:back(?! (?:to|in|when|then|we|i)\b)|past\b(?! the)|(?:just )?gone by|running up to now|"
    r"(?:worth|of (?:data|records|history|back ?data|figures|numbers|logs?))\b(?! from)|"
    r"(?:prior to|before|up to|preceding) (?:today|now|(?:the )?present))(?!\w)"
    r"|\b(?:(?P<number2>(?:the|this))\s(?P<unit2>year|month|week|quarter|decade)\s(?:just\s)?(?:past|gone by)\b)"
    rf"|\b(?:l[oa]s\s)(?P<number3>{NUMBER})\s(?:ultim[oa]s|pasad[oa]s)\s(?P<unit3>ano|mes|semana|dia|trimestre|"
    r"decada)(?:e?s)?\b"
    r"|\b(?P<number4>el\s|la\s|(?<=del )|(?<=de la ))ultim[oa]\s(?P<unit4>ano|mes|semana|trimestre|decada|semestre)"
    r"\b(?! y)"
    r"|(?<=over the )(?P<number5>last)\s(?P<unit5>year|month|quarter)\b(?! and)"
    r"|(?<=in the )(?P<number6>last)\s(?P<unit6>year|month|quarter)\b(?! and)"
    r"|(?<=within the )(?P<number7>last)\s(?P<unit7>year|month|quarter)\b(?! and)"
    rf"|\b(?:the\s)?(?:past|last)\s(?P<number8>{NUMBER})?\s?(?:or so\s)(?P<unit8>year|month|week)s?\b"
    rf"|\b(?:the\s)(?P<number10>{NUMBER})\s(?:most recent|latest|last|previous|past|preceding)\s"
    r"(?P<unit10>year|month|week|quarter)s\b"
    rf"|\b(?P<number9>{NUMBER})\s(?P<unit9>year|month|week)s?\s(?:back|backwards?)\sfrom\s(?:here|this|my|"
    rf"the date)\b",
    UNITS,
    "back past gone running worth data backdata records history figures numbers log logs today now present so "
    "backward backwards last latest recent previous preceding ultimo ultima ultimos ultimas pasados pasadas",
)
_SEASONS = rule(
    rf"\b(?:the\s|l[oa]s\s)?(?:last|past|previous|prior|latest|most recent|ultim[oa]s)\s(?P<number>{NUMBER})\s"
    rf"(?:(?:full|complete|whole)\s)?(?P<season>{either(SEASONS)}|school year)s\b",
    [*SEASONS, *(f"{season}s" for season in SEASONS), "school"],
)
_UP_TO_HERE = rule(
    r"\b(?:(?:(?:right |all the way )?up (?:to|until|till|through)|until|through|thru|as of)\s(?:and including\s)?"
    r"(?:the\s)?(?:very\s)?(?:date|day)\s(?:of|on)\s(?:this|my|the present)\s"
    r"(?:letter|request|e-?mail|mail|message|note|writing)"
    r"|(?:up (?:to|until|till)|hasta)\s(?:today(?!'s)|now|the present(?: day)?|hoy|la fecha|el dia de hoy))\b",
    "date day today now present hoy fecha",
)
_LAST_TIME = rule(
    r"\b(?:since|from)\s(?:about\s)?(?:this (?:time|day|date|month) last (?P<unit>year|month)|"
    r"(?P<unit2>a year) ago (?:today|now))\b",
    "since from",
)
_AND_A_HALF = rule(
    r"\b(?:the\s)?(?:last|past)\s(?P<unit>year|month) and a half\b"
    r"|\b(?:a|one)\s(?P<unit2>year|month) and a half (?:back|of (?:data|records|history)|worth)\b|"
    r"\bultimo ano y medio\b",
    "half medio",
)
_BACK = rule(
    rf"\b(?:going back|go back|goes back|back|for|covering|over)\s(?:about\s|at least\s|"
    rf"the\s)?{_COUNT}(?P<whole>(?:full|calendar|fiscal)\s)?{_UNIT}(?=\s(?:back|ago|"
    rf"of (?:data|records|history)))"
    rf"|\b(?:going back|goes back|go back|reaching back|reach back|stretching back)\s(?:about\s|at least\s|the\s)?"
    rf"(?P<number2>{NUMBER})\s(?P<unit2>year|decade|"
    rf"month|week)s?\b",
    "back go goes going reach reaching stretching for covering over",
    UNITS,
)
_TO_TODAY = rule(
    rf"\b(?:the\s)?(?:(?P<number>{NUMBER})\s)?(?P<unit>year|month|week|day)s?\s"
    r"(?:(?:up to|ending|until|through|back from)\s(?:today|now)"
    r"|(?:immediately\s)?(?:before|preceding|prior to|leading up to|up to)\s(?:the date of\s)?"
    r"(?:this|my|the present)\s(?:letter|request|e-?mail|message|note|writing))\b",
    "today now letter request email mail message note writing",
    UNITS,
)
_SINCE_AGO = rule(
    rf"\b(?:since|from)\s(?P<number>{NUMBER})\s(?P<unit>year|month|week|day)s?\sago\b"
    rf"|\bdesde hace\s(?P<number2>{NUMBER})\s(?P<unit2>ano|mes|semana|dia)(?:e?s)?\b"
    rf"|\b(?:de\s)?hace\s(?P<number3>{NUMBER})\s(?P<unit3>ano|mes|semana)(?:e?s)?\s(?:para aca|a la fecha)\b",
    "ago hace",
)
_SINCE_DAY = rule(
    rf"\b(?:since|desde)\s(?:last\s|this past\s|el\s(?:pasado\s)?)?(?:(?P<weekday>{either(WEEKDAYS)})(?!\w)"
    r"(?!\s(?:is|was|we|i)\b))?"
    r"(?:(?:,?\s|(?<=\s))(?:(?:the|el)\s)?(?P<number>[12]?\d|3[01])(?:st|nd|rd|th)?(?![\w/-]|\s(?:years?|"
    r"months?|de)))?",
    "since desde",
)
_AROUND = re.compile(
    rf"\b(?:the\s|los\s|las\s|el\s)?(?:(?P<number>{NUMBER})[\s-])?(?:full\s|whole\s|calendar\s)?"
    r"(?P<unit>day|week|month|year|quarter|decade|dia|semana|mes|ano|trimestre|decada)(?:e?s)?\s"
    r"(?:immediately\s|just\s|right\s)?(?:that\s|which\s|que\s)?"
    r"(?:(?P<ended>ended|ending|ends|end|terminados?|up to and including|running up to|up to|"
    r"leading up to|up until|until|through|to|hasta)"
    r"|(?P<before>before|prior to|preceding|antes de|anteriores a|previos a)"
    r"|(?P<either>(?:on )?(?:either|each|both) sides? of|before and after)|(?P<after>after|following|"
    r"despues de)|(?P<starting>starting|beginning|that began|from|"
    r"a partir de))\s"
    r"(?:(?:on|in|with|at|en|el|the)\s){0,2}$"
)


def relative_periods(seen: Scan, today: date, fiscal: int) -> Iterator[Candidate]:
    """Every stretch of the text that names a period by its length back from `today`."""
    for found in _ROLLING.finditer(seen):
        whole = (found["whole"] or found["after"] or "").strip()
        half = bool(found["half"] or found["plus"])
        if period := _rolled(number_of(found["number"]), found["unit"], whole, today, fiscal, half=half):
            yield Candidate(found.start(), found.end(), period, 6)
    for found in _AND_A_HALF.finditer(seen):
        if period := _rolled(1, found["unit"] or found["unit2"] or "year", "", today, fiscal, half=True):
            yield Candidate(found.start(), found.end(), period, 6)
    for found in _BACK.finditer(seen):
        number, unit = found["number"] or found["number2"], found["unit"] or found["unit2"]
        whole = (found["whole"] or "").strip()
        if period := _rolled(number_of(number), unit, whole, today, fiscal):
            yield Candidate(found.start(), found.end(), period, 5)
    for found in _TO_TODAY.finditer(seen):
        if period := _rolled(number_of(found["number"] or "1"), found["unit"], "", today, fiscal):
            yield Candidate(found.start(), found.end(), period, 5)
    for found in _LENGTH.finditer(seen):
        if period := _rolled(_first(found, "number", 1), _group(found, "unit"), "", today, fiscal):
            yield Candidate(found.start(), found.end(), period, 3, relative=True)
    for found in _SEASONS.finditer(seen):
        if period := _seasons(number_of(found["number"]), found["season"], today):
            yield Candidate(found.start(), found.end(), period, 6)
    for found in _UP_TO_HERE.finditer(seen):
        yield Candidate(found.start(), found.end(), Period(None, today), 1, relative=True)
    for found in _LAST_TIME.finditer(seen):
        back = 1 if found["unit"] == "month" else 12
        yield Candidate(found.start(), found.end(), Period(shifted(today, -back), None), 5)
    for found in _SINCE_AGO.finditer(seen):
        if period := _ago(found, today, fiscal):
            yield Candidate(found.start(), found.end(), Period(period.start, None), 5)
    for found in _SINCE_DAY.finditer(seen):
        weekday = WEEKDAYS[found["weekday"]] if found["weekday"] else None
        number = int(found["number"] or 0)
        if (weekday is not None or number) and (day := weekday_behind(weekday, number, today)):
            yield Candidate(found.start(), found.end(), Period(day, None), 4)


def _group(found: re.Match[str], name: str) -> str:
    """The text of whichever of the numbered groups of such a name has matched."""
    told = (text for key, text in found.groupdict().items() if key.startswith(name) and text)
    return next(told, "").strip()


def _first(found: re.Match[str], name: str, default: int) -> int:
    return number_of(_group(found, name)) or default


def _seasons(count: int, season: str, today: date) -> Period | None:
    """So many seasons, or school years, the last of which lies behind."""
    if not 0 < count < 100:
        return None
    at = school_span if season == "school year" else lambda year: season_span(season, year)
    year = next(year for year in range(today.year, today.year - 3, -1) if at(year).last < today)
    return Period(at(year - count + 1).first, at(year).last)


def _ago(found: re.Match[str], today: date, fiscal: int) -> Period | None:
    return _rolled(number_of(_group(found, "number")), _group(found, "unit"), "", today, fiscal)


def _rolled(
    count: int, unit: str, whole: str, today: date, fiscal: int, *, half: bool = False
) -> Period | None:
    if not 0 < count < 400:
        return None
    if unit in ("year", "yr", "ano", "decade", "decada"):
        count *= 10 if unit.startswith("dec") else 1
        if whole.startswith("fiscal"):
            ended = running_fiscal_year(today, fiscal).first - timedelta(days=1)
            return Period(shifted(ended + timedelta(days=1), -12 * count), ended)
        if whole == "school":
            july = today.year - (today.month < 7)
            return Period(date(july - count, 8, 1), date(july, 6, 30))
        if whole:
            return Period(date(today.year - count, 1, 1), date(today.year - 1, 12, 31))
        return Period(shifted(today, -12 * count - 6 * half), today) if count < 200 else None
    if unit in ("month", "mo", "mes", "quarter", "trimestre", "semestre"):
        months = count * {"quarter": 3, "trimestre": 3, "semestre": 6}.get(unit, 1)
        if whole:
            first = today.replace(day=1)
            return Period(shifted(first, -months), first - timedelta(days=1))
        return Period(shifted(today, -months), today)
    weeks = {"week": 7, "semana": 7, "fortnight": 14}
    return Period(today - timedelta(days=count * weeks.get(unit, 1)), today)


def around_points(seen: Scan, points: list[Point]) -> Iterator[Candidate]:
    """Periods told by their length and a point: "the three years before 2020", "the 12 months ending June 30"."""
    if seen.words.isdisjoint(UNITS):
        return
    for point in points:
        floor = max(0, point.start - 70)
        found = _AROUND.search(seen.text[floor : point.start])
        count = number_of(found["number"] or "1") if found else 0
        far = 40 if found and found["unit"].startswith("dec") else 400
        if found is None or not 0 < count < far:
            continue
        if (
            found["unit"] in ("year", "month", "day", "week", "dia")
            and not found["number"]
            and not found["ended"]
        ):
            continue
        first, last = _stretch(found, count, point)
        if first <= last:
            yield Candidate(floor + found.start(), point.end, Period(first, last), 6)


def _stretch(found: re.Match[str], count: int, point: Point) -> tuple[date, date]:
    span, one_day = point.span, timedelta(days=1)
    if found["ended"]:
        end = span.last
    elif found["either"]:
        first = _later(span.first, -count, found["unit"])
        return first, _later(span.last + one_day, count, found["unit"]) - one_day
    elif found["before"]:
        end = span.first - one_day
    else:
        start = span.first if found["starting"] else span.last + one_day
        return start, _later(start, count, found["unit"]) - one_day
    return _later(end + one_day, -count, found["unit"]), end


def _later(day: date, count: int, unit: str) -> date:
    sizes = {"month": 1, "mes": 1, "quarter": 3, "trimestre": 3, "year": 12, "ano": 12} | {
        "decade": 120,
        "decada": 120,
    }
    months = sizes.get(unit)
    if months:
        return shifted(day, months * count)
    return day + timedelta(days=count * (7 if unit in ("week", "semana") else 1))
