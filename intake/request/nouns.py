"""What makes a stretch of words a name of data: heads, boundaries, wrapping.

Used by the readers of datasets and columns, which both take a noun phrase after a cue and cut it where the name
ends: at a period, a format, a purpose, a relative clause.
"""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from intake.request.wording import fold, phrases, words_of


class NounWords(BaseModel):
    """Section `[nouns]`.

    `heads` are words that name data when they end a phrase, `heads_first` when they begin it, as in Spanish;
    `wrappers` are polite or formal coats before the
    thing itself ("everything you have on"); `containers` are words whose "of" is one more coat ("a monthly file
    of", "data on"); `leads` are single words dropped at the front; `tails` are words
    dropped at the end ("dataset", "endpoint"); `stops` are words at which a name ends; `places` are words
    before a capital letter that start a place; `generic` are phrases that name nothing ("the following").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    heads: tuple[str, ...] = ()
    heads_first: tuple[str, ...] = ()
    wrappers: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    not_data: tuple[str, ...] = ()

    @cached_property
    def stop(self) -> re.Pattern[str]:
        """Where a name ends, over folded text: stop words, punctuation, dates."""
        words = phrases(self.stops).pattern
        return re.compile(
            rf"{words}|[,;:()\[\]\"?!|\u2022=]|\s+-+\s*|\s--|\.(?:\s|$)|"
            r"\b(?:19|20)\d\d\b|\bfy\s?'?\d\d|'\d\d\b|\bq[1-4]\b|\d{1,2}/\d{1,2}"
        )

    @cached_property
    def container(self) -> re.Pattern[str]:
        """A container with its "of", and at most an article and two words before it."""
        words = phrases(self.containers).pattern
        return re.compile(
            rf"(?:(?:a|an|the|your|any|some|one|la|una|un|el)\s+)?(?:[\w'-]+\s+){{0,2}}?{words}\s+"
            r"(?:of|with|containing|showing|on|about|de|con|sobre)\s+(?=\S)"
        )

    @cached_property
    def head_set(self) -> frozenset[str]:
        """The heads, folded."""
        return frozenset(fold(head) for head in self.heads)

    @cached_property
    def first_set(self) -> frozenset[str]:
        """The heads that come first, folded."""
        return frozenset(fold(head) for head in self.heads_first)

    @cached_property
    def lead_set(self) -> frozenset[str]:
        """The leads, folded."""
        return frozenset(fold(lead) for lead in self.leads)

    @cached_property
    def tail_set(self) -> frozenset[str]:
        """The tails, folded."""
        return frozenset(fold(tail) for tail in self.tails)

    @cached_property
    def not_data_set(self) -> frozenset[str]:
        """Words that end no name of data, folded."""
        return frozenset(fold(word) for word in self.not_data)


_PARTICIPLE = re.compile(
    r"\s(?:\w{3,}ed|written|made|given|paid|sold|built|taken|kept|spent|now|running|going)(?!\w)"
)
_PREPOSITIONS = frozenset(
    {"of", "for", "on", "at", "in", "from", "by", "to", "per", "de", "del", "para", "por", "en", "a"}
)


def cut_name(tail: str, words: NounWords) -> str:
    """The name at the front of `tail`: up to the first boundary, wrapping taken off."""
    folded = fold(tail)
    start = 0
    wrapper = phrases(words.wrappers)
    for _ in range(5):
        spaces = len(folded[start:]) - len(folded[start:].lstrip(" *_\"'([:-"))
        start += spaces
        coat = wrapper.match(folded, start) or words.container.match(folded, start)
        if coat:
            start = coat.end()
            continue
        word = re.compile(r"[^\W_][\w'.-]*").match(folded, start)
        if word and word.group() in words.lead_set:
            start = word.end()
            continue
        break
    end = len(folded)
    stop = words.stop.search(folded, start + 1)
    if stop:
        end = stop.start()
    end = _cut_place(tail, folded, start, end, words)
    name = tail[start:end].strip(" *_\"'.,;:-\u2013\u2014")
    return _drop_tails(_drop_participle(name, words), words)


def _drop_participle(name: str, words: NounWords) -> str:
    """The name without a participle after its noun: "citations written on", "cases decided"."""
    for found in _PARTICIPLE.finditer(fold(name)):
        before = words_of(name[: found.start()])
        if before and (before[-1] in words.head_set or (before[-1].endswith("s") and len(before[-1]) > 4)):
            return name[: found.start()]
    return name


def _cut_place(tail: str, folded: str, start: int, end: int, words: NounWords) -> int:
    """Where a place begins: a preposition before a capital letter or a house-number."""
    for found in phrases(words.places).finditer(folded, start, end):
        if found.start() == start:
            continue
        rest = tail[found.end() : end].strip()
        if rest and (rest[0].isupper() or rest[0].isdigit()):
            return found.start()
    return end


def _drop_tails(name: str, words: NounWords) -> str:
    while True:
        head, _, last = name.rpartition(" ")
        if head and fold(last).strip("*_\"'") in words.tail_set:
            name = head.rstrip(" *_\"',")
        else:
            return name


def head_of(name: str) -> str:
    """The noun that a name is about: the last word before its first preposition."""
    said = words_of(name)
    for place, word in enumerate(said):
        if place and word in _PREPOSITIONS:
            return said[place - 1]
    return said[-1] if said else ""


def has_head(name: str, words: NounWords) -> bool:
    """Whether the name is about something that names data."""
    return head_of(name) in words.head_set or _spanish_head(name, words)


def _spanish_head(name: str, words: NounWords) -> bool:
    """Spanish puts the noun first: "permisos de construccion"."""
    said = words_of(name)
    return (
        bool(said)
        and said[0] in words.head_set
        and len(said) > 1
        and said[1] in {"de", "del", "para", "por", "a"}
    )


def is_plural(name: str) -> bool:
    """Whether the head looks like a plural (English and Spanish)."""
    last = head_of(name)
    return len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is", "'s"))
