"""Words of the calendar as days: points such as "March 2022", "Q2 2024" or "FY23" become spans.

Patterns work on folded text (lower case, no accents); each alternative is of bounded length. The fiscal year
begins in a month that is an argument: in North Carolina FY2023 is 1 July 2022 to 30 June 2023
(G.S. 159-8(b)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene",
            "february feb febrero",
            "march mar marzo",
            "april apr abril abr",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto ago",
            "september sept sep septiembre setiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre dic",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lunes",
            "tuesday tues tue martes",
            "wednesday wed weds miercoles",
            "thursday thurs thur thu jueves",
            "friday fri viernes",
            "saturday sat sabado",
            "sunday sun domingo",
        )
    )
    for name in names.split()
}
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one un una uno a an",
            "two dos",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve doce",
        ),
        1,
    )
    for word in words.split()
} | {"fifteen": 15, "eighteen": 18, "twenty": 20, "veinte": 20, "thirty": 30, "couple of": 2, "few": 3}

YEAR = r"(?:1[89]\d\d|20[0-4]\d)"
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
SEASONS = {
    "spring": (3, 5),
    "primavera": (3, 5),
    "summer": (6, 8),
    "verano": (6, 8),
    "fall": (9, 11),
    "autumn": (9, 11),
    "otono": (9, 11),
    "winter": (12, 2),
    "invierno": (12, 2),
}
SEASON = "(?:" + "|".join(SEASONS) + ")"
_ORDINAL = r"(?:1st|first|2nd|second|3rd|third|4th|fourth|last|primer|segundo|tercer|cuarto)"
_ORDINALS = {
    "1s": 1,
    "fi": 1,
    "2n": 2,
    "se": 2,
    "3r": 3,
    "th": 3,
    "4t": 4,
    "fo": 4,
    "la": 4,
    "pr": 1,
    "te": 3,
    "cu": 4,
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; `grain` is day, month, quarter, year, fiscal or season."""

    first: date
    last: date
    grain: str


# Ordered: the first alternative that matches at a place decides. Groups are named once each.
POINT = re.compile(
    r"(?<![\w/.#$-])(?:"
    rf"(?P<iso>{YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    rf"|(?P<us>(?:(?:1[0-2]|0?[1-9])[/.](?:3[01]|[12]\d|0?[1-9])|(?:3[01]|2\d|1[3-9])[/.](?:1[0-2]|0?[1-9]))[/.](?:{YEAR}|\d\d))(?!\d)"
    rf"|(?P<mdy>{MONTH}\s{{1,2}}(?:the\s)?{DAY},?\s{{1,3}}(?:of\s)?{YEAR})"
    rf"|(?P<dmy>{DAY}\s(?:of\s|de\s)?{MONTH},?\s(?:de\s|del\s)?{YEAR})"
    rf"|(?P<iso_month>{YEAR}-(?:0[1-9]|1[0-2]))(?![\d-])"
    rf"|(?P<us_month>(?:1[0-2]|0?[1-9])/{YEAR})(?!\d)"
    rf"|(?P<month>{MONTH},?\s{{1,2}}(?:of\s|de\s|del\s)?{YEAR})"
    rf"|(?P<quarter>(?:q[1-4]|{_ORDINAL}\s(?:quarter|trimestre))(?:,?\s|/)?(?:of\s|de\s|del\s|"
    rf"in\s)?(?:cy\s?|calendar\s(?:year\s)?)?{YEAR}|{YEAR}[\s-]?q[1-4])"
    rf"|(?P<half>{_ORDINAL}\s(?:half|semestre)\s(?:of\s|de\s|del\s){YEAR})"
    rf"|(?P<fiscal>(?:fy|fiscal(?:\syears?)?|ano\sfiscal)\s?'?(?:{YEAR}|"
    rf"\d\d)(?:\s?[-/]\s?(?:{YEAR}|\d\d))?(?:\sq[1-4])?|{YEAR}\s?[-/]\s?(?:{YEAR}|"
    rf"\d\d)\sfiscal\syear)(?!\d)"
    rf"|(?P<school>(?:school|academic)\syears?\s{YEAR}\s?[-/]\s?(?:{YEAR}|\d\d)|"
    rf"{YEAR}\s?[-/]\s?(?:{YEAR}|\d\d)\s(?:school|academic)\syear)"
    rf"|(?P<years>{YEAR}\s?[-/]\s?(?:{YEAR}|\d\d))(?![\d-])"
    rf"|(?P<season>{SEASON}\s(?:of\s|de\s|del\s)?{YEAR})"
    rf"|(?P<decade>(?:19|20)\d0'?s)"
    r"|(?P<short>'[0-3]\d(?!\w))"
    rf"|(?P<year>(?:cy\s?|calendar\s(?:year\s)?|(?:the\s)?year\s|(?:el\s)?ano\s)?{YEAR})(?!\d|-|'(?!s\b)|\s?%|/\d)"
    r")(?!\w)"
)
BARE = rf"(?:{MONTH}\s(?:{DAY})(?!\d)|{DAY}\s(?:of\s|de\s)?{MONTH}|{MONTH})"
BARE_MONTH_DAY = re.compile(
    rf"(?<![\w/])(?:(?P<md>{MONTH}\s{DAY})|(?P<dm>{DAY}\s(?:of\s|de\s)?{MONTH})|(?P<m>{MONTH}))(?!\w)"
)
_DECEMBER = 12
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(YEAR)
_MONTH = re.compile(rf"(?<![a-z]){MONTH}")


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def year_span(year: int) -> Span:
    """A calendar year."""
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def fiscal_span(year: int, start_month: int) -> Span:
    """The fiscal year that is named after `year`, the calendar year in which it ends."""
    if start_month == 1:
        return Span(date(year, 1, 1), date(year, 12, 31), "fiscal")
    return Span(date(year - 1, start_month, 1), month_end(year, start_month - 1), "fiscal")


