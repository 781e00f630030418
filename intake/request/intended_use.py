"""What the data are for: the stretch that the tagger points at, or that none shall be told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding, State
from intake.request.survey import READER, Survey
from intake.request.tags import Label
from intake.request.wording import fold, phrases

_EDGES = " ,.;:!?*_\"'()[]-\u2013\u2014\u201c\u201d"
_LEAST = 0.4


class UseWords(BaseModel):
    """Section `[uses]`: `declines` say that the writer keeps the purpose to themselves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    declines: tuple[str, ...] = ()


def read_intended_use(seen: Survey, words: UseWords) -> Finding[str] | None:
    """The purpose, a Finding with an empty value where it is declined, None where nothing is said."""
    declined = phrases(words.declines).search(fold(seen.passage.text))
    if declined:
        text = seen.passage.text[declined.start() : declined.end()]
        return Finding(Field.INTENDED_USE, "", text, READER, State.DECLINED)
    best = seen.tagged.pointed(Label.USE)
    if best is None or best.certainty < _LEAST:
        return None
    text = seen.text[best.start : best.end]
    return Finding(Field.INTENDED_USE, seen.said(best).strip(_EDGES), text, READER)
