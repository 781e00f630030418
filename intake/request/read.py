"""Message to Request: the one door of this room. Pure; the same message always reads the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from intake.message.model import Message, Origin
from intake.request.columns import read_columns
from intake.request.contact import read_contact
from intake.request.datasets import read_datasets
from intake.request.deadline import read_deadline
from intake.request.formats import read_formats
from intake.request.frequency import read_frequency
from intake.request.intended_use import read_intended_use
from intake.request.kind import read_kind
from intake.request.labels import cut
from intake.request.language import detect_language
from intake.request.model import Field, Finding, Request, RequestKind, State
from intake.request.passage import Passage
from intake.request.period import read_period
from intake.request.privacy import read_privacy
from intake.request.sample import read_sample
from intake.request.vocabulary import Vocabulary

_ASKS_NOTHING = frozenset({RequestKind.QUESTION, RequestKind.MISUSE_REPORT, RequestKind.NONE})
_MAX_FINDING = 400


def read(message: Message, vocabulary: Vocabulary) -> Request:
    """What the message asks for, every field with the words that prove it.

    Mail that no person wrote gives kind none, the header address and the language, and nothing else.
    """
    language = detect_language(message.text, vocabulary.languages)
    if message.origin is not Origin.PERSON:
        nobody = Passage(message.subject, message.text, date.min)
        contact, _ = read_contact(message, nobody, vocabulary.contact)
        return Request(contact=contact, language=language)
    passage = cut(message, vocabulary.labels, language)
    sources = _sources(message)
    contact, contact_findings = read_contact(message, passage, vocabulary.contact)
    datasets, plainly = read_datasets(passage, vocabulary.datasets, vocabulary.nouns, sources)
    columns = _columns(message, passage, vocabulary, datasets, sources)
    kind = read_kind(passage, vocabulary.kinds, named=plainly, columns=len(columns))
    if kind.value in _ASKS_NOTHING:
        return Request(
            kind=kind.value, contact=contact, language=language, findings=(kind, *contact_findings)
        )
    request = _asked(passage, vocabulary, kind, datasets, columns, sources)
    return replace(
        request, contact=contact, language=language, findings=(*request.findings, *contact_findings)
    )


def _sources(message: Message) -> tuple[str, ...]:
    """The texts in which the words of a finding may stand."""
    return (message.text, message.subject)


def _asked(
    passage: Passage,
    vocabulary: Vocabulary,
    kind: Finding[RequestKind],
    datasets: tuple[Finding[str], ...],
    columns: tuple[Finding[str], ...],
    sources: tuple[str, ...],
) -> Request:
    """Every field of a request for data, an interface, or a reversed decision."""
    use = read_intended_use(passage, vocabulary.uses, sources)
    names = (*(finding.value for finding in datasets), *(finding.value for finding in columns))
    protected = read_privacy(passage, vocabulary.privacy, (passage.subject, passage.text), names)
    period = read_period(passage, vocabulary.periods)
    formats = read_formats(passage, vocabulary.formats, kind.value)
    frequency = read_frequency(passage, vocabulary.frequencies, kind.value)
    deadline = read_deadline(passage, vocabulary.deadlines)
    single = tuple(finding for finding in (use, period, frequency, deadline) if finding is not None)
    return Request(
        kind=kind.value,
        datasets=tuple(finding.value for finding in datasets),
        fields=tuple(finding.value for finding in columns),
        time_range=period.value if period else None,
        formats=tuple(finding.value for finding in formats),
        intended_use=(use.value or None) if use else None,
        frequency=frequency.value if frequency else None,
        deadline=deadline.value if deadline else None,
        protected=tuple(finding.value for finding in protected),
        findings=(kind, *datasets, *columns, *formats, *single, *protected),
    )


def _columns(
    message: Message,
    passage: Passage,
    vocabulary: Vocabulary,
    datasets: tuple[Finding[str], ...],
    sources: tuple[str, ...],
) -> tuple[Finding[str], ...]:
    """The columns that are stated, else those of a sample that the mail points to."""
    sampled, said = read_sample(message, passage, vocabulary.samples)
    if sampled:
        return tuple(Finding(Field.FIELDS, name, said, "sample", State.DERIVED) for name in sampled)
    return read_columns(passage, vocabulary.columns, tuple(f.value for f in datasets), sources)
