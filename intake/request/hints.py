"""What the grammars and vocabularies say of each word, told to the tagger: a date here, a format there, a form's line.

The tagger knows what words mean beside each other; it does not know which day the message was written on, which
formats this town's vocabulary has, or how a home-made form is laid out. So each word comes with hints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.request.days import days
from intake.request.model import Field
from intake.request.passage import Passage
from intake.request.spans import periods
from intake.request.vocabulary import Vocabulary
from intake.request.wording import fold, phrases

HINTS = (
    "subject",
    "period",
    "coming day",
    "past day",
    "format",
    "any format",
    "rhythm",
    "everything",
    "whole history",
    "present state",
    "other label",
    *(f"under {field.value}" for field in Field if field not in (Field.KIND, Field.PROTECTED, Field.LANGUAGE)),
)
_PLACE = {name: place for place, name in enumerate(HINTS)}


def hints(passage: Passage, vocabulary: Vocabulary) -> list[tuple[int, int, int]]:
    """(start, end, row of HINTS) of every stretch of the passage's whole text that one of them speaks of."""
    folded = fold(passage.whole)
    found = [(0, passage.offset, _PLACE["subject"])]
    for period in periods(folded, passage.today, vocabulary.periods.fiscal_year_starts):
        found.append((period.start, period.end, _PLACE["period"]))
    for day in days(folded, passage.today):
        found.append((day.start, day.end, _PLACE["coming day" if day.day >= passage.today else "past day"]))
    for name, wordings in _worded(vocabulary):
        found.extend((hit.start(), hit.end(), _PLACE[name]) for hit in phrases(wordings).finditer(folded))
    found.extend(_labelled(passage))
    return found


def _worded(vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[str, ...]]]:
    formats, frequencies = vocabulary.formats, vocabulary.frequencies
    yield "format", tuple(_all(formats.names.values()))
    yield "any format", formats.anything
    yield "rhythm", (*_all(frequencies.plain.values()), *_all(frequencies.rhythms.values()))
    yield "everything", vocabulary.columns.everything
    yield "whole history", vocabulary.periods.whole
    yield "present state", vocabulary.periods.current


def _all(lists: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for wordings in lists:
        yield from wordings


def _labelled(passage: Passage) -> Iterator[tuple[int, int, int]]:
    """The values of labelled lines, where they stand."""
    for line in passage.labelled:
        value = line.value.strip()
        at = passage.whole.find(value, passage.offset) if value else -1
        if at >= 0:
            name = f"under {line.field.value}" if line.field else "other label"
            yield at, at + len(value), _PLACE.get(name, _PLACE["other label"])
