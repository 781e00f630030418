"""Which columns are asked for: those that the words name, all of them, or those of a sample."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from intake.message.model import Message
from intake.request.datasets import tidy
from intake.request.model import ALL_FIELDS, Field, Finding, State
from intake.request.sample import SampleWords, read_sample
from intake.request.survey import READER, Survey
from intake.request.tags import Label
from intake.request.wording import fold

_MOST = 60
_NEARLY = 0.6  # of the certainty of the surest column


class ColumnWords(BaseModel):
    """Section `[columns]`: `everything` says that all columns are wanted, `leads` are dropped before a name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    everything: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


def read_columns(
    seen: Survey, message: Message, words: ColumnWords, samples: SampleWords
) -> tuple[Finding[str], ...]:
    """The columns in the order of the mail; ("all",) where every one is wanted."""
    sampled, said = read_sample(message, seen.passage, samples)
    if sampled:
        return tuple(Finding(Field.FIELDS, name, said, "sample", State.DERIVED) for name in sampled)
    found: dict[str, Finding[str]] = {}
    marks = seen.stretches(Label.COLUMN, _NEARLY)
    whole = max(seen.tagged.of(Label.EVERYTHING), key=lambda mark: mark.certainty, default=None)
    if whole and whole.certainty > max((mark.certainty for mark in marks), default=0.0):
        text = seen.text[whole.start : whole.end]
        return (Finding(Field.FIELDS, ALL_FIELDS, text, READER, State.WILDCARD),)
    for mark in marks:
        name = tidy(seen.said(mark), words.leads)
        if name:
            found.setdefault(
                fold(name), Finding(Field.FIELDS, name, seen.text[mark.start : mark.end], READER)
            )
    return tuple(found.values())[:_MOST]
