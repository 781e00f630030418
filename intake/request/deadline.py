"""The day by which they need it: a word of urgency with a day near, counted from the message's own date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from intake.request.calendar import (
    BARE_MONTH_DAY,
    MONTH,
    NUMBERS,
    POINT,
    WEEKDAYS,
    month_end,
    month_number,
    span_of,
)
from intake.request.model import Field, Finding
from intake.request.passage import Passage
from intake.request.wording import fold, phrases

READER = "deadline"
_REACH = 45  # characters between the word of urgency and the day
_CLOSE = 8
_BESIDE = 28  # characters between a weekday and the date that it introduces
_PLAIN = 3
_RANGE = re.compile(r"\s?(?:to|through|thru|until|al|a)\s(?:[a-z]{3,10}\s)?\d")
_STORY = 250  # characters between a day and what is counted from it
_WEEKDAY = re.compile(
    r"\b(?P<next>next |this |the coming |proximo |este )?(?P<day>" + "|".join(WEEKDAYS) + r")\b"
)
_END = re.compile(
    r"\b(?:the )?(?:end|close|fin|finales) (?:of|de) (?:(?:the|this|el|la|this coming|next|business) )?"
    r"(?P<unit>day|week|month|year|quarter|semana|mes|ano|"
    + BARE_MONTH_DAY.pattern.partition("(?P<m>")[2].rpartition(")(?!")[0].rstrip(")")
    + r")\b"
)
_WITHIN = re.compile(
    r"\b(?:within|in|inside of|over|en|dentro de) (?:the next |about |the |las proximas |"
    r"los proximos )?(?P<n>\d{1,3}|"
    + "|".join(sorted(NUMBERS, key=len, reverse=True))
    + r")(?:\s|-)(?P<kind>business |working |calendar )?(?P<unit>day|week|month|dia|semana|"
    r"mes)(?:e?s)?\b(?! ago)"
)
_MONTH_OUT = re.compile(r"\b(?P<month>[a-z]{3,9}) is out\b")
_ORDINAL = re.compile(
    r"\bthe (?P<n>[12]?\d|3[01])(?:st|nd|rd|th)\b(?! (?:of|century|grade|street|avenue|ave|st|floor))"
)
_SLASHED = re.compile(r"(?<![\d/.-])(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9])(?![\d/])")
_MIDDLE = re.compile(rf"\b(?:mid|middle of|mediados de)[ -](?P<month>{MONTH})(?!\w)")
_YEARS_END = re.compile(r"\b(?:year's end|end of year|year end|fin de ano)\b")
_BEFORE = re.compile(
    r"\b(?P<n>a|one|two|three|four|five|ten|a couple of|a few|\d{1,2})\s(?P<unit>day|week)s?\s"
    r"(?:before|ahead of|prior to|earlier than)\b(?:\s(?:that|then|it|this))?"
)
_TOMORROW = re.compile(r"\b(?:tomorrow|manana)\b(?! (?:night )?s)")


class DeadlineWords(BaseModel):
    """Section `[deadlines]`: what urges before a day, what is said after it, what makes it another's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    urgent: tuple[str, ...] = ()
    need: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    itself: tuple[str, ...] = ()
    not_ours: tuple[str, ...] = ()
    unhurried: tuple[str, ...] = ()
    correction: tuple[str, ...] = ()


def read_deadline(passage: Passage, words: DeadlineWords) -> Finding[date] | None:
    """The day by which they need it; None for "as soon as possible" or a day that has passed."""
    for line in passage.under(Field.DEADLINE):
        days = [day for day in _days(fold(line.value), passage.today) if day[2] >= passage.today]
        if days:
            start, end, day = min(days)
            return Finding(Field.DEADLINE, day, line.value[start:end], READER)
    return _in_prose(passage.prose, passage.today, words) or _in_prose(passage.text, passage.today, words)


def _in_prose(text: str, today: date, words: DeadlineWords) -> Finding[date] | None:
    """The day that is most plainly called for; of two alike the one that stands first."""
    folded = fold(text)
    named = [day for day in _days(folded, today) if day[2] >= today]
    days = _apart([*named, *_before(folded, named, today)])
    scored = [(_plainness(folded, start, end, words), -start, end, day) for start, end, day in days]
    best = max(scored, default=None)
    if best is None or best[0] < _PLAIN:
        return None
    return Finding(Field.DEADLINE, best[3], text[-best[1] : best[2]], READER)


def _before(folded: str, named: list[tuple[int, int, date]], today: date) -> Iterator[tuple[int, int, date]]:
    """Days told by their distance from one named before: "the hearing is on the 19th; a week before that"."""
    for found in _BEFORE.finditer(folded):
        near = [day for start, end, day in named if end <= found.start() and found.start() - start < _STORY]
        number = (
            int(found["n"])
            if found["n"].isdigit()
            else NUMBERS.get(found["n"].removeprefix("a ").removesuffix(" of"), 2)
        )
        if near and number:
            day = near[-1] - timedelta(days=number * (7 if found["unit"] == "week" else 1))
            if day > today:
                yield found.start(), found.end(), day


