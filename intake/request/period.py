"""Which period the data shall cover: of the periods that the grammar proposes, the one that the tagger bears out."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding, Period, State
from intake.request.survey import READER, Survey
from intake.request.tags import Label
from intake.request.wording import phrases

_LEAST = 0.35
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
    for one in seen.periods:
        share = seen.share(Label.PERIOD, one.start, one.end)
        yield share, -one.start, Finding(Field.TIME_RANGE, one.period, seen.text[one.start : one.end], READER)


def _wholes(seen: Survey, words: PeriodWords) -> Iterator[_Row]:
    """All of it, or the present state: as the tagger says, or as a wording says that it takes for a period."""
    for label, whole, state in _WHOLE:
        for mark in seen.tagged.of(label):
            text = seen.text[mark.start : mark.end]
            finding = Finding(Field.TIME_RANGE, Period(whole=whole), text, READER, state)
            yield mark.certainty, -mark.start, finding
        for hit in phrases(words.whole if whole == "all" else words.current).finditer(seen.folded):
            share = sum(seen.share(each, hit.start(), hit.end()) for each in (label, Label.PERIOD))
            text = seen.text[hit.start() : hit.end()]
            finding = Finding(Field.TIME_RANGE, Period(whole=whole), text, READER, state)
            yield share, -hit.start(), finding
