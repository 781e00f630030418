"""How often the data will be pulled or refreshed, as the tagger bears it out; not the rhythm of the data itself."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding, Frequency
from intake.request.survey import READER, Survey
from intake.request.tags import Label
from intake.request.wording import phrases

_LEAST = 0.35


class FrequencyWords(BaseModel):
    """Section `[frequencies]`: the words that tell each rhythm; the first rhythm that a stretch tells is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rhythms: Mapping[Frequency, tuple[str, ...]] = {}


def read_frequency(seen: Survey, words: FrequencyWords) -> Finding[Frequency] | None:
    """The rhythm in which they want the data, if it is one that we have a name for."""
    mark = seen.tagged.pointed(Label.FREQUENCY)
    if mark is None or mark.certainty < _LEAST:
        return None
    for frequency, wordings in words.rhythms.items():
        if phrases(wordings).search(seen.folded[mark.start : mark.end]):
            return Finding(Field.FREQUENCY, frequency, seen.text[mark.start : mark.end], READER)
    return None