def _apart(days: list[tuple[int, int, date]]) -> list[tuple[int, int, date]]:
    """Days without those that only introduce the next one: "Friday" in "Friday, September 5"."""
    days.sort(key=lambda day: (day[0], -day[1]))
    kept: list[tuple[int, int, date]] = []
    for day in days:
        if kept and day[0] < kept[-1][1]:
            continue
        if kept and day[0] - kept[-1][1] <= _BESIDE and (day[2] - kept[-1][2]).days % 7 == 0:
            kept.pop()
        kept.append(day)
    return kept


def _plainness(folded: str, start: int, end: int, words: DeadlineWords) -> int:
    """How plainly a day is the one by which they need it: what urges before it, what is said after it."""
    clause = re.split(r"[.;!?]\s|\n\n", folded[max(0, start - 110) : start])[-1]
    after = re.split(r"[.;!?]\s|\n\n", folded[end : end + 70])[0]
    urgent = [found.end() for found in phrases(words.urgent).finditer(clause)]
    reach = len(clause) - urgent[-1] if urgent else _REACH + 1
    score = 2 * (reach <= _REACH) + (reach <= _CLOSE)
    score += 2 * (phrases(words.need).search(clause) is not None)
    score += 3 * (phrases(words.after).search(after) is not None)
    score += 3 * (phrases(words.itself).match(folded[start:end]) is not None)
    score += 4 * (phrases(words.correction).search(clause[-40:]) is not None and score > 0)
    if phrases(words.not_ours).search(clause[-50:]) or _RANGE.match(after):
        score -= 4
    if phrases(words.unhurried).search(folded[end : end + 110]):
        score -= 4
    return score


def _days(folded: str, today: date) -> Iterator[tuple[int, int, date]]:
    """Every day that the text names, with its place."""
    for found in POINT.finditer(folded):
        span = span_of(found, 7)
        if span is not None and span.grain == "day":
            yield found.start(), found.end(), span.last
    for found in BARE_MONTH_DAY.finditer(folded):
        if (day := _coming(found[0], today)) is not None and not re.match(
            r",?\s{1,2}(?:19|20)\d\d", folded[found.end() :][:8]
        ):
            yield found.start(), found.end(), day
    for found in _WEEKDAY.finditer(folded):
        ahead = (WEEKDAYS[found["day"]] - today.weekday() - 1) % 7 + 1
        yield found.start(), found.end(), today + timedelta(days=ahead)
    yield from _relative(folded, today)


def _relative(folded: str, today: date) -> Iterator[tuple[int, int, date]]:
    for found in _END.finditer(folded):
        if day := _end_of(found["unit"], today, following="next" in found[0]):
            yield found.start(), found.end(), day
    for found in _WITHIN.finditer(folded):
        number = int(found["n"]) if found["n"].isdigit() else NUMBERS.get(found["n"], 0)
        if number:
            yield found.start(), found.end(), _after(today, number, found["unit"], found["kind"] or "")
    for found in _MONTH_OUT.finditer(folded):
        if day := _end_of(found["month"], today, following=False):
            yield found.start(), found.end(), day
    for found in _ORDINAL.finditer(folded):
        number = int(found["n"])
        for ahead in (0, 1, 2):
            year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
            if number <= month_end(year, month + 1).day and date(year, month + 1, number) > today:
                yield found.start(), found.end(), date(year, month + 1, number)
                break
    for found in _SLASHED.finditer(folded):
        if (day := _month_day(int(found["m"]), int(found["d"]), today)) is not None:
            yield found.start(), found.end(), day
    for found in _MIDDLE.finditer(folded):
        if (day := _month_day(month_number(found["month"]), 15, today)) is not None:
            yield found.start(), found.end(), day
    for found in _YEARS_END.finditer(folded):
        yield found.start(), found.end(), date(today.year, 12, 31)
    for found in _TOMORROW.finditer(folded):
        yield found.start(), found.end(), today + timedelta(days=1)


def _month_day(month: int, number: int, today: date) -> date | None:
    """The next such day, today included; None where the calendar has none."""
    for year in (today.year, today.year + 1):
        if number <= month_end(year, month).day and date(year, month, number) >= today:
            return date(year, month, number)
    return None


def _coming(text: str, today: date) -> date | None:
    """The next such day of the year, today included; None for a month alone."""
    digits = re.findall(r"\d{1,2}", text)
    if not digits:
        return None
    return _month_day(month_number(text), int(digits[0]), today)


def _end_of(unit: str, today: date, *, following: bool) -> date | None:
    if unit == "day":
        return today
    if unit in ("week", "semana"):
        friday = today + timedelta(days=(4 - today.weekday()) % 7)
        return friday + timedelta(days=7) if following else friday
    if unit in ("year", "ano"):
        return date(today.year + following, 12, 31)
    if unit == "quarter":
        return month_end(today.year, 3 * ((today.month - 1) // 3) + 3)
    if unit in ("month", "mes"):
        year, month = divmod(today.year * 12 + today.month - 1 + following, 12)
        return month_end(year, month + 1)
    try:
        month = month_number(unit)
    except ValueError:
        return None
    return month_end(today.year + (month < today.month), month)


def _after(today: date, number: int, unit: str, kind: str) -> date:
    if unit in ("month", "mes"):
        year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
        return date(year, month + 1, min(today.day, month_end(year, month + 1).day))
    if unit in ("week", "semana"):
        return today + timedelta(weeks=number)
    day = today
    if not kind.startswith(("business", "working")):
        return day + timedelta(days=number)
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day
