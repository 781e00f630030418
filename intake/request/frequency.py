"""How often the data will be pulled or refreshed; the rhythm of the data itself is none of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding, Frequency, RequestKind
from intake.request.passage import Passage
from intake.request.wording import fold, phrases

READER = "frequency"
_FOLLOWING = 32  # characters: "monthly water usage totals" is a name of data
_BY_THEMSELVES = (Frequency.ONCE, Frequency.REALTIME)


class FrequencyWords(BaseModel):
    """Section `[frequencies]`: `plain` wordings say it alone, `rhythms` need a word of pulling near."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plain: Mapping[Frequency, tuple[str, ...]] = {}
    rhythms: Mapping[Frequency, tuple[str, ...]] = {}
    pulling: tuple[str, ...] = ()
    not_ours: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def read_frequency(passage: Passage, words: FrequencyWords, kind: RequestKind) -> Finding[Frequency] | None:
    """The rhythm in which they want the data: a labelled line first, else the plainest words of the prose."""
    for line in passage.under(Field.FREQUENCY):
        if found := _first(line.value, words, anywhere=True):
            return found
    if kind is RequestKind.NONE:
        return None
    for text in (passage.prose, passage.text):
        if found := _first(text, words, anywhere=kind is RequestKind.API_ACCESS):
            return found
    return None


def _first(text: str, words: FrequencyWords, *, anywhere: bool) -> Finding[Frequency] | None:
    """The first rhythm, the longest of those at one place; `anywhere` takes a bare one without a pull near it."""
    folded = fold(text)
    hits: list[tuple[int, int, Frequency]] = []
    for table, bare in ((words.plain, False), (words.rhythms, True)):
        for frequency, wordings in table.items():
            for found in phrases(wordings).finditer(folded):
                start, end = found.span()
                certain = not bare and (anywhere or frequency in _BY_THEMSELVES)
                if (certain or _pulled(folded, start, end, words)) and not _declined(folded, start, words):
                    hits.append((start, -end, frequency))
    if not hits:
        return None
    start, end, frequency = min(hits, key=lambda hit: hit[:2])
    return Finding(Field.FREQUENCY, frequency, text[start:-end], READER)


def _declined(folded: str, start: int, words: FrequencyWords) -> bool:
    """What is not wanted is no rhythm: "I won't need the monthly update"."""
    clause = re.split(r"[.;!?\n]", folded[max(0, start - 30) : start])[-1]
    return phrases(words.unwanted).search(clause) is not None


def _pulled(folded: str, start: int, end: int, words: FrequencyWords) -> bool:
    """Is there a word of sending or fetching in the sentence, and does the rhythm not belong to the data."""
    left = max(folded.rfind(mark, 0, start) for mark in (". ", "? ", "! ", "\n\n"))
    ends = [at for mark in (". ", "? ", "! ", "\n\n") if (at := folded.find(mark, end)) >= 0]
    sentence = folded[max(left, start - 120, 0) : min([*ends, end + 100])]
    following = re.split(r"[.,;:!?()\n]", folded[end : end + _FOLLOWING])[0]
    theirs = phrases(words.not_ours).search(following) is not None
    return phrases(words.pulling).search(sentence) is not None and not theirs
