"""Which period the data shall cover: a grammar over folded text, read from the message's own date.

Every stretch that could be a period is found first, with what kind it is; then what is no period is struck
out (deadlines, events, how long somebody has lived here, what is explicitly not wanted), and the plainest
one that is left is taken. A correction further down beats what stands above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from intake.request.calendar import (
    BARE_MONTH_DAY,
    MONTH,
    MONTHS,
    NUMBERS,
    POINT,
    SEASON,
    SEASONS,
    Span,
    fiscal_span,
    month_end,
    month_number,
    season_span,
    span_of,
)
from intake.request.model import Field, Finding, Period, State
from intake.request.passage import Passage
from intake.request.wording import fold, phrases

READER = "period"
_EARLIEST_PLAIN_YEAR = 1995
_LONGEST = 60_000

_UNTIL = r"(?:to|through|thru|until|till|up to|up through|and up to|hasta|al|a|-{1,3}|into|y|and|&)"
_CONNECTOR = re.compile(
    rf"^\s{{0,3}},?\s?{_UNTIL}\s{{0,3}}(?:the\s|el\s|and\s)?(?:(?:end|beginning|start|close|fin|finales) (?:of|de)\s)?(?:including\s|incl\.?\s)?$"
)
_LIST = re.compile(
    r"^\s{0,3}(?:,|and|,\s?and|&|y|e|or|,\s?or|plus|,\s?plus|and also|as well as|/)\s{1,3}(?:for\s|in\s|the\s|en\s)?$|^,\s?$"
)
_OPEN_AFTER = re.compile(
    r"^\s{0,2},?\s?(?:(?:to|through|thru|until|till|up to|-{1,3}|hasta)\s{0,2}(?:the\s|el\s|la\s)?(?:present|presente|now|today|hoy|ahora|date|fecha|current|actualidad|this (?:day|month|year|week)|whatever)(?: day| date)?"
    r"|to-date|to date|onwards?|on(?=[\s.,;)])|forward|and (?:later|after|on|newer|onwards?|since)|or (?:later|newer)|and up|en adelante|\+|-(?=\s?$|\s?[,.;)]))"
)
_OPEN_BEFORE = re.compile(
    r"(?:since|starting|beginning|commencing|back to|dating (?:back )?to|going back to|as far back as|from|after|on or after|desde|a partir de|later than|newer than|goes? back to|all the way (?:back )?to|as of)"
    r"\s{1,2}(?:(?:in|at|with|from|on|de|el|del|about|around|roughly|the)\s){0,2}(?:(?:start|beginning|end|early|late|mid|principios|inicio)(?: of| de)?\s)?(?:the\s)?(?:year\s|ano\s)?$"
)
_FIRM_OPEN = re.compile(
    r"(?:since|starting|beginning|commencing|back to|onward|desde|a partir de|on or after|newer than)"
)
_CLOSED_BEFORE = re.compile(
    r"(?:until|through|thru|up to|prior to|before|up until|ending|earlier than|older than|hasta|antes de|anteriores a)\s{1,2}(?:(?:the|end|of|el|de|and|including|about)\s){0,3}$"
)
_BORROWER = re.compile(rf"(?:{BARE_MONTH_DAY.pattern})\s{{0,3}}(?:,\s)?{_UNTIL}\s{{0,3}}$")

_UNIT = r"(?P<unit>day|week|month|year|quarter|yr|dia|semana|mes|ano|trimestre|season|summer|winter|decade)(?:e?s)?\b"
_NUMBER = (
    r"(?P<number>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")(?:-|\s|\s?\(\d{1,2}\)\s)"
)
_ROLLING = re.compile(
    rf"\b(?:(?:the|los|las|el)\s)?(?:last|past|previous|prior|preceding|trailing|most recent|latest|ultim[oa]s?|pasad[oa]s)\s(?:about\s|roughly\s|full\s|complete\s)?"
    rf"{_NUMBER}(?P<whole>(?:full|complete|calendar|fiscal|whole|school)\s)?{_UNIT}(?:\s(?P<after>fiscales|calendario))?"
)
_BACK = re.compile(
    rf"\b(?:going back|go back|goes back|back|for|covering|over)\s(?:about\s|at least\s|the\s)?{_NUMBER}(?P<whole>(?:full|calendar|fiscal)\s)?{_UNIT}(?=\s(?:back|ago|of (?:data|records|history)))"
    rf"|\b(?:going back|goes back|go back)\s(?:about\s|at least\s)?(?P<number2>\d{{1,2}}|"
    + "|".join(NUMBERS)
    + r")\s(?P<unit2>year|month|week)s?\b"
)
_SINGLE = re.compile(
    rf"\b(?P<which>last|this|past|previous|prior|current|most recent|present)\s(?P<kind>calendar year|fiscal year|school year|academic year|year|yr|month|quarter|week|{SEASON}|{MONTH})(?:'s)?(?![\w-])"
    r"|\b(?P<es>el ano pasado|ano pasado|este ano|el mes pasado|este mes|el ano actual)\b"
    r"|\b(?P<ytd>year[ -]to[ -]date|ytd|so far this year|en lo que va del ano)\b"
)
_BARE_SINCE = re.compile(
    r"\b(?:since|desde)\s(?:last\s|the\s(?:1st|first)\sof\s|el\s)?(?:(?P<day_first>\d{1,2})\sde\s)?"
    rf"(?P<name>{MONTH}|{SEASON})(?:\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?(?![\w])(?!,?\s?\d)"
)


class PeriodWords(BaseModel):
    """Section `[periods]`: what says that all of it or the present state is wanted, and what is no period.

    `fiscal_year_starts` is the month in which the town's fiscal year begins (1 to 12).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fiscal_year_starts: int = 7
    whole: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    biography: tuple[str, ...] = ()
    numbering: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    event: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    correction: tuple[str, ...] = ()
    introducing: tuple[str, ...] = ()
    following: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A stretch of the text that could be a period; `weight` says how plainly it is one."""

    start: int
    end: int
    period: Period
    weight: int


def read_period(passage: Passage, words: PeriodWords) -> Finding[Period] | None:
    """The period that the person asks for. Relative ones count from the message's own date."""
    for line in passage.under(Field.TIME_RANGE):
        if found := _best(line.value, passage.today, words, labelled=True):
            return _finding(line.value, found)
    for text, labelled in ((passage.prose, False), (passage.subject, False)):
        short = len(text.split()) <= 25 and text is passage.prose
        if found := _best(text[:_LONGEST], passage.today, words, labelled=labelled, short=short):
            return _finding(text, found)
    return None


