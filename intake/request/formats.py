"""Which file format or service is wanted: the formats that the vocabulary finds and the tagger takes for wishes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from intake.request.model import ANY_FORMAT, Field, Finding, RequestKind, State
from intake.request.survey import READER, Survey
from intake.request.tags import Label
from intake.request.wording import phrases

API = "API"
_LEAST = 0.5
_BEFORE = 60  # characters before a mention in which its negation stands
_GAP = r"(?:[ \"'(]|\n(?!\n))*"
_ARTICLES = re.compile(
    rf"{_GAP}(?:(?:as|in|an?|the|any|to|use|open|como|en|un|una|el|la|los|las)\b{_GAP}){{0,3}}"
)
_OR = re.compile(r"\s*(?:files?\s)?(?:or|nor|ni|o|/)\s(?:an?\s|as\s)?")
_INTERFACE = re.compile(r"\b(?:api|endpoint|feed|key|token|rest|quota|webhook)\b", re.IGNORECASE)


class FormatWords(BaseModel):
    """Section `[formats]`: the words for each format, and those that say that any will do.

    `negations` stand right before a format that is not wanted; `but` are those of them that leave any other
    ("anything but PDF"); `unless` are words that hold a negation and negate nothing ("if not, Excel").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: Mapping[str, tuple[str, ...]] = {}
    anything: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that names a format; `negated` is the negation before it, "" where it is not negated."""

    start: int
    end: int
    name: str
    negated: str = ""


def read_formats(seen: Survey, words: FormatWords, kind: RequestKind) -> tuple[Finding[str], ...]:
    """The formats asked for, in the order of their first mention; "any" alone where any will do."""
    found: dict[str, Finding[str]] = {}
    mentions = list(mentions_of(seen.folded, words))
    for one in mentions:
        if not one.negated and seen.share(Label.FORMAT, one.start, one.end) >= _LEAST:
            found.setdefault(
                one.name, Finding(Field.FORMATS, one.name, seen.text[one.start : one.end], READER)
            )
    if kind is RequestKind.API_ACCESS:
        found = {API: found.get(API) or _interface(seen), **found}
    elif len(found) > 1:
        found.pop(API, None)
    if not found:
        for mark in seen.tagged.of(Label.ANY_FORMAT):
            text = seen.text[mark.start : mark.end]
            return (Finding(Field.FORMATS, ANY_FORMAT, text, READER, State.WILDCARD),)
        for one in mentions:
            if phrases(words.but).fullmatch(one.negated):
                text = seen.text[one.start : one.end]
                return (Finding(Field.FORMATS, ANY_FORMAT, text, READER, State.WILDCARD),)
    return tuple(found.values())


def mentions_of(folded: str, words: FormatWords) -> Iterator[Mention]:
    """Every mention of a format in folded text in order, the longest at one place, and whether it is negated."""
    hits = [
        (hit.start(), hit.end(), name)
        for name, wordings in words.names.items()
        for hit in phrases(wordings).finditer(folded)
    ]
    last = Mention(0, -1, "")
    for start, end, name in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= last.end:
            either = last.negated if _OR.fullmatch(folded[max(last.end, 0) : start]) else ""
            last = Mention(
                start, end, name, either or _negation(folded[max(0, start - _BEFORE) : start], words)
            )
            yield last


def _negation(before: str, words: FormatWords) -> str:
    """The negation that the words before a mention end with: "not", "instead of an"."""
    for hit in phrases(words.negations).finditer(before):
        held = phrases(words.unless).search(before[: hit.end()])
        if _ARTICLES.fullmatch(before[hit.end() :]) and not (held and held.end() == hit.end()):
            return hit[0]
    return ""


def _interface(seen: Survey) -> Finding[str]:
    """An API request asks for an API; the words are those that say so, else the subject."""
    said = _INTERFACE.search(seen.passage.text)
    text = said[0] if said else seen.passage.subject
    return Finding(Field.FORMATS, API, text, READER, State.DERIVED)
