"""How often the data will be pulled or refreshed; the rhythm of the data itself is none of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding, Frequency, RequestKind
from intake.request.passage import Passage
from intake.request.wording import fold, phrases

READER = "frequency"


class FrequencyWords(BaseModel):
    """Section `[frequencies]`: `plain` wordings say it alone, `rhythms` need a word of pulling near."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plain: Mapping[Frequency, tuple[str, ...]] = {}
    rhythms: Mapping[Frequency, tuple[str, ...]] = {}
    pulling: tuple[str, ...] = ()
    not_ours: tuple[str, ...] = ()


def read_frequency(passage: Passage, words: FrequencyWords, kind: RequestKind) -> Finding[Frequency] | None:
    """The rhythm in which they want the data; a labelled line first, the last word of the prose else."""
    for line in passage.under(Field.FREQUENCY):
        if found := _first(line.value, words, near=False):
            return found
    return _first(passage.prose, words, near=True) if kind is not RequestKind.NONE else None


def _first(text: str, words: FrequencyWords, *, near: bool) -> Finding[Frequency] | None:
    folded = fold(text)
    hits: list[tuple[int, int, Frequency]] = []
    for frequency, wordings in words.plain.items():
        hits += [(found.start(), found.end(), frequency) for found in phrases(wordings).finditer(folded)]
    for frequency, wordings in words.rhythms.items():
        for found in phrases(wordings).finditer(folded):
            if not near or _pulled(folded, found.start(), found.end(), words):
                hits.append((found.start(), found.end(), frequency))
    if not hits:
        return None
    start, end, frequency = min(hits)
    return Finding(Field.FREQUENCY, frequency, text[start:end], READER)


def _pulled(folded: str, start: int, end: int, words: FrequencyWords) -> bool:
    left = max(folded.rfind(mark, 0, start) for mark in (". ", "? ", "! ", "\n\n"))
    ends = [at for mark in (". ", "? ", "! ", "\n\n") if (at := folded.find(mark, end)) >= 0]
    sentence = folded[max(left, start - 120) : min([*ends, end + 100])]
    return phrases(words.pulling).search(sentence) is not None and not re.search(
        phrases(words.not_ours), folded[end : end + 30].lstrip()[:25]
    )