def _finding(text: str, found: _Candidate) -> Finding[Period]:
    state = State.WILDCARD if found.period.whole == "all" else State.STATED
    return Finding(Field.TIME_RANGE, found.period, text[found.start : found.end], READER, state)


def _best(
    text: str, today: date, words: PeriodWords, *, labelled: bool, short: bool = False
) -> _Candidate | None:
    folded = fold(text)
    found = [
        *_spans(folded, today, words),
        *_relative(folded, today, words),
        *_whole(folded, words, labelled),
    ]
    if not labelled:
        found = [one for one in found if not _struck(folded, one, today, words, short=short)]
    scored = [(_score(folded, one, words, labelled=labelled or short), -one.start, one) for one in found]
    scored = [row for row in scored if row[0] > 0]
    return max(scored, key=lambda row: (row[0], row[1]))[2] if scored else None


def _spans(folded: str, today: date, words: PeriodWords) -> Iterator[_Candidate]:
    """Points joined into ranges and lists; single points with what stands before and after them."""
    points = [
        (found.start(), found.end(), span)
        for found in POINT.finditer(folded)
        if (span := span_of(found, words.fiscal_year_starts)) is not None
    ]
    at = 0
    while at < len(points):
        start, end, span = points[at]
        first, last, joined = span.first, span.last, False
        while at + 1 < len(points):
            following = points[at + 1]
            between = folded[end : following[0]]
            ranged = len(between) < 40 and _CONNECTOR.match(between)
            listed = len(between) < 12 and _LIST.match(between) and following[2].grain != "day"
            if not (ranged or listed) or following[2].last < first:
                break
            if span.grain == "fiscal" and following[2].grain == "year":
                # "fiscal years 2022, 2023 and 2024": the first word holds for all of them.
                own = fiscal_span(following[2].last.year, words.fiscal_year_starts)
                following = (following[0], following[1], own)
            first, last, end, joined = (
                min(first, following[2].first),
                max(last, following[2].last),
                following[1],
                True,
            )
            at += 1
        at += 1
        yield _opened(
            folded, _Candidate(start, end, Period(first, last), 6 if joined else _weight(span)), span
        )


