"""What is asked: the fields of a request, each with the words that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class RequestKind(StrEnum):
    """What a person wants of the office."""

    DATASET = "dataset"
    API_ACCESS = "api_access"
    QUESTION = "question"
    MISUSE_REPORT = "misuse_report"
    APPEAL = "appeal"
    NONE = "none"


class Field(StrEnum):
    """The fields of a request; their values are the keys of `intake parse --json`."""

    KIND = "request_kind"
    DATASETS = "datasets"
    FIELDS = "fields"
    TIME_RANGE = "time_range"
    FORMATS = "formats"
    INTENDED_USE = "intended_use"
    FREQUENCY = "frequency"
    DEADLINE = "deadline"
    CONTACT = "contact"
    PROTECTED = "protected"
    LANGUAGE = "language"


class State(StrEnum):
    """How a field came to its value. Only `missing` and `ambiguous` cause a question."""

    STATED = "stated"
    WILDCARD = "wildcard"
    DERIVED = "derived"
    AMBIGUOUS = "ambiguous"
    DECLINED = "declined"
    MISSING = "missing"


class Frequency(StrEnum):
    """How often the data will be pulled or refreshed."""

    ONCE = "once"
    REALTIME = "realtime"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"


READ_LANGUAGES = ("en", "es")
"""The languages that the readers read; what is written in another is left to a person, not guessed."""

LEGAL_PROCESS = "legal_process"
"""Stands among the privacy categories of a request, and is none: only a person answers such a mail."""

ANY_FORMAT = "any"
ALL_FIELDS = "all"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included; None is an open end.

    `whole` is "all" for the entire history and "current" for the present snapshot: then both ends are None.
    """

    start: date | None = None
    end: date | None = None
    whole: str = ""

    def as_json(self) -> str | dict[str, str | None]:
        """As `intake parse --json` prints it: "all", "current", or ISO dates."""
        if self.whole:
            return self.whole
        return {
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
        }


@dataclass(frozen=True, slots=True)
class Contact:
    """Who asks: `phone` in E.164, None for whatever the mail does not tell."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    organization: str | None = None


@dataclass(frozen=True, slots=True)
class Finding(Generic[T_co]):
    """A value, the exact words of the message that prove it, and the reader that found it.

    `text` stands verbatim in the message: its subject, body, a header value or an attachment.
    """

    field: Field
    value: T_co
    text: str
    reader: str
    state: State = State.STATED


@dataclass(frozen=True, slots=True)
class Request:
    """What one message, or a ticket after all its messages, asks for.

    `fields` is ("all",) where every column is wanted; `formats` is ("any",) where any will do.
    `protected` names the privacy categories that the request touches, and `LEGAL_PROCESS`; empty for none.
    """

    kind: RequestKind = RequestKind.NONE
    datasets: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    time_range: Period | None = None
    formats: tuple[str, ...] = ()
    intended_use: str | None = None
    frequency: Frequency | None = None
    deadline: date | None = None
    contact: Contact = Contact()
    protected: tuple[str, ...] = ()
    language: str = "en"
    findings: tuple[Finding[object], ...] = field(default=(), repr=False)

    def states(self) -> dict[Field, State]:
        """The state of every field that some words speak of; a field not in it is missing."""
        return {finding.field: finding.state for finding in self.findings}

    def restated(self, findings: Sequence[Finding[object]]) -> Request:
        """The request with what these findings say of their fields, in place of what it held of them."""
        told = {finding.field for finding in findings}
        values: dict[str, object] = {}
        for name in told:
            given = tuple(finding.value for finding in findings if finding.field is name and finding.value)
            several = name in (Field.DATASETS, Field.FIELDS, Field.FORMATS)
            values[name.value] = given if several else next(iter(given), None)
        kept = tuple(finding for finding in self.findings if finding.field not in told)
        return replace(self, **values, findings=(*kept, *findings))  # type: ignore[arg-type]

    def as_json(self, message_kind: str = "person") -> dict[str, object]:
        """The twelve fields as plain values."""
        return {
            "message_kind": message_kind,
            "request_kind": self.kind.value,
            "datasets": list(self.datasets),
            "fields": ALL_FIELDS if self.fields == (ALL_FIELDS,) else list(self.fields),
            "time_range": self.time_range.as_json() if self.time_range else None,
            "formats": list(self.formats),
            "intended_use": self.intended_use,
            "frequency": self.frequency.value if self.frequency else None,
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "contact": {
                "name": self.contact.name,
                "email": self.contact.email,
                "phone": self.contact.phone,
                "organization": self.contact.organization,
            },
            "protected": any(category != LEGAL_PROCESS for category in self.protected),
            "language": self.language,
        }
