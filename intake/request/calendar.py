"""Words of the calendar and its arithmetic: names of months and weekdays, numbers, spans of days.

Words are folded (lower case, no accents); common slips of the pen stand among the names. The fiscal year
begins in a month that is an argument: in North Carolina FY2023 is 1 July 2022 to 30 June 2023
(G.S. 159-8(b)).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from intake.request.alternatives import either


def _numbered(rows: Iterable[str], first: int = 1) -> dict[str, int]:
    return {name: number for number, names in enumerate(rows, first) for name in names.split()}


MONTHS = _numbered(
    (
        "january jan enero ene janvier janeiro janurary januray janary",
        "february feb febrero fevrier fevereiro febuary feburary februrary",
        "march mar marzo mars marhc",
        "april apr abril abr avril apirl arpil",
        "may mayo mai maio",
        "june jun junio juin junho",
        "july jul julio juillet julho",
        "august aug agosto aout agust augest",
        "september sept sep septiembre setiembre septembre setembro setember septmber septemeber spetember",
        "october oct octubre octobre outubro ocotber octuber",
        "november nov noviembre novembre novemeber novmber",
        "december dec diciembre dic decembre dezembro decemeber decmber",
    )
)
WEEKDAYS = _numbered(
    (
        "monday mon lunes lundi",
        "tuesday tues tue martes mardi teusday tuseday",
        "wednesday wed weds miercoles mercredi wensday wednsday wendesday",
        "thursday thurs thur thu jueves jeudi thrusday thursaday",
        "friday fri viernes vendredi firday",
        "saturday sat sabado samedi",
        "sunday sun domingo dimanche",
    ),
    first=0,
)
NUMBERS = _numbered(
    (
        "one un una uno a an",
        "two dos deux",
        "three tres trois",
        "four cuatro quatre",
        "five cinco cinq",
        "six seis",
        "seven siete",
        "eight ocho",
        "nine nueve",
        "ten diez dix",
        "eleven once",
        "twelve doce",
        "thirteen trece",
        "fourteen catorce",
        "fifteen quince",
        "sixteen dieciseis",
        "seventeen diecisiete",
        "eighteen dieciocho",
        "nineteen diecinueve",
    )
)
TENS = {
    word: 10 * tens
    for tens, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
NUMBERS |= TENS | {
    f"{word}{gap}{one}": tens + number
    for word, tens in TENS.items()
    for number, one in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], 1)
    for gap in "- "
}
NUMBERS |= {
    "veinte": 20,
    "veintiuno": 21,
    "veintiun": 21,
    "veinticuatro": 24,
    "treinta": 30,
    "treinta y seis": 36,
    "cuarenta": 40,
    "cuarenta y cinco": 45,
    "sesenta": 60,
    "noventa": 90,
    "half a dozen": 6,
    "a half dozen": 6,
    "half dozen": 6,
    "media docena de": 6,
    "a dozen": 12,
    "dozen": 12,
    "a hundred": 100,
    "a couple of": 2,
    "couple of": 2,
    "a couple": 2,
    "un par de": 2,
    "a few": 3,
    "few": 3,
    "unos pocos": 3,
}
ORDINALS = _numbered(
    (
        "first 1st primer primero primera 1er",
        "second 2nd segundo segunda 2do",
        "third 3rd tercer tercero tercera 3er",
        "fourth 4th cuarto cuarta",
        "fifth 5th quinto",
        "sixth 6th sexto",
        "seventh 7th",
        "eighth 8th",
        "ninth 9th",
        "tenth 10th decimo",
        "eleventh 11th",
        "twelfth 12th",
    )
) | {"last": -1, "final": -1, "ultimo": -1, "ultima": -1, "ultimos": -1, "ultimas": -1, "primeros": 1}
ORDINALS |= {"primeras": 1}

DAY_NUMBERS = {
    **{word: number for word, number in ORDINALS.items() if number > 0 and word.isalpha()},
    "uno": 1,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "twenty-first": 21,
    "twenty-second": 22,
    "twenty-third": 23,
    "twenty-fourth": 24,
    "twenty-fifth": 25,
    "thirtieth": 30,
    "thirty-first": 31,
}
WORDED_DAY = either(DAY_NUMBERS)
SPANISH_DAYS = _numbered(
    (
        *(
            "dos",
            "tres",
            "cuatro",
            "cinco",
            "seis",
            "siete",
            "ocho",
            "nueve",
            "diez",
            "once",
            "doce",
            "trece",
        ),
        *("catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno"),
        *(
            "veintidos",
            "veintitres",
            "veinticuatro",
            "veinticinco",
            "veintiseis",
            "veintisiete",
            "veintiocho",
        ),
        *("veintinueve", "treinta"),
    ),
    first=2,
) | {"treinta y uno": 31}
SPANISH_DAY = either(SPANISH_DAYS)

YEAR = r"(?:1[89]\d\d|20[0-4]\d)"
MONTH = either(MONTHS) + r"\.?"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th|\.?[\u00ba\u00b0]|\.o|ro|er)?"
NUMBER = rf"(?:\d{{1,3}}|{either(NUMBERS)})"
ORDINAL = either(ORDINALS)
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
SEASON = either(SEASONS)
DIGITS = re.compile(r"\d+")
_WORDED_DAY = re.compile(rf"\b(?:{WORDED_DAY}|{SPANISH_DAY})\b")
_YEAR = re.compile(rf"{YEAR}|(?<=')\d\d")
_MONTH = re.compile(rf"(?<![a-z]){MONTH}")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; `grain` is day, month, quarter, year, fiscal or season."""

    first: date
    last: date
    grain: str