def _weight(span: Span) -> int:
    weights = {
        "years": 6,
        "fiscal": 5,
        "school": 5,
        "quarter": 5,
        "half": 5,
        "season": 4,
        "month": 4,
        "year": 3,
    }
    return weights.get(span.grain, 2)


def _opened(folded: str, found: _Candidate, span: Span) -> _Candidate:
    """The candidate with an open end, or with the month that borrows its year, where the words say so."""
    before = folded[max(0, found.start - 60) : found.start]
    after = folded[found.end : found.end + 40]
    assert found.period.start is not None
    if opens := _OPEN_AFTER.match(after):
        start = found.start - (len(before) - lead.start() if (lead := _OPEN_BEFORE.search(before)) else 0)
        return _Candidate(start, found.end + opens.end(), Period(found.period.start, None), 6)
    if borrowed := _BORROWER.search(before):
        if (first := _borrowed(borrowed, span)) is not None:
            return _Candidate(
                found.start - len(before) + borrowed.start(), found.end, Period(first, found.period.end), 6
            )
    if found.weight == 6:
        return found
    if (lead := _OPEN_BEFORE.search(before)) and _FIRM_OPEN.search(lead[0]):
        return _Candidate(
            found.start - len(before) + lead.start(), found.end, Period(found.period.start, None), 6
        )
    if lead and re.match(r"after|later than", lead[0]):
        assert found.period.end is not None
        return _Candidate(
            found.start - len(before) + lead.start(),
            found.end,
            Period(found.period.end + timedelta(days=1), None),
            4,
        )
    if closed := _CLOSED_BEFORE.search(before):
        end = found.period.end
        if re.match(r"before|prior|earlier|older|antes|anteriores", closed[0]):
            end = found.period.start - timedelta(days=1)
        return _Candidate(
            found.start - len(before) + closed.start(),
            found.end,
            Period(None, end),
            4 if span.grain != "day" else 2,
        )
    return found


def _borrowed(found: re.Match[str], span: Span) -> date | None:
    """The first day of "March" in "March to June 2022"; of the year before in "November to February 2022"."""
    month = month_number(found[0])
    digits = re.findall(r"\d{1,2}", found[0])
    year = span.last.year - (month > span.last.month)
    try:
        return date(year, month, int(digits[0]) if digits else 1)
    except ValueError:
        return None


