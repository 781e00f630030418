"""One field out of a few words that are known to speak of it: an answer to our question, a labelled line.

No tagger is asked: which field the words are about is known already.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from intake.request.courtesies import bare
from intake.request.datasets import tidy
from intake.request.formats import mentions_of
from intake.request.model import ALL_FIELDS, ANY_FORMAT, Field, Finding, Period, State
from intake.request.spans import periods
from intake.request.vocabulary import Vocabulary
from intake.request.wording import fold, phrases, squeeze

READER = "answer"
_LONGEST = 400
_LONGEST_NAME = 8  # words: what is longer than a name of data is a sentence that holds one
_MOST_COLUMNS = 60
_PLAIN_SPAN = 6  # weight of a period that is told as a span
_EDGES = " \t\n.,;:!?*_\"'()[]-\u2013\u2014\u2022"
_COLUMNS = re.compile(r"\s*(?:[,;\n\u2022]|\s(?:and|plus|y|e)\s|\s&\s)\s*(?:(?:and|y)\s)?")

Read = Callable[[str, Vocabulary, date], tuple[Finding[object], ...]]


def read_value(
    field: Field, said: str, vocabulary: Vocabulary, today: date, default: str = ""
) -> tuple[Finding[object], ...]:
    """The findings of a field in words that speak of it, none where they do not tell it.

    `default` is what our letter offers to who has no preference; relative dates count from `today`. Each
    finding's text is `said`, as it stands.
    """
    said = said[:_LONGEST]
    words = vocabulary.answers
    plain = bare(said, words.courtesies)
    if phrases(words.nothing).fullmatch(plain) or not plain:
        return ()
    if phrases(words.anything).fullmatch(plain):
        return _anything(field, said)
    if phrases(words.default).fullmatch(plain):
        return _offered(field, said, vocabulary, today, default)
    return _READERS[field](said, vocabulary, today) if field in _READERS else ()


def _anything(field: Field, said: str) -> tuple[Finding[object], ...]:
    """All of it, where the field has such a value; of a purpose, that none is told."""
    values: dict[Field, object] = {
        Field.TIME_RANGE: Period(whole="all"),
        Field.FORMATS: ANY_FORMAT,
        Field.FIELDS: ALL_FIELDS,
    }
    if field is Field.INTENDED_USE:
        return (Finding(field, "", said, READER, State.DECLINED),)
    return (Finding(field, values[field], said, READER, State.WILDCARD),) if field in values else ()


def _offered(
    field: Field, said: str, vocabulary: Vocabulary, today: date, default: str
) -> tuple[Finding[object], ...]:
    """What our letter offers in place of an answer; there is no data that we could offer by ourselves."""
    if field is Field.DATASETS or not default:
        return ()
    if field in (Field.FORMATS, Field.FIELDS, Field.INTENDED_USE):
        return _anything(field, said)
    found = _READERS[field](default, vocabulary, today) if field in _READERS else ()
    if not found:  # the town words its default in its own way: it holds, whatever it is
        return (Finding(field, None, said, READER, State.WILDCARD),)
    return tuple(Finding(field, one.value, said, READER, State.WILDCARD) for one in found)


def _period(said: str, vocabulary: Vocabulary, today: date) -> tuple[Finding[object], ...]:
    folded, words = fold(said), vocabulary.periods
    found = periods(folded, today, words.fiscal_year_starts)
    if found:
        best = max(found, key=lambda one: (one.weight, -one.start))
        return (Finding(Field.TIME_RANGE, best.period, said, READER),)
    for wordings, whole, state in (
        (words.whole, "all", State.WILDCARD),
        (words.current, "current", State.STATED),
    ):
        if phrases(wordings).search(folded):
            return (Finding(Field.TIME_RANGE, Period(whole=whole), said, READER, state),)
    return ()


def _formats(said: str, vocabulary: Vocabulary, _today: date) -> tuple[Finding[object], ...]:
    folded = fold(said)
    names = dict.fromkeys(one.name for one in mentions_of(folded, vocabulary.formats) if not one.negated)
    if not names and phrases(vocabulary.formats.anything).search(folded):
        return _anything(Field.FORMATS, said)
    return tuple(Finding(Field.FORMATS, name, said, READER) for name in names)


def _frequency(said: str, vocabulary: Vocabulary, _today: date) -> tuple[Finding[object], ...]:
    for frequency, wordings in vocabulary.frequencies.rhythms.items():
        if phrases(wordings).search(fold(said)):
            return (Finding(Field.FREQUENCY, frequency, said, READER),)
    return ()


def _datasets(said: str, vocabulary: Vocabulary, today: date) -> tuple[Finding[object], ...]:
    """The words themselves, where they are a name and nothing more."""
    name = tidy(said, vocabulary.datasets.leads)
    more = _period(said, vocabulary, today) or _formats(said, vocabulary, today)
    generic = phrases(vocabulary.datasets.generic).fullmatch(fold(name))
    if not name or generic or more or len(name.split()) > _LONGEST_NAME or "?" in said:
        return ()
    return (Finding(Field.DATASETS, name, said, READER),)


def _columns(said: str, vocabulary: Vocabulary, today: date) -> tuple[Finding[object], ...]:
    """The words themselves, one by one."""
    said_of_columns = said
    if phrases(vocabulary.columns.everything).search(fold(said)):
        return _anything(Field.FIELDS, said)
    for span in reversed(periods(fold(said), today, vocabulary.periods.fiscal_year_starts)):
        if span.weight >= _PLAIN_SPAN:  # "2020 and later only need address" tells no column of that name
            said_of_columns = said_of_columns[: span.start] + said_of_columns[span.end :]
    leads = (*vocabulary.columns.leads, *vocabulary.answers.courtesies)
    names = (tidy(part, leads) for part in _COLUMNS.split(said_of_columns.strip(_EDGES)))
    told = list(dict.fromkeys(name for name in names if name))[:_MOST_COLUMNS]
    return tuple(Finding(Field.FIELDS, name, said, READER) for name in told)


def _use(said: str, vocabulary: Vocabulary, _today: date) -> tuple[Finding[object], ...]:
    if phrases(vocabulary.uses.declines).search(fold(said)):
        return (Finding(Field.INTENDED_USE, "", said, READER, State.DECLINED),)
    return (Finding(Field.INTENDED_USE, squeeze(said).strip(_EDGES), said, READER),)


_READERS: dict[Field, Read] = {
    Field.TIME_RANGE: _period,
    Field.FORMATS: _formats,
    Field.FREQUENCY: _frequency,
    Field.DATASETS: _datasets,
    Field.FIELDS: _columns,
    Field.INTENDED_USE: _use,
}
