"""The words around points of the calendar: what joins two, what narrows one, what opens or closes a period.

Every pattern looks at a short stretch beside a point, so that the whole stays linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum, auto

from intake.request.alternatives import either
from intake.request.calendar import (
    NUMBER,
    ORDINAL,
    ORDINALS,
    WEEKDAYS,
    YEAR,
    Span,
    day_span,
    month_end,
    number_of,
    shifted,
)
from intake.request.undated import weekday_behind

WINDOW = 90  # characters beside a point that are looked at
_NEAR = 40  # characters of "since they opened" before a point
_UNTIL = r"(?:to|through|thru|throught|until|till|'?til|hasta(?: el)?|al|a|au|jusqu'(?:au|a|en)|into|-{1,3})"
_REACHING = (
    r"(?:and\s)?(?:(?:up|right up|on up|right|all the way|on|ending|ends|go|goes|going|run|runs|running|"
    r"continue|"
    rf"continuing|extending|y|and)\s)?(?:(?:ending|ends|end|finishing|finish|concluding|closing|stopping)\s(?:in|on|with|at)|finishing|ending|{_UNTIL})"
    r"(?:\sto)?(?:,?\s(?:and )?including,?|\sand with|\sincl\.?)?"
)
_ASIDE = r"(?:,\s[^,.;:()]{1,50},|\s?\([^()]{1,60}\)|[)\"'\]])?"
_WHOLE = (  # "2024 and all of 2025", "las de 2023 y las de 2024"
    r"(?:(?:all|(?:the\s)?(?:whole|entirety)|the (?:ones|same)|those|(?:the )?(?:rest|remainder))\s"
    r"(?:of|in|from|for)\s(?:the\s)?|(?:l[oa]s|el|la)\sdel?\s(?:ano\s)?|todo\s(?:el\s)?|all\s|for all\s"
    r"(?:of\s)?)?"
)
_ARTICLES = (
    r"(?:(?:the|el|la|los|le|les|including|year|ano|about|around|roughly|approximately|maybe|say)\s){0,2}"
    rf"{_WHOLE}"
)
_RANGE = re.compile(rf"{_ASIDE}\s{{0,3}},?\s?{_REACHING}\s{{0,3}}{_ARTICLES}")
_AND = re.compile(
    r"\s{0,3},?\s?(?:and|y|e|et|&)\s{1,3}(?:the\s|el\s|la\s|le\s)?(?:up to\s)?"
    rf"{_WHOLE}"
)
_LIST = re.compile(
    r"\s{0,3}(?:,|and|,\s?and|&|y|e|or|,\s?or|plus|,\s?plus|\+|and also|as well as|/)\s{1,3}"
    rf"(?:then\s|again\s|also\s)?(?:for\s|in\s|the\s|en\s|el\s)?{_WHOLE}|,\s?|\s{1, 2}|/"
)
_LABELLED = re.compile(
    r"[\"'\])]{0,2}[,;]?\s{0,4}[\"']?(?:to|thru|through|end|until|till|hasta|fin)"
    r"(?:[ _]?date)?[\"']?\s?[:=]\s{0,3}[\"']?"
)
_ANAPHORA = re.compile(
    r"[.,;]?\s{1,2}(?:so\s|and\s)?from (?:that|this|then|there)(?: (?:day|date|time|point|month|year))?"
    rf"(?: on)?,?\s{_REACHING}\s{{1,3}}{_ARTICLES}"
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


class Lead(Enum):
    """What opens or closes a period before a single point."""

    SINCE = auto()
    STARTING = auto()
    FROM = auto()
    AFTER = auto()
    UNTIL = auto()
    BEFORE = auto()


_NEARLY = (
    r":?(?:,?\s{1,2}(?:in|at|with|from|on|de|del|el|la|los|le|les|about|around|roughly|the|and|including|least|"
    r"year|ano|say)){0,4}"
    r"\s{1,2}$"
)
_LEADS = (
    (
        Lead.SINCE,
        (
            r"(?:ever\s)?since|desde|depuis|dating (?:back )?to|(?:going |goes? |all the way )?back to|"
            r"as far back as|(?:in|on) or after|newer than"
        ),
    ),
    (
        Lead.STARTING,
        r"starting|beginning|commencing|begin|start|a partir|as of|empezando|comenzando",
    ),
    (Lead.FROM, r"from"),
    (Lead.AFTER, r"after|later than|despues|posteriores a|post[- ]"),
    (Lead.UNTIL, r"jusqu'(?:au|a|en)|(?:up\s)?(?:until|through|thru|up to|till)|ending|hasta"),
    (Lead.BEFORE, r"prior to|before|earlier than|older than|antes|avant|anteriores a|previos? a|pre[- ]?"),
)
_LEAD = re.compile(
    r"(?<!\w)(?:"
    + "|".join(rf"(?P<{lead.name}>{words})" for lead, words in _LEADS)
    + rf")(?:{_NEARLY}|(?<=[- ])$|(?<=pre)$)"
)
_FAR_LEAD = re.compile(r"(?<!\w)(?:ever since|since|desde que|desde|starting|beginning|from|back to|after)\s")
_DATED = re.compile(rf"(?<![\w/-]){YEAR}(?![\w/-])")
_ANY_FAR_LEAD = re.compile("since|desde|starting|beginning|from|back to|after")
_BESIDE = re.compile(
    r"(?:\(|(?<!\w)(?:in|on|en|el|of|de|was|around|about|back in|:)\s(?:the\s|early\s|late\s)?)$"
)


# The last words of the leads: most points have none of them near before them.
_LEADS_END = {
    *(
        "since",
        "desde",
        "to",
        "back",
        "after",
        "than",
        "starting",
        "beginning",
        "commencing",
        "begin",
        "start",
    ),
    *("partir", "of", "empezando", "comenzando", "from", "despues", "a", "post", "until", "through", "thru"),
    *(
        "till",
        "au",
        "en",
        "depuis",
        "avant",
        "ending",
        "hasta",
        "before",
        "antes",
        "previo",
        "previos",
        "pre",
    ),
}
_NEARLY_WORDS = 5
_NEARLY_FAR = 50  # characters of so many words, which are short ones
_WORD = re.compile(r"[a-z]+")


_NOT = re.compile(r"(?<!\w)(?:nothing|none|not|no|never|nada|ninguno)(?: at all| of it)?,? $")


def denied(before: str) -> bool:
    """Whether a lead is denied by the words before it: "nothing after 1970", "no older than 2015"."""
    return _NOT.search(before) is not None


def lead_before(before: str) -> tuple[int, Lead] | None:
    """Read "since", "from", "until" … right before a point: how long the words are, and what they say."""
    if before.endswith(" ") and _LEADS_END.isdisjoint(_WORD.findall(before[-_NEARLY_FAR:])[-_NEARLY_WORDS:]):
        return None
    found = _LEAD.search(before)
    if found is None or found.lastgroup is None:
        return None
    return len(before) - found.start(), Lead[found.lastgroup]


def far_lead_before(before: str) -> tuple[int, str] | None:
    """Read "since the gate was moved in" before a point: a lead with some words of the same sentence between."""
    if _ANY_FAR_LEAD.search(before) is None:
        return None
    beside = _BESIDE.search(before)
    clause = re.split(r"[.;!?]\s|\n\n|\s-{1,2}\s", before)[-1]
    leads = list(_FAR_LEAD.finditer(clause))
    if not leads:
        return None
    length, lead = len(clause) - leads[-1].start(), leads[-1][0].strip()
    if _DATED.search(clause, leads[-1].end()):
        return None  # the lead is that of another point: "desde 2024, en excel, el 6 de mayo"
    return (length, lead) if beside or ("since" in lead and length <= _NEAR) else None


_TO_NOW = (
    rf"(?:{_REACHING}\s{{0,2}}(?:(?:the|el|la|este|whenever|about)\s){{0,2}}(?:very\s)?"
    r"(?:present|presente|now|ahora|date|fecha|current|actualidad|last ones?\b|last (?:day|month|"
    r"year) you have|this (?:very )?(?:day|month|year|week)|whatever|"
    r"momento|sol de hoy|"
    r"dia de hoy|latest|most recent)(?: (?:day|date|time|moment))?(?:\syou have)?"
)
_OPEN_AFTER = re.compile(
    rf"{_ASIDE}\s{{0,2}},?\s?{_TO_NOW}"
    r"|to-date|to date|so far|onwards?|forwards?|on up|upwards?\b|ff\.?|et seq\.?|y siguientes|"
    r"(?:de ahi )?(?:para|pa) "
    r"(?:aca|adelante)|hacia (?:aca|adelante)|(?:and|&) (?:every|each|all)\w* (?:\w+ )?since(?! \w)|and counting|"
    r"[\"']?,?\s?[\"'](?:to|end|until|end_date|thru)[\"']?\s?:\s?[\"']?(?:null|none|present|now|today|latest)\b|on(?=\s?[.,;:?!)\n]|$|\s(?:please|by|with|as|is|so|"
    r"in csv|for|and|if)\b)|"
    r"and (?:later|after|on|newer|onwards?|up|forward|beyond|since(?! \w))|or (?:later|newer|after)|"
    r"and whatever|and anything (?:newer|since|later)|en adelante|[ya] la fecha|\+|-(?=\s?$|\s?[,.;)]))(?!\w)"
)
_CLOSING = re.compile(
    rf"{_ASIDE}\s{{0,2}},?\s?{_REACHING}\s{{0,2}}(?:(?:and|including|the|el|la)\s){{0,3}}"
    rf"(?:(?P<yesterday>yesterday|ayer)|(?P<hoy>hoy)|(?:(?:last|this past|the past|"
    rf"just this past)\s(?P<weekday>{either(WEEKDAYS)})(?:,?\s\(?(?:the\s)?(?P<number>[12]?\d|3[01])(?:st|"
    rf"nd|rd|th)\)?)?)|(?P<today>today|this morning|"
    rf"(?:my|this) (?:letter|request|e-?mail|message|note|writing)|"
    rf"(?:date|day) of this (?:letter|"
    r"request|e-?mail|message|note)|"
    r"day (?:i write|you (?:run|pull|export) (?:it|this|them)))|(?P<last>last week))(?!\w|'s\b)"
)


_ANY_CLOSING = re.compile(
    "today|yesterday|last |past |this morning|(?:my|this) (?:letter|request|e-?mail|message|note|"
    "writing)|da(?:te|y) (?:of|i|you)|last week|hoy|ayer"
)


_ON = re.compile(
    r"\son(?![\w'-]|\s(?:the|a|an|my|our|your|his|her|their|this|that|file|[a-z]+\s(?:street|st|"
    r"road|rd|avenue|ave|drive)|\d)\b)"
)


def opening_after(after: str, *, led: bool = False) -> int | None:
    """How long the words are that leave the end open: "to the present", "onward", and after "from" a mere "on"."""
    found = _OPEN_AFTER.match(after) or (_ON.match(after) if led else None)
    return found.end() if found else None


def closing_after(after: str, today: date) -> tuple[int, tuple[date | None, ...]] | None:
    """Read "through yesterday", "until today": how long, and the ends that it can mean."""
    found = _CLOSING.match(after) if _ANY_CLOSING.search(after) else None
    if found is None:
        return None
    if found["yesterday"]:
        return found.end(), (today - timedelta(days=1),)
    if found["weekday"]:
        day = weekday_behind(WEEKDAYS[found["weekday"]], int(found["number"] or 0), today)
        return found.end(), (day,)
    if found["last"]:
        return found.end(), (today - timedelta(days=today.weekday() + 1),)
    return found.end(), (None, today) if found["hoy"] else (today, None)


INTRODUCTION = 24  # characters before a point in which it can be introduced
INTRODUCED = re.compile(
    r"(?<!\w)(?:in|for|during|throughout|over|en|durante|para|months? of|mes de|all of|all|entire|whole|"
    r"todo|tod[oa]s? (?:el mes )?de|covering|"
    r"within)\s(?:the\s|all of\s|el\s|la\s)?$|(?:^|(?<!\bmr)(?<!\bms)(?<!\bdr)[.!?]\s|\n\n)$"
)
