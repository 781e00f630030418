"""What the data are for: the plainest stretch that the tagger takes for a purpose, or that none shall be told."""

from __future__ import annotations

import math

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding, State
from intake.request.survey import READER, Survey
from intake.request.tags import Label, Mark
from intake.request.wording import fold, phrases

_EDGES = " ,.;:!?*_\"'()[]-\u2013\u2014\u201c\u201d"
_FULL = 6  # words: longer purposes are no plainer
_SHORT = 2
_LEAST = 0.3


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
    marks = [
        mark
        for mark in seen.stretches(Label.USE)
        if _words(seen, mark) >= _SHORT and mark.certainty >= _LEAST
    ]
    best = max(marks, key=lambda mark: _plainness(seen, mark), default=None)
    if best is None:
        return None
    text = seen.text[best.start : best.end]
    return Finding(Field.INTENDED_USE, seen.said(best).strip(_EDGES), text, READER)


def _words(seen: Survey, mark: Mark) -> int:
    return len(seen.said(mark).split())


def _plainness(seen: Survey, mark: Mark) -> float:
    return mark.certainty * math.sqrt(min(_words(seen, mark), _FULL))
