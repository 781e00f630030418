"""Points of the calendar that carry their year: "March 2022", "Q2 2024", "FY23", "3/1/24", "winter of 2023-24".

Patterns work on folded text; each alternative is of bounded length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from intake.request.alternatives import either
from intake.request.calendar import (
    DAY,
    DAY_NUMBERS,
    DIGITS,
    MONTH,
    MONTHS,
    ORDINAL,
    ORDINALS,
    SEASON,
    SEASONS,
    SPANISH_DAY,
    SPANISH_DAYS,
    TENS,
    WORDED_DAY,
    YEAR,
    Span,
    day_number,
    day_span,
    fiscal_span,
    full_year,
    month_end,
    month_number,
    month_span,
    quarter_span,
    school_span,
    season_span,
    shifted,
    year_span,
    years_in,
)
from intake.request.holidays import HOLIDAY, HOLIDAY_OPENS, holiday


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of text that names days.

    `place` tells where they lie in a given year, for words that do not say the year; `span` is then the
    latest that lies behind. `running`: it still goes on; `near`: it counts from the message's day.
    """

    start: int
    end: int
    span: Span
    place: Callable[[int], Span | None] | None = None
    running: bool = False
    near: bool = False


_Y = rf"(?:{YEAR}|'\d\d)"
_OF = r"(?:of\s|de\s|del\s)?"
_AND_SHORT = r"(?:(?:,\s?(?:and\s|y\s)?|\s(?:and|y|&|to|through|thru)\s)'?\d\d(?!\w|[/-]\d))"
_PAIR = rf"{YEAR}\s?[-/]\s?(?:{YEAR}|\d\d)"
_FISCAL = (
    r"(?:fys?|budget\syears?|fiscal(?:\syears?)?|anos?\sfiscal(?:es)?|"
    r"ejercicios?\s(?:fiscal(?:es)?)?)"
)
_SCHOOL = r"(?:(?:school|academic)\syears?|sy|(?:ano|ciclo|curso)\s(?:escolar|academico|lectivo))"
# The ordinals of quarters and weeks are no days: "March, first week".
WORDED_MONTH_DAY = (
    rf"(?:{MONTH}(?<!\.)\s(?:the\s)?{WORDED_DAY}(?!-|\s(?:quarter|half|week|weekend|term|semester|grade)|\w)"
    rf"|(?:(?:the|el)\s)?(?:{WORDED_DAY}\s(?:of|de)|{SPANISH_DAY}\sde)\s{MONTH})"
)
# What may stand right before: no word, no number; a dash only within "3/1/24-6/30/24" or "Jan-Mar 2024".
BOUNDARY = (
    r"(?:(?<![\w/.#$-])|(?<=\d-)(?=\d\d?/\d\d?/\d|\d\d?/\d{4}(?!\d)|q[1-4]|fy|'\d|[a-z]{3})|(?<=[a-z]-)(?=[a-z]{3})|"
    r"(?<=[a-z]\.-)(?=[a-z]{3})|(?<=--)|(?<=\bpre-)|(?<=\bmid-)|(?<=\bpost-))"
)


def opening_with(*words: str) -> str:
    """What looks ahead for a figure or one of the words: it rules out at once most places of a text."""
    return rf"(?<!\w)(?=['\d]|{either(words)})"


