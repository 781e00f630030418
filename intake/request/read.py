"""Message to Request: the one door of this room. Pure; the same message always reads the same."""

from __future__ import annotations

from dataclasses import replace

from intake.message.model import Message, Origin
from intake.request.columns import read_columns
from intake.request.contact import header_contact, read_contact
from intake.request.datasets import read_datasets
from intake.request.deadline import read_deadline
from intake.request.disputed import disputed
from intake.request.formats import read_formats
from intake.request.frequency import read_frequency
from intake.request.intended_use import read_intended_use
from intake.request.kind import read_kind
from intake.request.labels import cut
from intake.request.language import detect_language
from intake.request.legal_process import read_legal_process
from intake.request.look import look
from intake.request.model import LEGAL_PROCESS, Contact, Finding, Request, RequestKind
from intake.request.period import read_period
from intake.request.privacy import read_privacy
from intake.request.several import further_periods
from intake.request.survey import Survey
from intake.request.vocabulary import Vocabulary

_ASKS_NOTHING = frozenset({RequestKind.QUESTION, RequestKind.MISUSE_REPORT, RequestKind.NONE})


def read(message: Message, vocabulary: Vocabulary) -> Request:
    """What the message asks for, every field with the words that prove it.

    Mail that no person wrote gives kind none, the header address and the language, and nothing else.
    """
    language = detect_language(message.text, vocabulary.languages)
    if message.origin is not Origin.PERSON:
        return Request(contact=header_contact(message), language=language)
    request = _of_person(message, vocabulary, language)
    if (legal := read_legal_process(message, vocabulary.legal_process)) is None:
        return request
    return replace(
        request, protected=(*request.protected, LEGAL_PROCESS), findings=(*request.findings, legal)
    )


def _of_person(message: Message, vocabulary: Vocabulary, language: str) -> Request:
    passage = cut(message, vocabulary.labels, language)
    seen = look(passage, vocabulary)
    contact, found = read_contact(message, seen, vocabulary.contact)
    kind = read_kind(seen)
    if kind.value in _ASKS_NOTHING:
        return Request(kind=kind.value, contact=contact, language=language, findings=(kind, *found))
    return _asked(message, seen, vocabulary, kind, contact, language, found)


def _asked(
    message: Message,
    seen: Survey,
    vocabulary: Vocabulary,
    kind: Finding[RequestKind],
    contact: Contact,
    language: str,
    contact_findings: tuple[Finding[str], ...],
) -> Request:
    """Every field of a request for data, an interface, or a reversed decision."""
    datasets = read_datasets(seen, vocabulary.datasets)
    columns = read_columns(seen, message, vocabulary.columns, vocabulary.samples)
    names = (*(finding.value for finding in datasets), *(finding.value for finding in columns))
    protected = read_privacy(seen, vocabulary.privacy, names)
    formats = read_formats(seen, vocabulary.formats, kind.value)
    use = read_intended_use(seen, vocabulary.uses)
    period, deadline = read_period(seen, vocabulary.periods), read_deadline(seen)
    frequency = read_frequency(seen, vocabulary.frequencies)
    single = tuple(finding for finding in (use, period, frequency, deadline) if finding is not None)
    further = further_periods(seen, period) if len(datasets) > 1 else ()
    request = Request(
        kind=kind.value,
        datasets=tuple(finding.value for finding in datasets),
        fields=tuple(finding.value for finding in columns),
        time_range=period.value if period else None,
        formats=tuple(finding.value for finding in formats),
        intended_use=(use.value or None) if use else None,
        frequency=frequency.value if frequency else None,
        deadline=deadline.value if deadline else None,
        contact=contact,
        protected=tuple(finding.value for finding in protected),
        language=language,
        findings=(kind, *datasets, *columns, *formats, *single, *further, *protected, *contact_findings),
    )
    return request.restated(disputed(seen.passage, vocabulary))
