"""How dates, money, periods and lists are written out, in the words of one language.

The words are data: `templates/<language>/words.toml`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from intake.request.model import Period

_PLACE = re.compile(r"\{(\w+)\}")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DateWords(_Section):
    """Names of months and weekdays (Monday first), and the order in which a date is written."""

    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    weekdays: Annotated[tuple[str, ...], Field(min_length=7, max_length=7)]
    day: str
    day_of_week: str
    month_of_year: str
    moment: str
    halves: tuple[str, str] = ("am", "pm")


class PeriodWords(_Section):
    """Spans of time."""

    all: str
    current: str
    between: str
    since: str
    until: str


class ListWords(_Section):
    """How the last entry of a list is joined to the others."""

    two: str
    many: str
    more: str


class NumberWords(_Section):
    """Money, durations and sizes."""

    thousands: str
    decimal: str
    money: str
    other_money: str
    hours: str
    minutes: str
    per_hour: str
    megabytes: str


class Words(_Section):
    """One language's words.toml."""

    dates: DateWords
    periods: PeriodWords
    lists: ListWords
    numbers: NumberWords
    names: Mapping[str, str] = {}

    def name(self, key: str) -> str:
        """What a short name of the program is called, or the name itself with spaces."""
        return self.names.get(key, key.replace("_", " "))


def day(words: Words, value: date) -> str:
    """March 12, 2026."""
    return _filled(words.dates.day, _date_parts(words, value))


def day_of_week(words: Words, value: date) -> str:
    """Thursday, March 12, 2026."""
    return _filled(words.dates.day_of_week, _date_parts(words, value))


def moment(words: Words, value: datetime) -> str:
    """March 12, 2026 at 7:30 am, in the time zone that `value` carries."""
    clock = {
        "hour": f"{value:%H}",
        "hour12": str(value.hour % 12 or 12),
        "minute": f"{value:%M}",
        "half": words.dates.halves[value.hour >= 12],
    }
    return _filled(words.dates.moment, _date_parts(words, value) | clock)


def period(words: Words, value: Period) -> str:
    """A span in its shortest exact form: years where it is whole years, months where whole months."""
    if value.whole:
        return words.periods.current if value.whole == "current" else words.periods.all
    if value.start is None and value.end is None:
        return words.periods.all
    start, end = value.start, value.end
    years = (not start or (start.month, start.day) == (1, 1)) and (
        not end or (end.month, end.day) == (12, 31)
    )
    months = (not start or start.day == 1) and (not end or _ends_month(end))
    pattern = "{year}" if years else words.dates.month_of_year if months else words.dates.day
    parts = {
        "start": _filled(pattern, _date_parts(words, start)) if start else "",
        "end": _filled(pattern, _date_parts(words, end)) if end else "",
    }
    if start is None:
        return _filled(words.periods.until, parts)
    if end is None:
        return _filled(words.periods.since, parts)
    return parts["start"] if parts["start"] == parts["end"] else _filled(words.periods.between, parts)


def money(words: Words, cents: int, currency: str = "USD") -> str:
    """Whole cents with two decimals: $1,234.50; a credit carries a minus sign before the currency."""
    whole, rest = divmod(abs(cents), 100)
    amount = f"{whole:,}".replace(",", words.numbers.thousands) + f"{words.numbers.decimal}{rest:02}"
    pattern = words.numbers.money if currency == "USD" else words.numbers.other_money
    return _filled(pattern, {"minus": "-" if cents < 0 else "", "amount": amount, "currency": currency})


def duration(words: Words, minutes: int) -> str:
    """2 h 30 min, with a minus sign where it is taken off; nothing for nothing."""
    hours, rest = divmod(abs(minutes), 60)
    numbers = words.numbers
    parts = []
    if hours:
        parts.append(_filled(numbers.hours, {"number": str(hours)}))
    if rest:
        parts.append(_filled(numbers.minutes, {"number": str(rest)}))
    return ("-" if minutes < 0 else "") + " ".join(parts)


def hourly_rate(words: Words, cents: int, currency: str = "USD") -> str:
    """$18.00 an hour."""
    return _filled(words.numbers.per_hour, {"money": money(words, cents, currency)})


def size(words: Words, octets: int) -> str:
    """Whole megabytes of a million octets, rounded up."""
    return _filled(words.numbers.megabytes, {"number": str(-(-octets // 1_000_000))})


def listing(words: Words, items: Sequence[str], most: int = 12) -> str:
    """One, two and three; what exceeds `most` is counted."""
    shown = [item for item in items if item]
    if len(shown) > most:
        rest = _filled(words.lists.more, {"number": str(len(shown) - most + 1)})
        shown = [*shown[: most - 1], rest]
    if len(shown) < 2:
        return "".join(shown)
    pattern = words.lists.two if len(shown) == 2 else words.lists.many
    return _filled(pattern, {"head": ", ".join(shown[:-1]), "last": shown[-1]})


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), pattern)


def _date_parts(words: Words, value: date) -> dict[str, str]:
    return {
        "weekday": words.dates.weekdays[value.weekday()],
        "month": words.dates.months[value.month - 1],
        "day": str(value.day),
        "year": str(value.year),
    }


def _ends_month(value: date) -> bool:
    return value.day == calendar.monthrange(value.year, value.month)[1]
