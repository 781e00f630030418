"""What the grammars and vocabularies say of each word, told to the tagger: here a date, there a format.

The tagger knows what words mean beside each other; it does not know which day the message was written on, which
formats this town's vocabulary has, or how a home-made form is laid out. So each word comes with hints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.request.candidate import Candidate, DayCandidate
from intake.request.passage import Passage
from intake.request.tags import HINTS, Hint
from intake.request.vocabulary import Vocabulary
from intake.request.wording import phrases

_ROW = {name: row for row, name in enumerate(HINTS)}


def hints(
    passage: Passage,
    folded: str,
    proposed: Iterable[Candidate],
    named: Iterable[DayCandidate],
    vocabulary: Vocabulary,
) -> list[Hint]:
    """Every hint of the folded text.

    `folded` is the passage's whole text, or the beginning of it; `proposed` and `named` are its periods and days.
    """
    found = [Hint(0, passage.offset, _ROW["subject"])]
    found.extend(Hint(period.start, period.end, _ROW["period"]) for period in proposed)
    found.extend(Hint(day.start, day.end, _ROW["coming day"]) for day in named)
    for name, wordings in _worded(vocabulary):
        found.extend(Hint(hit.start(), hit.end(), _ROW[name]) for hit in phrases(wordings).finditer(folded))
    found.extend(_labelled(passage))
    return found


def named_hint(name: str, start: int, end: int) -> Hint:
    """One of HINTS, by its name, of a stretch."""
    return Hint(start, end, _ROW[name])


def _worded(vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[str, ...]]]:
    formats, frequencies = vocabulary.formats, vocabulary.frequencies
    yield "format", tuple(_all(formats.names.values()))
    yield "any format", formats.anything
    yield "rhythm", tuple(_all(frequencies.rhythms.values()))
    yield "everything", vocabulary.columns.everything
    yield "whole history", vocabulary.periods.whole
    yield "present state", vocabulary.periods.current


def _all(lists: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for wordings in lists:
        yield from wordings


def _labelled(passage: Passage) -> Iterator[Hint]:
    """The values of labelled lines, where they stand."""
    whole = passage.whole
    for line in passage.labelled:
        value = line.value.strip()
        at = whole.find(value, passage.offset) if value else -1
        if at >= 0:
            name = f"under {line.field.value}" if line.field else "other label"
            yield Hint(at, at + len(value), _ROW.get(name, _ROW["other label"]))
