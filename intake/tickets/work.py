"""The work on one message, or one decision of staff: everything inside one transaction.

`Store.begin` hands it out; leaving its block commits, and an exception out of it leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from email.parser import BytesHeaderParser
from email.policy import SMTP

from sqlalchemy import insert
from sqlmodel import Session, col

from intake.message.arrival import Arrival
from intake.message.model import Address, Message
from intake.tickets.book import Book
from intake.tickets.breaker import breaker_open, trip
from intake.tickets.counters import Text, recall_sent, recall_sent_to_staff
from intake.tickets.database import dialect_of, insert_into
from intake.tickets.failed import forget_failed, remember_failed
from intake.tickets.outcome import keep_octets, record_outcome
from intake.tickets.recall import (
    PARTICIPANT,
    candidates,
    recall_duplicate,
    recall_failed,
    recall_notice,
    recall_ticket,
)
from intake.tickets.tables import AlertRecord, DigestRecord, LetterRecord
from intake.triage.decision import (
    Decision,
    Disposition,
    Event,
    Known,
    Letter,
    LetterKind,
    LetterState,
    Ticket,
)


class Work:
    """One open transaction at the moment `now`."""

    def __init__(self, session: Session, now: datetime, prefix: str) -> None:
        self.now = now
        self._session = session
        self._prefix = prefix
        self._book = Book(session, now)

    def recall(
        self,
        message: Message,
        *,
        signed: Sequence[str] = (),
        named: Sequence[str] = (),
        from_us: bool = False,
        fingerprint: str = "",
        sketch: bytes = b"",
        similar_percent: int = 100,
        now: datetime | None = None,
    ) -> Known:
        """Everything the store knows that matters to this message.

        `signed` are the references proven by signed ids of ours, `named` those that the message only names;
        `fingerprint` and `sketch` are those of its text; texts with so many percent in common are similar.
        The counters' windows end `now`, else when the work began. The ticket that the message joins stays
        locked until the commit.
        """
        session = self._session
        duplicate_of, same_id = recall_duplicate(session, message)
        reference, joined_by, related = recall_ticket(session, message, signed, named)
        ticket = self._book.load(reference) if reference else None
        if ticket is not None and joined_by == PARTICIPANT:
            message = message.answered_among(ticket.participants)
        recipients = candidates(message) | ({ticket.requester.key} if ticket else set())
        return Known(
            duplicate_of=duplicate_of,
            same_id=same_id,
            from_us=from_us,
            ticket=ticket,
            joined_by=joined_by,
            returned_notice=recall_notice(session, message),
            related=related,
            failed=recall_failed(session, recipients),
            sent=recall_sent(
                session,
                message.correspondent,
                ticket,
                Text(fingerprint, sketch, similar_percent),
                now or self.now,
            ),
            stopped=breaker_open(session),
        )

    def recall_staff(self, address: Address) -> Known:
        """What the store knows that matters to a digest or an alert: is the address alive, what it got today."""
        failed = recall_failed(self._session, [address.key])
        return Known(failed=failed, sent=recall_sent_to_staff(self._session, address, self.now))

    def trip(self, reason: str) -> None:
        """Open the breaker: automatic letters are held until a person resets it. One that is open stays so."""
        trip(self._session, reason, self.now)

    def record(
        self,
        arrival: Arrival,
        raw: bytes,
        message: Message,
        decision: Decision,
        *,
        own: frozenset[str] = frozenset(),
        proven: bool = True,
    ) -> str | None:
        """Write down what was decided about a message; returns the reference of its ticket, if it has one.

        `own` are the office's addresses, in lower case: they never take part in a conversation. `proven` is
        False where the message joins its ticket by From alone.
        Raises StoreConflict where the message has its outcome already.
        """
        reference = decision.reference
        if decision.disposition in (Disposition.OPEN, Disposition.HOLD):
            reference = self._book.open(self._prefix, message, decision)
        keep_octets(self._session, message.sha256, raw, message.text)
        self._book.cause = record_outcome(self._session, arrival, message, decision, reference, self.now)
        if reference is not None and decision.disposition is not Disposition.DUPLICATE:
            if decision.disposition is Disposition.APPEND:
                self._book.append(message, decision, self._book.load(reference))
            self._book.join(reference, message, own, proven=proven)
            self._book.tell(reference, decision.events)
        remember_failed(self._session, decision.failed, self.now)
        forget_failed(self._session, decision.cleared)
        return reference

    def ticket(self, reference: str) -> Ticket:
        """A ticket as it now stands, locked until the commit. Raises StoreError where there is none."""
        return self._book.load(reference)

    def update(self, ticket: Ticket, *, by: str, reason: str = "", events: Iterable[Event] = ()) -> None:
        """Write a ticket as staff or the follow-up changed it; what differs leaves events by `by`.

        Its reference, opening, participants and rounds are not changed by this. Raises StoreError where
        there is none of that reference.
        """
        self._book.write(ticket, by=by, decided_by=by, reason=reason)
        self._book.tell(ticket.reference, events)

    def queue(
        self,
        letter: Letter,
        reference: str | None,
        email: bytes | None,
        message_id: str | None,
        *,
        to: Sequence[str],
        envelope_from: str,
        fingerprint: str = "",
        sketch: bytes = b"",
    ) -> int:
        """The ledger row of a letter considered, in the state that the gate gave it; returns its number.

        `email` are the exact octets to be sent, None only where the letter is suppressed, or held because it
        cannot be sent as it is. `to` are the recipients of the envelope, the one that the gate judged first.
        """
        if email is None and letter.state not in (LetterState.SUPPRESSED, LetterState.HELD):
            raise ValueError(f"a letter that is {letter.state.value} needs its octets")
        subject = BytesHeaderParser(policy=SMTP).parsebytes(email)["Subject"] if email else None
        row = {
            "reference": reference,
            "cause": self._book.cause,
            "kind": letter.kind.value,
            "variant": letter.variant,
            "automatic": letter.automatic,
            "state": letter.state.value,
            "rule": letter.rule,
            "subject": str(subject or ""),
            **_counted_for(letter),
            "recipients": list(to),
            "envelope_from": envelope_from,
            "fingerprint": fingerprint,
            "sketch": sketch or None,
            "message_id": message_id,
            "email": email,
            "queued": self.now,
            "due": self.now,
            "attempts": 0,
            "answer": "",
        }
        if reference and letter.kind is LetterKind.MORE_DETAIL and letter.state is not LetterState.SUPPRESSED:
            self._book.record(reference).rounds += 1
        number = self._session.connection().execute(_LETTER, row).scalar_one()
        assert number is not None
        return number

    def next_letter(self, reference: str | None) -> str:
        """A short id for the next letter of a ticket, or for one that belongs to none; never given twice."""
        if reference is None:
            return str(self._book.count("letter"))
        record = self._book.record(reference)
        record.letters += 1
        return str(record.letters)

    def digest_sent(self, day: date) -> bool:
        """Note that this day's digest is written; False where another transaction did that before."""
        note = insert_into(dialect_of(self._session), DigestRecord).values(day=day, at=self.now)
        noted = self._session.exec(note.on_conflict_do_nothing().returning(col(DigestRecord.day)))
        return noted.first() is not None

    def alert_due(self, name: str, since: datetime) -> bool:
        """Note that staff are told of a trouble; False where they were, at `since` or later."""
        note = insert_into(dialect_of(self._session), AlertRecord).values(name=name, at=self.now)
        noted = self._session.exec(
            note.on_conflict_do_update(
                index_elements=["name"],
                set_={"at": note.excluded.at},
                where=col(AlertRecord.at) < since,
            ).returning(col(AlertRecord.name))
        )
        return noted.first() is not None


def _counted_for(letter: Letter) -> dict[str, str]:
    """The addresses that the gate counts a letter for; an automatic one has a single copy at most."""
    return {
        "to_key": letter.to.undetailed,
        "to_domain": letter.to.domain,
        "cc_key": letter.cc[0].undetailed if letter.cc else "",
    }


_LETTER = insert(LetterRecord).returning(col(LetterRecord.id))