def _relative(folded: str, today: date, words: PeriodWords) -> Iterator[_Candidate]:
    for found in _ROLLING.finditer(folded):
        whole = (found["whole"] or found["after"] or "").strip()
        if period := _rolled(found["number"], found["unit"], whole, today, words.fiscal_year_starts):
            yield _Candidate(found.start(), found.end(), period, 6)
    for found in _BACK.finditer(folded):
        number, unit = found["number"] or found["number2"], found["unit"] or found["unit2"]
        if period := _rolled(number, unit, (found["whole"] or "").strip(), today, words.fiscal_year_starts):
            yield _Candidate(found.start(), found.end(), period, 5)
    for found in _SINGLE.finditer(folded):
        if period := _single(found, today, words.fiscal_year_starts):
            before = folded[max(0, found.start() - 40) : found.start()]
            since = _OPEN_BEFORE.search(before)
            if since and _FIRM_OPEN.search(since[0]):
                start = found.start() - len(before) + since.start()
                yield _Candidate(start, found.end(), Period(period.start, None), 5)
            else:
                yield _Candidate(found.start(), found.end(), period, 3)
    for found in _BARE_SINCE.finditer(folded):
        name = found["name"].rstrip(".")
        start = _latest_month(MONTHS[name], today) if name in MONTHS else _latest_season(name, today).first
        if (day := found["day"] or found["day_first"]) and 0 < int(day) <= month_end(
            start.year, start.month
        ).day:
            start = start.replace(day=int(day))
        yield _Candidate(found.start(), found.end(), Period(start, None), 4)


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


def _single(found: re.Match[str], today: date, fiscal: int) -> Period | None:
    """ "last year", "this month", "last winter", "last July"; an open end for what is still going on."""
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
    first = today.replace(day=1) if kind == "month" else date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
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


def _whole(folded: str, words: PeriodWords, labelled: bool) -> Iterator[_Candidate]:
    for found in phrases(words.whole).finditer(folded):
        yield _Candidate(found.start(), found.end(), Period(whole="all"), 5)
    for found in phrases(words.current).finditer(folded):
        yield _Candidate(found.start(), found.end(), Period(whole="current"), 3 if labelled else 2)


def _sentence(folded: str, start: int, end: int) -> str:
    """The sentence around a stretch, bounded."""
    left = max(folded.rfind(mark, max(0, start - 300), start) for mark in (". ", "? ", "! ", "\n\n", ";"))
    ends = [at for mark in (". ", "? ", "! ", "\n\n", ";") if (at := folded.find(mark, end, end + 300)) >= 0]
    return folded[max(left, start - 300, 0) : min(ends, default=end + 200)]


def _struck(folded: str, one: _Candidate, today: date, words: PeriodWords, *, short: bool) -> bool:
    """Is it no period of data: a deadline, an event, a life, a number, or what is not wanted."""
    before = folded[max(0, one.start - 70) : one.start]
    clause = re.split(r"[.;!?\n]", before)[-1]
    period = one.period
    if period.start is not None and period.start > today:
        return True
    if phrases(words.numbering).search(clause[-25:]) and re.search(r"[\w#.]\s?$", clause):
        return True
    if phrases(words.unwanted).search(clause[-28:]):
        return True
    sentence = _sentence(folded, one.start, one.end)
    if phrases(words.biography).search(sentence) and not phrases(words.asking).search(sentence):
        return True
    if period.start is None and period.end is not None and not period.whole:
        return period.end >= today - timedelta(days=1)
    single_day = period.start is not None and period.start == period.end
    if single_day and (phrases(words.deadline).search(clause) or not phrases(words.asking).search(sentence)):
        return not short
    return False


def _score(folded: str, one: _Candidate, words: PeriodWords, *, labelled: bool) -> int:
    if labelled:
        return one.weight + 1
    before, after = folded[max(0, one.start - 30) : one.start], folded[one.end : one.end + 30]
    sentence = _sentence(folded, one.start, one.end)
    score = one.weight
    introduced = phrases(words.introducing).search(before[-16:]) is not None
    followed = phrases(words.following).match(after.lstrip(" ,'s")) is not None
    asked = phrases(words.asking).search(sentence) is not None
    if one.weight <= 4 and not one.period.whole and not ((introduced or followed) and asked):
        return 0
    if one.weight <= 3 and one.period.start is not None and one.period.start.year < _EARLIEST_PLAIN_YEAR:
        return 0  # a lone old year tells a story more often than it asks for data
    score += 2 * asked + introduced + followed
    if phrases(words.event).search(sentence):
        score -= 3
    if phrases(words.correction).search(sentence):
        score += 6
    return score
