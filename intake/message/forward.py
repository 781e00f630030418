"""Forwards: whose message it is, and whether those who hand it on ask for its writer or for themselves."""

from __future__ import annotations

import re

_OWN_REQUEST_WORDS = 25
_COVER_WORDS = 60

SUBJECT = re.compile(r"^\s*(?:fwd?|fw|wg|rv|tr|i|enc|reenv|vs|doorst)\s*:", re.IGNORECASE)
_ASKS_ITSELF = re.compile(
    r"\b(?:i|we)(?:'d|\u2019d| would| am| are|'m|\u2019m)?\s(?:also\s|just\s|really\s)?"
    r"(?:need|want|like|request(?:ing)?|looking for|asking for)"
    r"\s(?:the|all|any|an?|every|each|copies|to (?:get|see|have|request))\b|"
    r"\bwhat (?:i|we)(?:'m|\u2019m| am)? (?:need|want|asking|after)\b|"
    r"\b(?:could|can|may) (?:i|we) (?:have|get|see)\b|"
    r"\b(?:could|can|would) you (?:please )?(?:send|give|provide|share)\b|"
    r"\b(?:necesito|quisiera|solicito|quiero|me gustar[íi]a)\b",
    re.IGNORECASE,
)
_DELEGATES = re.compile(
    r"\b(?:help|assist|answer|contact|take care of) (?:him|her|them|this|mrs?\b|ms\b|these)|says it all|"
    r"\bsee (?:the )?(?:\w{1,12} )?(?:below|attached)|\b(?:list|note|request|question|inquiry|letter)s? "
    r"(?:is |are )?(?:at the )?(?:below|bottom)|\bwhat (?:s?he|they) (?:asks?|needs?|wants?)|"
    r"\b(?:run|handle|process|treat|do) (?:this|it)\b|\b(?:is|are)n['\u2019]t ours\b|"
    r"\blanded\b|\bone for you\b|\b(?:ayud|atiend)\w{1,6}\b",
    re.IGNORECASE,
)
_HANDS_ON = re.compile(
    r"\b(?:attached|enclosed|forward\w*|below|landed|pass(?:ing)? (?:this|it) (?:on|along)|adjunt\w+|"
    r"reenv\w+)\b",
    re.IGNORECASE,
)


def hands_on(text: str, subject: str) -> bool:
    """True where these covering words hand on an attached message as what is asked for."""
    short = len(text.split()) < _COVER_WORDS and _HANDS_ON.search(text[:2_000]) is not None
    return (short or SUBJECT.match(subject[:40]) is not None) and not asks_itself(text)


def asks_itself(text: str) -> bool:
    """True where the one who forwards asks for something of their own, and shows the forward by the way."""
    said = text[:5_000]
    return (
        len(said.split()) >= _OWN_REQUEST_WORDS
        and _ASKS_ITSELF.search(said) is not None
        and _DELEGATES.search(said) is None
    )