def number_of(text: str) -> int:
    """The number that digits or a word tell; 0 for none."""
    return int(text) if text.isdigit() else NUMBERS.get(text, 0)


def full_year(text: str) -> int:
    """A year written with two or four digits: 50 and above are of the last century."""
    number = int(text)
    return number if number > 99 else number + (1900 if number >= 50 else 2000)


def years_in(text: str) -> list[int]:
    """The years of a text, "2023" or "'23"."""
    return [full_year(one) for one in _YEAR.findall(text)]


def month_number(text: str) -> int:
    """The month that a text names."""
    found = _MONTH.search(text)
    if found is None:
        raise ValueError(text)
    return MONTHS[found[0].rstrip(".")]


def day_number(text: str) -> int:
    """The number of a day that a text tells in words, "the eighth of may"."""
    found = _WORDED_DAY.search(text)
    if found is None:
        raise ValueError(text)
    return DAY_NUMBERS.get(found[0]) or SPANISH_DAYS[found[0]]


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def shifted(day: date, months: int) -> date:
    """The day so many months later, or earlier; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def day_span(day: date) -> Span:
    """A single day."""
    return Span(day, day, "day")


def month_span(year: int, month: int) -> Span:
    """A whole month."""
    return Span(date(year, month, 1), month_end(year, month), "month")


def quarter_span(year: int, number: int) -> Span:
    """A quarter of the calendar year."""
    return Span(date(year, 3 * number - 2, 1), month_end(year, 3 * number), "quarter")


def year_span(year: int) -> Span:
    """A calendar year."""
    return Span(date(year, 1, 1), date(year, 12, 31), "year")


def fiscal_span(year: int, start_month: int) -> Span:
    """The fiscal year that is named after `year`, the calendar year in which it ends."""
    if start_month == 1:
        return Span(date(year, 1, 1), date(year, 12, 31), "fiscal")
    return Span(date(year - 1, start_month, 1), month_end(year, start_month - 1), "fiscal")


def running_fiscal_year(today: date, start_month: int) -> Span:
    """The fiscal year in which a day lies."""
    later = start_month > 1 and today.month >= start_month
    return fiscal_span(today.year + later, start_month)


def school_span(year: int) -> Span:
    """The school year that begins in August of a year."""
    return Span(date(year, 8, 1), date(year + 1, 6, 30), "school")


def season_span(season: str, year: int) -> Span:
    """A season by whole months (meteorological); a winter is named after the year in which it begins."""
    first, last = SEASONS[season]
    return Span(date(year, first, 1), month_end(year + (last < first), last), "season")


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The first, second … Monday of a month; -1 is the last one."""
    if number > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    last = month_end(year, month)
    return last - timedelta(days=(last.weekday() - weekday) % 7)
