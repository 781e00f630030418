"""What opens or closes a period beside a single point: "since", "nothing after", "from 2020 on".

Every pattern looks at a short stretch beside a point, so that the whole stays linear in the text.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum, auto

from intake.request.alternatives import either
from intake.request.calendar import (
    WEEKDAYS,
    YEAR,
)
from intake.request.joining import ASIDE, REACHING
from intake.request.undated import weekday_behind

_NEAR = 40  # characters of "since they opened" before a point


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
    rf"(?:{REACHING}\s{{0,2}}(?:(?:the|el|la|este|whenever|about)\s){{0,2}}(?:very\s)?"
    r"(?:present|presente|now|ahora|date|fecha|current|actualidad|last ones?\b|last (?:day|month|"
    r"year) you have|this (?:very )?(?:day|month|year|week)|whatever|"
    r"momento|sol de hoy|"
    r"dia de hoy|latest|most recent)(?: (?:day|date|time|moment))?(?:\syou have)?"
)
_OPEN_AFTER = re.compile(
    rf"{ASIDE}\s{{0,2}},?\s?{_TO_NOW}"
    r"|to-date|to date|so far|onwards?|forwards?|on up|upwards?\b|ff\.?|et seq\.?|y siguientes|"
    r"(?:de ahi )?(?:para|pa) "
    r"(?:aca|adelante)|hacia (?:aca|adelante)|(?:and|&) (?:every|each|all)\w* (?:\w+ )?since(?! \w)|and counting|"
    r"[\"']?,?\s?[\"'](?:to|end|until|end_date|thru)[\"']?\s?:\s?[\"']?(?:null|none|present|now|today|latest)\b|on(?=\s?[.,;:?!)\n]|$|\s(?:please|by|with|as|is|so|"
    r"in csv|for|and|if)\b)|"
    r"and (?:later|after|on|newer|onwards?|up|forward|beyond|since(?! \w))|or (?:later|newer|after)|"
    r"and whatever|and anything (?:newer|since|later)|en adelante|[ya] la fecha|\+|-(?=\s?$|\s?[,.;)]))(?!\w)"
)
_CLOSING = re.compile(
    rf"{ASIDE}\s{{0,2}},?\s?{REACHING}\s{{0,2}}(?:(?:and|including|the|el|la)\s){{0,3}}"
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
