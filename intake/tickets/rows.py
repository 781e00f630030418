"""What the store tells, made from its records: rows of a list, a ticket whole, a letter claimed."""

from __future__ import annotations

import email
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.policy import SMTP
from typing import Any

from intake.message.arrival import Arrival
from intake.message.model import Address
from intake.tickets.request_json import estimate_from_json, request_from_json
from intake.tickets.tables import EventRecord, HealthRecord, LetterRecord, MessageRecord, TicketRecord
from intake.triage.decision import LetterKind, LetterState, Outcome, Ticket
from intake.triage.status import Resolution, Status


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What became of one message, as `intake messages` lists it."""

    mailbox: str
    uidvalidity: int
    uid: int
    message_id: str | None
    sender: str
    subject: str
    outcome: Outcome
    reason: str
    reference: str | None
    rule: str = ""

    def as_json(self) -> dict[str, str | int | None]:
        """The row with the keys of `intake messages --json`."""
        return {
            "mailbox": self.mailbox,
            "uidvalidity": self.uidvalidity,
            "uid": self.uid,
            "message_id": self.message_id,
            "from": self.sender,
            "subject": self.subject,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "reference": self.reference,
        }


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A message that we failed on; its octets are kept under `sha256`, None where we never had them."""

    id: int
    mailbox: str
    uidvalidity: int
    uid: int
    size: int
    message_id: str | None
    sender: str
    subject: str
    reason: str
    traceback: str
    at: datetime
    attempts: int
    sha256: str | None

    @property
    def arrival(self) -> Arrival:
        """Where it lay."""
        return Arrival(self.mailbox, self.uidvalidity, self.uid, self.size)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter considered: where it stands and why; `email` only where the letter is looked at whole.

    `to` is the first recipient. `answer` is the SMTP server's last word, `rule` that of the gate.
    """

    id: int
    reference: str | None
    kind: LetterKind
    variant: str
    state: LetterState
    automatic: bool
    to: str
    recipients: tuple[str, ...]
    subject: str
    rule: str
    answer: str
    message_id: str | None
    queued: datetime
    sent: datetime | None
    attempts: int
    email: bytes | None = None

    @property
    def reason(self) -> str:
        """Why it stands where it stands: what the server said of an unsent letter, else the gate's rule."""
        return self.rule if self.state is LetterState.SENT else self.answer or self.rule


@dataclass(frozen=True, slots=True)
class Breaker:
    """The breaker: while `tripped` says since when, automatic letters are held, for `reason` (the gate's rule)."""

    tripped: datetime | None = None
    reason: str = ""
    reset: datetime | None = None
    reset_by: str = ""


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket in a list, with the number of its messages and its letters in order."""

    ticket: Ticket
    messages: int
    letters: tuple[LetterRow, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of a conversation; `direction` is in or out, `sha256` leads to the octets of a message."""

    at: datetime
    direction: str
    sender: str
    subject: str
    text: str
    message_id: str | None
    sha256: str | None = None
    letter: LetterKind | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a ticket's history: who did what when; `data` holds the values before and after."""

    at: datetime
    kind: str
    text: str
    by: str
    data: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class TicketFile:
    """A ticket whole: itself, its conversation, its history, its letters, each in the order of time."""

    ticket: Ticket
    conversation: tuple[Entry, ...]
    events: tuple[EventRow, ...]
    letters: tuple[LetterRow, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """How the visits to one mailbox, or to the SMTP server, went: `failures` are those in a row."""

    name: str
    last_visit: datetime
    last_success: datetime | None
    failing_since: datetime | None
    failures: int
    last_error: str | None


@dataclass(frozen=True, slots=True)
class ClaimedLetter:
    """A letter in the hands of one worker: the exact octets, and to whom; `attempts` counts this one."""

    id: int
    reference: str | None
    kind: LetterKind
    envelope_from: str
    to: tuple[str, ...]
    email: bytes
    message_id: str | None
    attempts: int
    queued: datetime


def ticket_of(record: TicketRecord, participants: Iterable[str]) -> Ticket:
    """The ticket as the rules know it."""
    return Ticket(
        reference=record.reference,
        status=Status(record.status),
        opened=record.opened,
        updated=record.updated,
        subject=record.subject,
        requester=Address(record.requester, record.requester_name),
        request=request_from_json(record.request),
        resolution=Resolution(record.resolution) if record.resolution else None,
        language=record.language,
        missing=tuple(record.missing),
        assumed=tuple(record.assumed),
        flags=frozenset(record.flags),
        related=tuple(record.related),
        participants=frozenset(participants),
        rounds=record.rounds,
        estimate=estimate_from_json(record.estimate) if record.estimate else None,
        closed=record.closed,
    )


def outcome_of(record: MessageRecord) -> OutcomeRow:
    """A message that has its outcome."""
    return OutcomeRow(
        mailbox=record.mailbox,
        uidvalidity=record.uidvalidity,
        uid=record.uid,
        message_id=record.message_id or None,
        sender=record.sender,
        subject=record.subject,
        outcome=Outcome(record.outcome or ""),
        reason=record.reason,
        reference=record.reference,
        rule=record.rule,
    )


def quarantined_of(record: MessageRecord) -> QuarantinedRow:
    """A message that is quarantined."""
    return QuarantinedRow(
        id=record.id or 0,
        mailbox=record.mailbox,
        uidvalidity=record.uidvalidity,
        uid=record.uid,
        size=record.size,
        message_id=record.message_id or None,
        sender=record.sender,
        subject=record.subject,
        reason=record.reason,
        traceback=record.traceback,
        at=record.decided or record.seen,
        attempts=record.attempts,
        sha256=record.sha256 or None,
    )


def letter_of(record: LetterRecord, *, whole: bool = False) -> LetterRow:
    """A letter of the ledger, with its octets where it is wanted `whole`."""
    return LetterRow(
        id=record.id or 0,
        reference=record.reference,
        kind=LetterKind(record.kind),
        variant=record.variant,
        state=LetterState(record.state),
        automatic=record.automatic,
        to=next(iter(record.recipients), ""),
        recipients=tuple(record.recipients),
        subject=record.subject,
        rule=record.rule,
        answer=record.answer,
        message_id=record.message_id,
        queued=record.queued,
        sent=record.sent,
        attempts=record.attempts,
        email=record.email if whole else None,
    )


def event_of(record: EventRecord) -> EventRow:
    """A line of history."""
    return EventRow(record.at, record.kind, record.text, record.by, record.data)


def health_of(record: HealthRecord) -> Health:
    """How one mailbox, or the SMTP server, is doing."""
    return Health(
        name=record.name,
        last_visit=record.last_visit,
        last_success=record.last_success,
        failing_since=record.failing_since,
        failures=record.failures,
        last_error=record.last_error,
    )


def entry_of_message(record: MessageRecord, text: str) -> Entry:
    """A message in its place in the conversation: when the server got it, else when we did."""
    return Entry(
        at=record.received or record.decided or record.seen,
        direction="in",
        sender=record.sender,
        subject=record.subject,
        text=text,
        message_id=record.message_id or None,
        sha256=record.sha256,
    )


def entry_of_letter(record: LetterRecord) -> Entry:
    """A letter of ours in its place in the conversation, with the words of its plain text."""
    mail = email.message_from_bytes(record.email or b"", policy=SMTP)
    body = mail.get_body(("plain",))
    return Entry(
        at=record.sent or record.queued,
        direction="out",
        sender=str(mail["From"] or record.envelope_from),
        subject=record.subject,
        text=body.get_content() if body is not None else "",
        message_id=record.message_id,
        letter=LetterKind(record.kind),
    )