_OPENS = opening_with(
    *MONTHS,
    *SEASONS,
    *ORDINALS,
    *DAY_NUMBERS,
    *SPANISH_DAYS,
    *HOLIDAY_OPENS,
    *("q", "fy", "sy", "cy", "the", "el", "year", "calendar", "fiscal", "budget", "school", "academic"),
    *("ano", "ejercicio", "ciclo", "curso", "early", "late", "mid"),
)
# Ordered: the first alternative that matches at a place decides. Groups are named once each.
POINT = re.compile(
    _OPENS + BOUNDARY + r"(?:"
    rf"(?P<iso>{YEAR}[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01]))"
    rf"|(?P<us>(?:(?:1[0-2]|0?[1-9])[/.](?:3[01]|[12]\d|0?[1-9])|(?:3[01]|2\d|1[3-9])[/.](?:1[0-2]|"
    rf"0?[1-9]))[/.](?:{YEAR}|\d\d))(?!\d)"
    rf"|(?P<us_dashed>(?:1[0-2]|0?[1-9])-(?:3[01]|[12]\d|0?[1-9])-(?:{YEAR}|[12]\d(?![\d-])))"
    rf"|(?P<days>{MONTH}\s{DAY}(?:\s?-{{1,2}}\s?|\s(?:to|through|thru|and|until)\s)(?:the\s)?{DAY},?\s{_Y}"
    rf"|{DAY}\s(?:al|a|y|to|through|-)\s{DAY}\s(?:de\s)?{MONTH},?\s{_OF}{_Y})"
    rf"|(?P<mdy>{MONTH}\s{{1,2}}(?:the\s)?{DAY},?\s{{1,3}}(?:of\s)?{_Y})"
    rf"|(?P<worded>{WORDED_MONTH_DAY},?\s{{1,2}}(?:of\s|de\s|del\s)?{_Y})"
    rf"|(?P<dmy>{DAY}\s(?:of\s|de\s)?{MONTH},?\s(?:de\s|del\s)?{_Y})"
    rf"|(?P<dashed>{DAY}-{MONTH}-(?:{YEAR}|\d\d))"
    rf"|(?P<iso_month>{YEAR}-(?:0[1-9]|1[0-2]))(?![\d-])"
    rf"|(?P<us_month>(?:1[0-2]|0?[1-9])/{YEAR})(?!\d)"
    rf"|(?P<month>{MONTH},?\s{{1,2}}(?:of\s|de\s|del\s|del?\sano\s)?{_Y}|{MONTH}-{_Y})"
    rf"|(?P<quarter>(?:q[1-4]|{ORDINAL}\s(?:quarters?|qtrs?\.?|trimestre))(?:,?\s|/)?(?:of\s|de\s|del\s|"
    rf"in\s)?(?:cy\s?|calendar\s(?:year\s)?)?{_Y}|{YEAR}[\s-]?q[1-4])"
    rf"|(?P<quarter_first>[1-4]q[\s-]?'?(?:{YEAR}|\d\d)(?!\d))"
    rf"|(?P<fiscal_quarter>q[1-4]\s{_OF}{_FISCAL}\s?'?(?:{YEAR}|\d\d)(?!\d))"
    rf"|(?P<ending>(?:the\s)?(?:fiscal\syear|fye?)\s(?:that\s)?(?:end(?:ing|ed|s)\s)?(?:in\s|"
    rf"on\s)?(?:{MONTH}\s(?:{DAY},?\s)?)?{YEAR})(?!\s?[-/]\s?\d)"
    rf"|(?P<shorts>(?:{SEASON}s|{_FISCAL})\s?{_OF}'?\d\d{_AND_SHORT}{{1,6}})"
    rf"|(?P<fiscal>{_FISCAL}\s?'?(?:{YEAR}|"
    rf"\d\d)(?:\s?[-/]\s?(?:{YEAR}|\d\d)(?![/\d]))?(?:\sq[1-4])?|(?:{_PAIR}|{YEAR})\s(?:fiscal|"
    rf"budget)\syear)(?!\d)"
    rf"|(?P<school>{_SCHOOL}\s?(?:{_PAIR}|\d\d[-/]\d\d)|{_PAIR}\s(?:school|academic)\syear)(?!\d)"
    rf"|(?P<seasons>{SEASON}s?\s{_OF}{_PAIR})(?!\d)"
    rf"|(?P<years>{_PAIR})(?![\d-])"
    rf"|(?P<semester>(?:fall|autumn|spring)\s(?:semester|term)\s{_OF}{_Y})"
    rf"|(?P<season>{SEASON}s?,?\s{_OF}{_Y})"
    rf"|(?P<holiday>{HOLIDAY},?\s{_OF}{_Y})"
    rf"|(?P<decade>(?:19|20)\d0'?s|(?:(?:early|late|mid)[ -]|the\s)'?[5-9]0s"
    r"|the\s(?:(?:early|late|mid)[ -])?(?:fifties|sixties|seventies|eighties|nineties))"
    r"|(?P<short>'[0-3]\d(?!\w))"
    rf"|(?P<year>(?:cy\s?|calendar\s(?:years?\s)?|(?:the\s)?year\s|(?:el\s)?ano\s)?{YEAR})"
    r"(?!\d|-(?!-|\s|present|now|today|current)|'(?!s\b)|\s?%|/\d)"
    r")(?!\w)"
)


_NAMED_MONTH = re.compile(either(MONTHS))
_MONTH_WITHIN = re.compile(rf"\s({MONTH})\s")


def dated_points(folded: str, fiscal_start: int) -> Iterator[Point]:
    """Every point that carries its year."""
    for found in POINT.finditer(folded):
        try:
            span = _READERS[found.lastgroup or ""](found[0], fiscal_start)
        except (ValueError, IndexError, KeyError):
            continue
        yield Point(found.start(), found.end(), span)


def _days_of_month(text: str) -> list[int]:
    """The numbers of one or two digits that are no year."""
    return [int(one) for one in re.findall(r"(?<![\d'])\d{1,2}(?!\d)", text)]


def _iso(text: str, _: int) -> Span:
    return day_span(date(*(int(one) for one in DIGITS.findall(text))))


def _us(text: str, _: int) -> Span:
    month, day, year = (int(one) for one in DIGITS.findall(text))
    if month > len(set(MONTHS.values())):  # day first, where nothing else can be meant
        month, day = day, month
    return day_span(date(full_year(str(year)), month, day))


def _named_day(text: str, _: int) -> Span:
    return day_span(date(years_in(text)[-1], month_number(text), _days_of_month(text)[0]))


def _named_days(text: str, _: int) -> Span:
    year, month, days = years_in(text)[-1], month_number(text), _days_of_month(text)
    return Span(date(year, month, days[0]), date(year, month, days[1]), "days")


