"""Which period the data shall cover: of the periods that the grammar proposes, the one that the tagger bears out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from intake.request.candidate import Candidate
from intake.request.model import Field, Finding, Period, State
from intake.request.survey import READER, Survey
from intake.request.tags import Label
from intake.request.wording import phrases

_LEAST = 0.35
_TAKEN = 0.5  # what it weighs that the tagger takes the words for a period of any kind
_BESIDE = 3  # characters between two open periods that are one
_AHEAD = 5  # years: what ends later is a number of something else
_WHOLE = ((Label.CURRENT, "current", State.STATED), (Label.HISTORY, "all", State.WILDCARD))


class PeriodWords(BaseModel):
    """Section `[periods]`: what says that all of it or the present state is wanted.

    `fiscal_year_starts` is the month in which the town's fiscal year begins (1 to 12).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fiscal_year_starts: int = 7
    whole: tuple[str, ...] = ()
    current: tuple[str, ...] = ()


def read_period(seen: Survey, words: PeriodWords) -> Finding[Period] | None:
    """The period that the person asks for: what a postscript says corrects what stands above it.

    Of two that are as plain, the one that stands first.
    """
    found = [row for row in (*_spans(seen), *_wholes(seen, words)) if row[0] >= _LEAST]
    behind = [row for row in found if -row[1] > seen.postscript]
    return max(behind or found, key=lambda row: (round(row[0], 1), row[1]))[2] if found else None


_Row = tuple[float, int, Finding[Period]]


def _spans(seen: Survey) -> Iterator[_Row]:
    for one in (*seen.periods, *_joined(seen.periods)):
        if one.period.end and one.period.end.year > seen.passage.today.year + _AHEAD:
            continue
        plain = seen.plainness(Label.PERIOD, one.start, one.end)
        yield plain, -one.start, Finding(Field.TIME_RANGE, one.period, seen.text[one.start : one.end], READER)


def _joined(periods: tuple[Candidate, ...]) -> Iterator[Candidate]:
    """One period of two open ones side by side: "through the end of last month, starting January 2025"."""
    for one, other in pairwise(periods):
        begun = one.period if one.period.start and not one.period.end else other.period
        ended = other.period if begun is one.period else one.period
        if not 0 <= other.start - one.end <= _BESIDE or begun.end or ended.start:
            continue
        if begun.start and ended.end and begun.start <= ended.end:
            yield Candidate(one.start, other.end, Period(begun.start, ended.end), one.weight)


def _wholes(seen: Survey, words: PeriodWords) -> Iterator[_Row]:
    """All of it, or the present state: as the tagger says, or as a wording says that it takes for a period."""
    for label, whole, state in _WHOLE:
        for mark in seen.tagged.of(label):
            text = seen.text[mark.start : mark.end]
            finding = Finding(Field.TIME_RANGE, Period(whole=whole), text, READER, state)
            yield seen.plainness(label, mark.start, mark.end), -mark.start, finding
        for hit in phrases(words.whole if whole == "all" else words.current).finditer(seen.folded):
            share = seen.plainness(label, *hit.span()) + _TAKEN * seen.share(Label.PERIOD, *hit.span())
            text = seen.text[hit.start() : hit.end()]
            finding = Finding(Field.TIME_RANGE, Period(whole=whole), text, READER, state)
            yield share, -hit.start(), finding
