"""What a person wants of the office: the kind that the tagger gives the whole of the message."""

from __future__ import annotations

from intake.request.model import Field, Finding, RequestKind
from intake.request.survey import READER, Survey
from intake.request.tags import Label
from intake.request.wording import words_of

_SHOWN = 80  # characters of the text that stand for the whole of it


def read_kind(seen: Survey) -> Finding[RequestKind]:
    """The most probable kind. What proves it is the name of the data, else the beginning of the text."""
    kind = max(seen.tagged.kinds, key=lambda one: seen.tagged.kinds[one])
    told = any(mark.label not in (Label.PERSON, Label.ORGANIZATION) for mark in seen.tagged.marks)
    if not told and not words_of(seen.passage.text):
        kind = RequestKind.NONE  # nothing is written: the judge of the whole has nothing to judge
    named = max(seen.tagged.of(Label.DATASET), key=lambda mark: mark.certainty, default=None)
    text = seen.text[named.start : named.end] if named else ""
    beginning = seen.passage.text.strip()[:_SHOWN] or seen.passage.subject
    return Finding(Field.KIND, kind, text or beginning, READER)