def _dashed(text: str, _: int) -> Span:
    day, *_rest, year = DIGITS.findall(text)
    return day_span(date(full_year(year), month_number(text), int(day)))


def _month(text: str, _: int) -> Span:
    named = _NAMED_MONTH.match(text)
    return month_span(years_in(text)[-1], month_number(text) if named else _days_of_month(text)[0])


def _quarter_number(text: str) -> int:
    named = re.search(r"q([1-4])", text)
    number = int(named[1]) if named else ORDINALS[text.split(maxsplit=1)[0]]
    return number if 1 <= number <= 4 else 4


def _quarter(text: str, _: int) -> Span:
    return quarter_span(years_in(text)[-1], _quarter_number(text))


def _fiscal(text: str, start: int) -> Span:
    named, _, quarter = text.partition(" q") if re.search(r"\sq[1-4]$", text) else (text, "", "")
    first, last = (full_year(year) for year in (DIGITS.findall(named)[0], DIGITS.findall(named)[-1]))
    span = fiscal_span(last, start)
    if first < last - 1:  # "FY22-24" is three years, "FY23-24" is one
        return Span(fiscal_span(first, start).first, span.last, "fiscal")
    return _part(span, int(quarter)) if quarter else span


def _part(fiscal: Span, quarter: int) -> Span:
    first = shifted(fiscal.first, 3 * (quarter - 1))
    last = shifted(first, 2)
    return Span(first, month_end(last.year, last.month), "quarter")


def _fiscal_quarter(text: str, start: int) -> Span:
    return _part(fiscal_span(full_year(DIGITS.findall(text)[-1]), start), _quarter_number(text))


def _ending(text: str, start: int) -> Span:
    """A fiscal year that is told by its last day: twelve months up to then, where a month is named."""
    year, named = years_in(text)[-1], _MONTH_WITHIN.search(text)
    if named is None:
        return fiscal_span(year, start)
    last = month_end(year, month_number(named[1]))
    return Span(shifted(last.replace(day=1), -11), last, "fiscal")


def _school(text: str, _: int) -> Span:
    return school_span(full_year(DIGITS.findall(text)[0]))


def _semester(text: str, _: int) -> Span:
    year = years_in(text)[-1]
    if text.startswith("spring"):
        return Span(date(year, 1, 1), date(year, 5, 31), "semester")
    return Span(date(year, 8, 1), date(year, 12, 31), "semester")


def _season(text: str, _: int) -> Span:
    season = re.match(SEASON, text)
    assert season is not None
    return season_span(season[0], years_in(text)[-1])


def _seasons(text: str, _: int) -> Span:
    season = re.match(SEASON, text)
    assert season is not None
    return season_span(season[0], years_in(text)[0])


def _holiday(text: str, _: int) -> Span:
    name = re.match(HOLIDAY, text)
    day = holiday(name[0], years_in(text)[-1]) if name else None
    if day is None:
        raise ValueError(text)
    return day_span(day)


def _shorts(text: str, start: int) -> Span:
    """Years that are told by two digits, one after the other: "the summers of 23, 24", "FY22, 23 and 24"."""
    years = [full_year(year) for year in DIGITS.findall(text)]
    season = re.match(SEASON, text)
    spans = [season_span(season[0], year) if season else fiscal_span(year, start) for year in years]
    if years != sorted(years):
        raise ValueError(text)
    return Span(spans[0].first, spans[-1].last, "season" if season else "fiscal")


def _years(text: str, _: int) -> Span:
    """2019-2023, 2019-23 or 2021/22: both years whole, in their order."""
    first, last = DIGITS.findall(text)
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if end < int(first):
        raise ValueError(text)
    return Span(date(int(first), 1, 1), date(end, 12, 31), "years")


def _decade(text: str, _: int) -> Span:
    figures = DIGITS.findall(text)
    year = (
        full_year(figures[-1]) if figures else 1900 + TENS[re.split(r"[ -]", text)[-1].replace("ties", "ty")]
    )
    return Span(date(year, 1, 1), date(year + 9, 12, 31), "decade")


_READERS: dict[str, Callable[[str, int], Span]] = {
    "iso": _iso,
    "us": _us,
    "us_dashed": _us,
    "days": _named_days,
    "mdy": _named_day,
    "dmy": _named_day,
    "worded": lambda text, _: day_span(date(years_in(text)[-1], month_number(text), day_number(text))),
    "shorts": _shorts,
    "dashed": _dashed,
    "iso_month": lambda text, _: month_span(int(text[:4]), int(text[5:7])),
    "us_month": _month,
    "month": _month,
    "quarter": _quarter,
    "quarter_first": lambda text, _: quarter_span(full_year(DIGITS.findall(text)[-1]), int(text[0])),
    "fiscal_quarter": _fiscal_quarter,
    "ending": _ending,
    "fiscal": _fiscal,
    "school": _school,
    "seasons": _seasons,
    "years": _years,
    "semester": _semester,
    "season": _season,
    "holiday": _holiday,
    "decade": _decade,
    "short": lambda text, _: year_span(2000 + int(text[1:])),
    "year": lambda text, _: year_span(years_in(text)[-1]),
}
