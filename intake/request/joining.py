"""The words between and before points of the calendar: what joins two, what narrows one.

Every pattern looks at a short stretch beside a point, so that the whole stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto

from intake.request.calendar import (
    NUMBER,
    ORDINAL,
    ORDINALS,
    Span,
    day_span,
    month_end,
    number_of,
    shifted,
)

WINDOW = 90  # characters beside a point that are looked at
_UNTIL = r"(?:to|through|thru|throught|until|till|'?til|hasta(?: el)?|al|a|au|jusqu'(?:au|a|en)|into|-{1,3})"
REACHING = (
    r"(?:and\s)?(?:(?:up|right up|on up|right|all the way|on|ending|ends|go|goes|going|run|runs|running|"
    r"continue|"
    rf"continuing|extending|y|and)\s)?(?:(?:ending|ends|end|finishing|finish|concluding|closing|stopping)\s(?:in|on|with|at)|finishing|ending|{_UNTIL})"
    r"(?:\sto)?(?:,?\s(?:and )?including,?|\sand with|\sincl\.?)?"
)
ASIDE = r"(?:,\s[^,.;:()]{1,50},|\s?\([^()]{1,60}\)|[)\"'\]])?"
_WHOLE = (  # "2024 and all of 2025", "las de 2023 y las de 2024"
    r"(?:(?:all|(?:the\s)?(?:whole|entirety)|the (?:ones|same)|those|(?:the )?(?:rest|remainder))\s"
    r"(?:of|in|from|for)\s(?:the\s)?|(?:l[oa]s|el|la)\sdel?\s(?:ano\s)?|todo\s(?:el\s)?|all\s|for all\s"
    r"(?:of\s)?)?"
)
_ARTICLES = (
    r"(?:(?:the|el|la|los|le|les|including|year|ano|about|around|roughly|approximately|maybe|say)\s){0,2}"
    rf"{_WHOLE}"
)
_RANGE = re.compile(rf"{ASIDE}\s{{0,3}},?\s?{REACHING}\s{{0,3}}{_ARTICLES}")
_AND = re.compile(
    r"\s{0,3},?\s?(?:and|y|e|et|&)\s{1,3}(?:the\s|el\s|la\s|le\s)?(?:up to\s)?"
    rf"{_WHOLE}"
)
_LIST = re.compile(
    r"\s{0,3}(?:,|and|,\s?and|&|y|e|or|,\s?or|plus|,\s?plus|\+|and also|as well as|/)\s{1,3}"
    rf"(?:then\s|again\s|also\s)?(?:for\s|in\s|the\s|en\s|el\s)?{_WHOLE}|,\s?|\s{{1,2}}|/"
)
_LABELLED = re.compile(
    r"[\"'\])]{0,2}[,;]?\s{0,4}[\"']?(?:to|thru|through|end|until|till|hasta|fin)"
    r"(?:[ _]?date)?[\"']?\s?[:=]\s{0,3}[\"']?"
)
_ANAPHORA = re.compile(
    r"[.,;]?\s{1,2}(?:so\s|and\s)?from (?:that|this|then|there)(?: (?:day|date|time|point|month|year))?"
    rf"(?: on)?,?\s{REACHING}\s{{1,3}}{_ARTICLES}"
)
_TAKEN_OVER = re.compile(
    r",?\s(?:up to|until|till|to|hasta)\s(?:the (?:day|date|time|moment|point)|when|we|they|it|"
    r"que)\s[^.;]{2,80}"
)


class Link(Enum):
    """How two points hang together."""

    RANGE = auto()
    BETWEEN = auto()  # "and", a range only after "between"
    LIST = auto()
    ONLY_SPACE = auto()
    UNTIL_EVENT = auto()  # the second tells when something ended the first: "until the gate moved on May 5"


def link_between(between: str) -> Link | None:
    """How the words between two points join them."""
    if len(between) > WINDOW or not between:
        return None
    if between.isspace():
        return Link.ONLY_SPACE
    if _RANGE.fullmatch(between) or _LABELLED.fullmatch(between) or _ANAPHORA.fullmatch(between):
        return Link.RANGE
    if _AND.fullmatch(between):
        return Link.BETWEEN
    if _LIST.fullmatch(between):
        return Link.LIST
    return Link.UNTIL_EVENT if _TAKEN_OVER.fullmatch(between) else None


_EDGE = re.compile(
    r"(?:\b(?:the|el|la)\s)?(?:very\s)?\b(?:(?P<end>end|close|last day|tail end|finales|final|fines|fin|"
    r"ultimo dia)"
    r"|(?P<start>start|beginning|first day|first|1st|principios?|inicios?|comienzos?|primer dia)"
    r"|(?P<middle>middle|midpoint|mediados))\s(?:of|de|del)\s(?:the\s|el\s)?$"
    r"|\b(?:the\s)?(?P<mid>mid)[\s-]$|\b(?P<part>early|late)(?:\sin)?[\s-]$|\b(?P<bare_end>end)\s$"
)
_PART = re.compile(
    rf"(?:\b(?:the|los|las|el|la)\s)?(?:\b(?P<nth>{ORDINAL}|opening|closing)\s(?:(?P<n>{NUMBER})\s)?(?:full\s)?"
    r"(?P<unit>half|semester|semestre|mitad|quarters?|trimestres?|months?|mes(?:es)?|weeks?|semanas?|days?|dias?|"
    r"weekend)"
    r"|\bq(?P<q>[1-4]))\s(?:of|in|de|del|for)\s(?:the\s|el\s)?$"
    r"|\b(?:the\s)?(?:(?P<front>front|former|opening|earlier|top)|back|latter|closing|later|other)\shalf\s(?:of|in)\s(?:the\s)?$"
    r"|\b(?:h(?P<h>[12])|(?P<h1>[12])h)[\s,]{0,2}\s(?:of\s|in\s)?$|\b(?:the\s|la\s)?(?P<week>week|semana)\s(?:of|del?)\s$"
)


_EDGE_ENDS = tuple(
    f"{word}{gap}"
    for words, gaps in (("of de del the el end", " "), ("mid early late in", " -"))
    for word in words.split()
    for gap in gaps
)
_PART_ENDS = tuple(
    f"{word} " for word in ["of", "in", "de", "del", "for", "the", "el", "h1", "h2", "1h", "2h", "h1,", "h2,"]
)


def edge_before(before: str) -> tuple[int, Callable[[Span], Span]] | None:
    """Read "the end of", "the start of", "mid-" before a point: how long it is, and what it makes of the span."""
    found = _EDGE.search(before) if before.endswith(_EDGE_ENDS) else None
    if found is None:
        return None
    length = len(before) - found.start()
    if found["end"] or found["bare_end"]:
        return length, lambda span: day_span(span.last)
    if found["start"]:
        return length, lambda span: day_span(span.first)
    if found["part"]:
        return length, lambda span: span
    return length, _middle


def _middle(span: Span) -> Span:
    if span.grain == "month":
        return day_span(span.first.replace(day=15))
    return day_span(shifted(span.first, _months(span) // 2))


def part_before(before: str) -> tuple[int, Callable[[Span], Span]] | None:
    """Read "the first half of", "the last three months of" before a point."""
    found = _PART.search(before) if before.endswith(_PART_ENDS) else None
    if found is None:
        return None
    if found["week"]:
        return len(before) - found.start(), lambda span: Span(
            span.first, span.first + timedelta(days=6), "week"
        )
    figure = found["q"] or found["h"] or found["h1"]
    if figure:
        nth = int(figure)
    else:
        edges = {None: 1 if found["front"] else 2, "opening": 1, "closing": -1}
        nth = edges[found["nth"]] if found["nth"] in edges else ORDINALS[found["nth"]]
    unit = found["unit"] or ("quarter" if found["q"] else "half")
    count = number_of(found["n"] or "1")
    return len(before) - found.start(), lambda span: _part(span, nth, count, unit)


def _months(span: Span) -> int:
    return (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1


def _part(span: Span, nth: int, count: int, unit: str) -> Span:
    months = _months(span)
    halves = unit in ("half", "semester", "semestre", "mitad")
    sizes = {"quarter": 3, "quarters": 3, "trimestre": 3, "trimestres": 3}
    size = months // 2 if halves else sizes.get(unit, 1 if unit.startswith("m") else 0)
    grain = "half" if halves else "quarter"
    if size:
        at = months - count * size if nth < 0 else (nth - 1) * size
        first = shifted(span.first, at)
        last = shifted(first, count * size - 1)
        return Span(first, month_end(last.year, last.month), grain)
    days = count * (15 if halves else 7 if unit[0] in "ws" else 1)
    if nth < 0 or (halves and nth == 2):
        first = span.first + timedelta(days=days) if halves else span.last - timedelta(days=days - 1)
        return Span(first, span.last, grain)
    first = span.first + timedelta(days=(nth - 1) * days)
    return Span(first, min(first + timedelta(days=days - 1), span.last), grain)
