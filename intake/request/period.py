"""Which period the data shall cover: a grammar over folded text, read from the message's own date.

Every stretch that could be a period is found first, with what kind it is; then what is no period is struck
out (deadlines, events, how long somebody has lived here, what is explicitly not wanted), and the plainest
one that is left is taken. A correction further down beats what stands above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from intake.request.candidate import Candidate
from intake.request.model import Field, Finding, Period, State
from intake.request.passage import Passage
from intake.request.spans import periods
from intake.request.wording import fold, phrases, postscript_at

READER = "period"
_EARLIEST_PLAIN_YEAR = 1995
_LIFE = 45  # characters before a date that tell of a life: "lived at 19 Mayfair Court since 1998"
_ADJACENT = 14  # characters between "not" and the date that it takes back
_SHORT = 25  # words: a message that is nothing but an answer
_LONGEST = 60_000


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


def read_period(passage: Passage, words: PeriodWords) -> Finding[Period] | None:
    """The period that the person asks for. Relative ones count from the message's own date."""
    for line in passage.under(Field.TIME_RANGE):
        if found := _best(line.value, passage.today, words, labelled=True):
            return _finding(line.value, found)
    for text in (passage.prose, passage.subject, passage.text):
        short = len(text.split()) <= _SHORT and text is passage.prose
        if found := _best(text[:_LONGEST], passage.today, words, labelled=False, short=short):
            return _finding(text, found)
    return None


def _finding(text: str, found: Candidate) -> Finding[Period]:
    state = State.WILDCARD if found.period.whole == "all" else State.STATED
    return Finding(Field.TIME_RANGE, found.period, text[found.start : found.end], READER, state)


def _best(
    text: str, today: date, words: PeriodWords, *, labelled: bool, short: bool = False
) -> Candidate | None:
    folded = fold(text)
    found = [
        *periods(folded, today, words.fiscal_year_starts),
        *_whole(folded, words, labelled),
    ]
    if not labelled:
        found = [one for one in found if not _struck(folded, one, today, words, short=short)]
    scored = [(_score(folded, one, words, labelled=labelled, short=short), -one.start, one) for one in found]
    scored = [row for row in scored if row[0] > 0]
    return max(scored, key=lambda row: (row[0], row[1]))[2] if scored else None


def _whole(folded: str, words: PeriodWords, labelled: bool) -> Iterator[Candidate]:
    for found in phrases(words.whole).finditer(folded):
        yield Candidate(found.start(), found.end(), Period(whole="all"), 5)
    for found in phrases(words.current).finditer(folded):
        yield Candidate(found.start(), found.end(), Period(whole="current"), 3 if labelled else 2)


def _sentence(folded: str, start: int, end: int) -> str:
    """The sentence around a stretch, bounded."""
    left = max(folded.rfind(mark, max(0, start - 300), start) for mark in (". ", "? ", "! ", "\n\n", ";"))
    ends = [at for mark in (". ", "? ", "! ", "\n\n", ";") if (at := folded.find(mark, end, end + 300)) >= 0]
    return folded[max(left, start - 300, 0) : min(ends, default=end + 200)]


def _struck(folded: str, one: Candidate, today: date, words: PeriodWords, *, short: bool) -> bool:
    """Is it no period of data: a deadline, an event, a life, a number, or what is not wanted."""
    before = folded[max(0, one.start - 70) : one.start]
    clause = re.split(r"[.;!?\n]", before)[-1]
    period = one.period
    if period.start is not None and period.start > today:
        return True
    beside = clause[-25:].rstrip(" #.:-")
    if any(found.end() == len(beside) for found in phrases(words.numbering).finditer(beside)):
        return True
    near = clause[-28:]
    if any(found.end() >= len(near) - _ADJACENT for found in phrases(words.unwanted).finditer(near)):
        return True
    sentence = _sentence(folded, one.start, one.end)
    if phrases(words.biography).search(clause[-_LIFE:]):
        return True
    if phrases(words.biography).search(sentence) and not phrases(words.asking).search(sentence):
        return True
    if period.start is None and period.end is not None and not period.whole:
        return period.end >= today - timedelta(days=1)
    single_day = period.start is not None and period.start == period.end
    if single_day and (phrases(words.deadline).search(clause) or not phrases(words.asking).search(sentence)):
        return not short
    return False


def _score(folded: str, one: Candidate, words: PeriodWords, *, labelled: bool, short: bool) -> int:
    if labelled:
        return one.weight + 1
    before, after = folded[max(0, one.start - 30) : one.start], folded[one.end : one.end + 30]
    sentence = _sentence(folded, one.start, one.end)
    score = one.weight
    introduced = phrases(words.introducing).search(before[-16:]) is not None
    followed = phrases(words.following).match(after.lstrip(" ,'s")) is not None
    asked = phrases(words.asking).search(sentence) is not None
    plain = short or one.period.whole or (asked and (introduced or followed or one.relative))
    if one.weight <= 4 and not plain:
        return 0
    if one.weight <= 3 and one.period.start is not None and one.period.start.year < _EARLIEST_PLAIN_YEAR:
        return 0  # a lone old year tells a story more often than it asks for data
    score += 2 * asked + introduced + followed
    if phrases(words.event).search(sentence):
        score -= 3
    if phrases(words.correction).search(sentence) or one.start > postscript_at(folded):
        score += 6
    return score
