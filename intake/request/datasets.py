"""Which data are asked for: the names that the tagger points at, each once, close to the words of the mail."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding
from intake.request.survey import READER, Survey
from intake.request.tags import Label, Mark
from intake.request.wording import fold, phrases, squeeze, words_of

_MOST = 8
_LEAST = 0.5  # that any name counts
_PLAIN, _COUNTS = 0.5, 0.1  # how plainly another name is one, and how surely it counts beside the surest
_ALIKE = 0.6  # of the words of two names: one thing named twice
_TRAILING = re.compile(r"(?:\s(?:of|for|the|in|on|at|to|and|de|del|la|las|los|el|en|y))+$", re.IGNORECASE)
_EDGES = " *_\"'.,;:!?()[]<>\u201c\u201d\u2018\u2019-\u2013\u2014\u2022"
_SMALL = frozenset(
    {"the", "of", "a", "an", "for", "your", "our", "and", "in", "all", "any", "on", "at", "data", "list"}
)
_SMALL |= frozenset({"records", "de", "del", "la", "el", "los", "las"})


class DatasetWords(BaseModel):
    """Section `[datasets]`: `leads` are words dropped at the front of a name, `generic` names that name nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    leads: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()


def read_datasets(seen: Survey, words: DatasetWords) -> tuple[Finding[str], ...]:
    """The datasets asked for, in the order of the mail; what stands in the text goes before the subject."""
    offset = seen.passage.offset
    marks = _named(seen)
    ordered = [
        *(mark for mark in marks if mark.start >= offset),
        *(mark for mark in marks if mark.end < offset),
    ]
    found: list[Finding[str]] = []
    for mark in ordered:
        name = tidy(seen.said(mark), words.leads)
        if name and not phrases(words.generic).fullmatch(fold(name)):
            found = _joined(found, Finding(Field.DATASETS, name, seen.text[mark.start : mark.end], READER))
    return tuple(found[:_MOST])


def _named(seen: Survey) -> list[Mark]:
    """The name that the tagger points at, and those beside it that are names as plainly and count too."""
    surest = seen.tagged.pointed(Label.DATASET)
    if surest is None or surest.certainty < _LEAST:
        return []
    others = [
        mark
        for mark in seen.stretches(Label.DATASET)
        if (mark.end <= surest.start or mark.start >= surest.end)
        and mark.certainty >= _PLAIN
        and seen.tagged.counts(Label.DATASET, mark.start, mark.end) >= _COUNTS
    ]
    return sorted([surest, *others], key=lambda mark: mark.start)


def tidy(said: str, leads: tuple[str, ...]) -> str:
    """A name without quotation marks around it and the little words before it."""
    name = _TRAILING.sub("", squeeze(said).strip(_EDGES))
    while lead := phrases(leads).match(fold(name)):
        rest = name[lead.end() :].lstrip(_EDGES)
        if not rest or lead.end() == 0:
            break
        name = rest
    return name if re.search(r"[^\W\d_]{2}", name) else ""


def _joined(found: list[Finding[str]], one: Finding[str]) -> list[Finding[str]]:
    """The names with one more, where it is another thing; of two names of one thing the fuller stays."""
    mine = _content(one.value)
    for place, other in enumerate(found):
        theirs = _content(other.value)
        if mine <= theirs or len(mine & theirs) >= _ALIKE * len(mine | theirs):
            return found
        if theirs < mine:
            return [*found[:place], one, *found[place + 1 :]]
    return [*found, one]


def _content(name: str) -> set[str]:
    said: Iterable[str] = words_of(name)
    told = {word.removesuffix("s") if len(word) > 3 else word for word in said}
    return told - _SMALL or told
