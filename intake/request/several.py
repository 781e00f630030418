"""Two requests in one mail: two data, each with a period of its own. One ticket, and staff split it."""

from __future__ import annotations

from intake.request.model import Field, Finding, Period, Request
from intake.request.survey import READER, Survey
from intake.request.tags import Label

_LEAST = 0.5  # how surely a stretch is a period that is asked for
_MOST = 4


def further_periods(seen: Survey, period: Finding[Period] | None) -> tuple[Finding[object], ...]:
    """The periods that the mail asks for beside the one that was chosen, as findings of their own."""
    if period is None:
        return ()
    found: dict[Period, Finding[object]] = {}
    for one in seen.periods:
        if one.period != period.value and seen.share(Label.PERIOD, one.start, one.end) >= _LEAST:
            text = seen.text[one.start : one.end]
            found.setdefault(one.period, Finding(Field.TIME_RANGE, one.period, text, READER))
    return tuple(found.values())[:_MOST]


def holds_several(request: Request) -> bool:
    """Whether a request names several data and several periods: its one period may be that of one of them."""
    periods = {finding.value for finding in request.findings if finding.field is Field.TIME_RANGE}
    return len(request.datasets) > 1 and len(periods - {None}) > 1
