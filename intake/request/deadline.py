"""The day by which they need it: a word of urgency with a day near, counted from the message's own date."""

from __future__ import annotations

import re
from datetime import date

from pydantic import BaseModel, ConfigDict

from intake.request.candidate import DayCandidate
from intake.request.days import days
from intake.request.holidays import HOLIDAY
from intake.request.model import Field, Finding
from intake.request.passage import Passage
from intake.request.wording import fold, phrases

READER = "deadline"
_REACH = 45  # characters between the word of urgency and the day
_CLOSE = 8
_BESIDE = 28  # characters between a weekday and the date that it introduces
_PLAIN = 3
_FIGURE = re.compile(r"\d")
_FEAST = re.compile(HOLIDAY)
_RANGE = re.compile(r"\s?(?:to|through|thru|until|al|a)\s(?:[a-z]{3,10}\s)?\d")


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
        for told in days(fold(line.value), passage.today):
            return Finding(Field.DEADLINE, told.day, line.value[told.start : told.end], READER)
    return _in_prose(passage.prose, passage.today, words) or _in_prose(passage.text, passage.today, words)


def _in_prose(text: str, today: date, words: DeadlineWords) -> Finding[date] | None:
    """The day that is most plainly called for; of two alike the one that stands first."""
    folded = fold(text)
    # Of two alike a feast comes last: it is more often what the data are for.
    scored = [
        (
            _plainness(folded, one.start, one.end, words),
            not _FEAST.fullmatch(folded[one.start : one.end]),
            -at,
            one,
        )
        for at, one in enumerate(_apart(folded, days(folded, today)))
    ]
    plainness, _, _, best = max(scored, default=(0, False, 0, None))
    if best is None or plainness < _PLAIN:
        return None
    return Finding(Field.DEADLINE, best.day, text[best.start : best.end], READER)


def _apart(folded: str, told: list[DayCandidate]) -> list[DayCandidate]:
    """Days without the weekdays that only stand beside a date: "Friday" in "Friday, I mean September 5"."""
    kept: list[DayCandidate] = []
    for one in sorted(told, key=lambda day: (day.start, -day.end)):
        if kept and one.start < kept[-1].end:
            continue
        beside = kept and one.start - kept[-1].end <= _BESIDE and not one.computed
        if beside and (one.day - kept[-1].day).days % 7 == 0:
            if not _FIGURE.search(folded, kept[-1].start, kept[-1].end):
                kept.pop()
            elif not _FIGURE.search(folded, one.start, one.end):
                continue
        kept.append(one)
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
