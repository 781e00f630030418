"""Which file format or service is wanted: the formats that the vocabulary finds and the tagger takes for wishes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from intake.request.model import ANY_FORMAT, Field, Finding, RequestKind, State
from intake.request.survey import READER, Survey
from intake.request.tags import Label
from intake.request.wording import phrases

API = "API"
_LEAST = 0.5
_INTERFACE = re.compile(r"\b(?:api|endpoint|feed|key|token|rest|quota|webhook)\b", re.IGNORECASE)


class FormatWords(BaseModel):
    """Section `[formats]`: the words for each format, and those that say that any will do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: Mapping[str, tuple[str, ...]] = {}
    anything: tuple[str, ...] = ()


def read_formats(seen: Survey, words: FormatWords, kind: RequestKind) -> tuple[Finding[str], ...]:
    """The formats asked for, in the order of their first mention; "any" alone where any will do."""
    found: dict[str, Finding[str]] = {}
    for start, end, name in _mentions(seen, words):
        if seen.share(Label.FORMAT, start, end) >= _LEAST:
            found.setdefault(name, Finding(Field.FORMATS, name, seen.text[start:end], READER))
    if kind is RequestKind.API_ACCESS:
        found = {API: found.get(API) or _interface(seen), **found}
    elif len(found) > 1:
        found.pop(API, None)
    if not found:
        for mark in seen.tagged.of(Label.ANY_FORMAT):
            text = seen.text[mark.start : mark.end]
            return (Finding(Field.FORMATS, ANY_FORMAT, text, READER, State.WILDCARD),)
    return tuple(found.values())


def _mentions(seen: Survey, words: FormatWords) -> Iterator[tuple[int, int, str]]:
    """Every mention of a format in order, the longest at one place."""
    hits = [
        (hit.start(), hit.end(), name)
        for name, wordings in words.names.items()
        for hit in phrases(wordings).finditer(seen.folded)
    ]
    last = -1
    for start, end, name in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if start >= last:
            yield start, end, name
            last = end


def _interface(seen: Survey) -> Finding[str]:
    """An API request asks for an API; the words are those that say so, else the subject."""
    said = _INTERFACE.search(seen.passage.text)
    text = said[0] if said else seen.passage.subject
    return Finding(Field.FORMATS, API, text, READER, State.DERIVED)
