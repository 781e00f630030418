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

    `heads` are words that name data when they end a phrase; `wrappers` are polite or formal coats before the
    thing itself ("a list of", "copies of"); `leads` are single words dropped at the front; `tails` are words
    dropped at the end ("dataset", "endpoint"); `stops` are words at which a name ends; `places` are words
    before a capital letter that start a place; `generic` are phrases that name nothing ("the following").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    heads: tuple[str, ...] = ()
    wrappers: tuple[str, ...] = ()
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
    def head_set(self) -> frozenset[str]:
        """The heads, folded."""
        return frozenset(fold(head) for head in self.heads)

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


_PLACE_NAME = re.compile(r"\s+(?=(?:the\s+|our\s+|my\s+|downtown|town)?\S)")


def cut_name(tail: str, words: NounWords) -> str:
    """The name at the front of `tail`: up to the first boundary, wrapping taken off."""
    folded = fold(tail)
    start = 0
    wrapper = phrases(words.wrappers)
    for _ in range(5):
        spaces = len(folded[start:]) - len(folded[start:].lstrip(" *_\"'([:-"))
        start += spaces
        coat = wrapper.match(folded, start)
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
    return _drop_tails(tail[start:end].strip(" *_\"'.,;:-\u2013\u2014"), words)


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


def has_head(name: str, words: NounWords) -> bool:
    """Whether some word of the name is one that names data, or the name is plainly a plural."""
    return bool(set(words_of(name)) & words.head_set)


def is_plural(name: str) -> bool:
    """Whether the last word looks like a plural (English and Spanish)."""
    last = (words_of(name) or [""])[-1]
    return len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is"))
