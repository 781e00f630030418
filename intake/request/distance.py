"""Days told by their distance from a named one: "a week before the hearing (May 7)", "the Friday before that"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from intake.request.calendar import NUMBER, WEEKDAYS, number_of
from intake.request.candidate import DayCandidate
from intake.request.rule import UNITS, rule
from intake.request.scan import Scan
from intake.request.terms import HABIL, KIND, UNIT, after, business
from intake.request.weekdays import WEEKDAY

_STORY = 800  # characters between a day and what is counted from it
_REACH = 80  # characters between "a week before" and the day that follows
_CLOSE = 25
_NEAREST = 2  # days named before, from which it may be counted
_EARLIER = (
    r"before|ahead of|ahead|prior to|prior|earlier than|earlier|beforehand|in advance of|in advance|"
    r"preceding|sooner|"
    r"out from|antes del?|antes|anterior(?:es)? a|anterior|previos? a|previo|de anticipacion|de antelacion"
)
_LATER = (
    r"after|following|from|desde|later|despues del?|despues|a partir del?|siguiente(?:s)?(?: a| al)?|past"
)
_WAY = rf"(?:(?P<earlier>{_EARLIER})|(?P<later>{_LATER}))\b(?! next\b)"
_COUNTED = rule(
    rf"\b(?:(?P<n>{NUMBER}|the|el|la)\s{KIND}{UNIT}{HABIL}|(?P<day>(?:the\s)?(?:day|night|evening|eve)|dia|"
    rf"vispera)"
    rf"|(?P<few>(?:a|one) (?:day|week) or (?:two|so)))\s{_WAY}",
    [*UNITS, "night", "evening", "eve", "vispera"],
    "before ahead prior earlier beforehand advance preceding sooner out antes anterior anteriores previo previos "
    "anticipacion antelacion after following from desde later despues partir siguiente siguientes past",
)
_WEEKDAY_BEFORE = rule(
    rf"\b(?:the|el|on)\s(?P<weekday>{WEEKDAY})\s(?:evening\s|morning\s)?(?:{_WAY}|(?P<same>of|in|"
    rf"de) (?:that|the same|esa|la misma) (?:week|semana))",
    WEEKDAYS,
)
_OF_ITS_WEEK = rule(
    rf"\b(?:(?:the|on|el)\s)?(?P<weekday>{WEEKDAY})\s(?:of|in|de)\s(?P<week>(?:the\s|la\s)?(?:week|semana)\s(?:of|de|"
    r"del)\s)?(?:the\s|el\s)?",
    WEEKDAYS,
)
_ITS_WEEK = re.compile(r"(?:'s)?\sweek\b")
_FULL = rule(
    rf"\b(?:(?:need|needs|take|takes|give \w{{2,4}}|allow|allow \w{{2,4}}|want|wants)\s(?:at least\s|"
    rf"about\s|the\s)?(?P<n>{NUMBER})\s{KIND}{UNIT}{HABIL}"
    rf"|(?P<n2>{NUMBER})\s(?:full|whole|clear|solid|good)\s(?P<unit2>day|week)s?)\b(?!\s(?:{_EARLIER}|"
    rf"{_LATER}|ago|of))",
    UNITS,
)
_WITHOUT_OBJECT = {"ahead", "prior", "earlier", "beforehand", "sooner", "later", "in advance"} | {
    *("antes", "anterior", "previo", "siguiente", "siguientes", "de anticipacion", "de antelacion")
}
_BACK_TO = re.compile(
    rf"\s(?:that|then|it|this|eso|ello)\b(?!\s(?:week|month|meeting|hearing|date|day|coming|{WEEKDAY}))"
)
_SENTENCE = re.compile(r"[.;!?]\s|\n\n")
_TODAY = rule(
    r"\b(?:today|now|hoy|the date of this \w{4,7}|la fecha)\b",
    "today now hoy date fecha",
)


def distant_days(seen: Scan, named: list[DayCandidate], today: date) -> Iterator[DayCandidate]:
    """Days counted from those that are named: from the one that follows, or from the nearest before."""
    anchors = sorted(
        [*named, *(DayCandidate(found.start(), found.end(), today) for found in _TODAY.finditer(seen))],
        key=lambda day: (day.start, day.end),
    )
    told = [
        *_COUNTED.finditer(seen),
        *_WEEKDAY_BEFORE.finditer(seen),
        *_FULL.finditer(seen),
    ]
    told.sort(key=lambda found: found.start())
    yield from _of_its_week(seen, anchors, today)
    at = 0
    for found in told:
        while at < len(anchors) and anchors[at].start < found.end():
            at += 1
        start = found.start("n") if found.re is _FULL.pattern and found["n"] else found.start()
        for anchor, end in _anchors(seen.text, found, anchors, at):
            for day in _counted(found, anchor):
                if day >= today and day != anchor:
                    yield DayCandidate(start, end, day, computed=True)


def _of_its_week(seen: Scan, anchors: list[DayCandidate], today: date) -> Iterator[DayCandidate]:
    """A weekday of the week in which a named day lies: "the Monday of Thanksgiving week"."""
    at = {anchor.start: anchor for anchor in anchors}
    for found in _OF_ITS_WEEK.finditer(seen):
        anchor = at.get(found.end())
        week = _ITS_WEEK.match(seen.text, anchor.end) if anchor else None
        if anchor is None or not (found["week"] or week):
            continue
        day = anchor.day + timedelta(days=WEEKDAYS[found["weekday"]] - anchor.day.weekday())
        if day >= today:
            yield DayCandidate(found.start(), week.end() if week else anchor.end, day, computed=True)


def _anchors(
    folded: str, found: re.Match[str], anchors: list[DayCandidate], at: int
) -> Iterator[tuple[date, int]]:
    """The days from which a distance may be counted, and where the stretch then ends."""
    told = found.groupdict()
    close = False
    back = _BACK_TO.match(folded, found.end())
    alone = (told.get("earlier") or told.get("later")) in _WITHOUT_OBJECT
    if (
        not alone
        and found.re is not _FULL.pattern
        and not told.get("same")
        and not _BACK_TO.match(folded, found.end())
    ):
        for anchor in anchors[at : at + 3]:
            gap = folded[found.end() : anchor.start]
            if len(gap) > (_CLOSE if told["later"] in ("from", "desde") else _REACH) or _SENTENCE.search(gap):
                break
            close = close or len(gap) <= _CLOSE
            yield anchor.day, anchor.end
            if anchor.start != anchors[min(at + 1, len(anchors) - 1)].start:
                break
    if close or told.get("later") in ("from", "desde", "past", "a partir de"):
        return
    days: list[date] = []
    for anchor in reversed(anchors[max(0, at - 12) : at]):
        if anchor.end <= found.start() and found.start() - anchor.end < _STORY and anchor.day not in days:
            days.append(anchor.day)
            yield anchor.day, back.end() if back else found.end()
        if len(days) == _NEAREST:
            break


def _counted(found: re.Match[str], anchor: date) -> Iterator[date]:
    told = found.groupdict()
    if told.get("weekday"):
        weekday = WEEKDAYS[told["weekday"]]
        if told["same"]:
            yield anchor + timedelta(days=weekday - anchor.weekday())
        elif told["earlier"]:
            yield anchor - timedelta(days=(anchor.weekday() - weekday - 1) % 7 + 1)
        else:
            yield anchor + timedelta(days=(weekday - anchor.weekday() - 1) % 7 + 1)
        return
    sign = 1 if told.get("later") else -1
    if told.get("few"):
        unit = "week" if "week" in told["few"] else "day"
        yield after(anchor, sign, unit)
        yield after(anchor, 2 * sign, unit)
        return
    if told.get("day"):
        yield after(anchor, sign, "day")
        return
    number = told.get("n") or told.get("n2") or "1"
    count = 1 if number in ("the", "el", "la") else number_of(number)
    if count:
        working = business(found) if told.get("unit") else False
        yield after(anchor, sign * count, told.get("unit") or told["unit2"], working)