def span_of(found: re.Match[str], fiscal_start: int) -> Span | None:
    """The days that a match of `POINT` names; None where there is no such day."""
    kind, text = found.lastgroup or "", found[0]
    try:
        return _READERS[kind](text, fiscal_start)
    except (ValueError, IndexError, KeyError):
        return None


def full_year(text: str) -> int:
    """A year written with two or four digits: 50 and above are of the last century."""
    number = int(text)
    return number if number > 99 else number + (1900 if number >= 50 else 2000)


def _iso(text: str, _: int) -> Span:
    day = date.fromisoformat(text)
    return Span(day, day, "day")


def _us(text: str, _: int) -> Span:
    month, day, year = (int(one) for one in _DIGITS.findall(text))
    if month > _DECEMBER:  # day first, where nothing else can be meant
        month, day = day, month
    found = date(full_year(str(year)), month, day)
    return Span(found, found, "day")


def month_number(text: str) -> int:
    """The month that a text names."""
    found = _MONTH.search(text)
    if found is None:
        raise ValueError(text)
    return MONTHS[found[0].rstrip(".")]


def _named_day(text: str, _: int) -> Span:
    year = int(_YEAR.findall(text)[-1])
    day = next(int(one) for one in _DIGITS.findall(text) if len(one) <= 2)
    found = date(year, month_number(text), day)
    return Span(found, found, "day")


def _month(text: str, _: int) -> Span:
    year = int(_YEAR.findall(text)[-1])
    month = (
        month_number(text)
        if _MONTH.search(text)
        else next(int(one) for one in _DIGITS.findall(text) if len(one) <= 2)
    )
    return Span(date(year, month, 1), month_end(year, month), "month")


def _quarter(text: str, _: int) -> Span:
    year = int(_YEAR.findall(text)[-1])
    named = re.search(r"q([1-4])", text)
    number = int(named[1]) if named else _ORDINALS[text[:2]]
    return Span(date(year, 3 * number - 2, 1), month_end(year, 3 * number), "quarter")


def _half(text: str, _: int) -> Span:
    year = int(_YEAR.findall(text)[-1])
    second = _ORDINALS[text[:2]] != 1
    return Span(
        date(year, 7 if second else 1, 1), date(year, 12, 31) if second else date(year, 6, 30), "half"
    )


def _fiscal(text: str, start: int) -> Span:
    named, _, quarter = text.partition(" q") if re.search(r"\sq[1-4]$", text) else (text, "", "")
    last = _DIGITS.findall(named)[-1]
    span = fiscal_span(full_year(last), start)
    if quarter:
        months = 3 * (int(quarter) - 1)
        month = (span.first.month - 1 + months) % 12 + 1
        year = span.first.year + (span.first.month - 1 + months) // 12
        span = Span(
            date(year, month, 1), month_end(year + (month + 1) // 12, (month + 1) % 12 + 1), "quarter"
        )
    return span


def _school(text: str, _: int) -> Span:
    year = int(_YEAR.findall(text)[0])
    return Span(date(year, 8, 1), date(year + 1, 6, 30), "school")


def season_span(season: str, year: int) -> Span:
    """A season by whole months (meteorological); a winter is named after the year in which it begins."""
    first, last = SEASONS[season]
    return Span(date(year, first, 1), month_end(year + (last < first), last), "season")


def _season(text: str, _: int) -> Span:
    return season_span(text.split(maxsplit=1)[0], int(_YEAR.findall(text)[-1]))


def _years(text: str, _: int) -> Span:
    """2019-2023, 2019-23 or 2021/22: both years whole, in their order."""
    first, last = _DIGITS.findall(text)
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if end < int(first):
        raise ValueError(text)
    return Span(date(int(first), 1, 1), date(end, 12, 31), "years")


def _decade(text: str, _: int) -> Span:
    year = int(text[:4])
    return Span(date(year, 1, 1), date(year + 9, 12, 31), "decade")


def _short_year(text: str, _: int) -> Span:
    return year_span(2000 + int(text[1:]))


def _one_year(text: str, _: int) -> Span:
    return year_span(int(_YEAR.findall(text)[-1]))


_READERS = {
    "iso": _iso,
    "us": _us,
    "mdy": _named_day,
    "dmy": _named_day,
    "iso_month": lambda text, _: Span(
        date(int(text[:4]), int(text[5:7]), 1), month_end(int(text[:4]), int(text[5:7])), "month"
    ),
    "us_month": _month,
    "month": _month,
    "quarter": _quarter,
    "half": _half,
    "fiscal": _fiscal,
    "school": _school,
    "years": _years,
    "season": _season,
    "decade": _decade,
    "short": _short_year,
    "year": _one_year,
}
