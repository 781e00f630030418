"""Tickets as they are read: one whole, all in a list, the octets of a message."""

from __future__ import annotations

import difflib
import zlib
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import Engine, func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from intake.errors import StoreError
from intake.tickets.database import transaction
from intake.tickets.rows import (
    Entry,
    LetterRow,
    TicketFile,
    TicketRow,
    entry_of_letter,
    entry_of_message,
    event_of,
    letter_of,
    ticket_of,
)
from intake.tickets.tables import (
    ContentRecord,
    EventRecord,
    LetterRecord,
    MessageRecord,
    ParticipantRecord,
    TicketRecord,
)
from intake.triage.decision import LetterState, Outcome
from intake.triage.status import Status

if TYPE_CHECKING:
    from sqlalchemy.orm import QueryableAttribute
    from sqlmodel.sql.expression import SelectOfScalar

_OF_A_TICKET = (Outcome.TICKET.value, Outcome.FOLLOW_UP.value, Outcome.HELD.value)
_MOST_COMPARED = 5_000  # references among which near ones are looked for, newest first


class Archive:
    """What the store tells about tickets."""

    reading: Engine

    def tickets(self, *, open_only: bool = False) -> list[TicketRow]:
        """Every ticket in the order of opening, closed ones too unless `open_only`."""
        with transaction(self.reading) as session:
            wanted = select(TicketRecord).order_by(col(TicketRecord.opened), col(TicketRecord.reference))
            if open_only:
                wanted = wanted.where(TicketRecord.status != Status.CLOSED.value)
            records = session.exec(wanted).all()
            people: dict[str, list[str]] = defaultdict(list)
            for one in session.exec(select(ParticipantRecord)):
                people[one.reference].append(one.address)
            messages = _message_counts(session)
            letters: dict[str, list[LetterRow]] = defaultdict(list)
            for row in session.exec(_without_octets()):
                letters[row.reference or ""].append(letter_of(row))
        return [
            TicketRow(
                ticket_of(record, people[record.reference]),
                messages.get(record.reference, 0),
                tuple(letters[record.reference]),
            )
            for record in records
        ]

    def ticket(self, reference: str) -> TicketFile:
        """One ticket whole. Raises StoreError, which names near ones, where there is none."""
        with transaction(self.reading) as session:
            record, people = find_ticket(session, reference)
            spoken = session.exec(
                select(MessageRecord, ContentRecord.text)
                .join(ContentRecord, col(ContentRecord.sha256) == MessageRecord.sha256, isouter=True)
                .where(
                    MessageRecord.reference == record.reference,
                    col(MessageRecord.outcome).in_(_OF_A_TICKET),
                )
                .order_by(col(MessageRecord.id))
            ).all()
            events = session.exec(
                select(EventRecord)
                .where(EventRecord.reference == record.reference)
                .order_by(col(EventRecord.id))
            ).all()
            letters = session.exec(
                select(LetterRecord)
                .where(LetterRecord.reference == record.reference)
                .order_by(col(LetterRecord.id))
            ).all()
        conversation: list[Entry] = [entry_of_message(message, text or "") for message, text in spoken]
        gone = (LetterState.QUEUED.value, LetterState.SENT.value)
        conversation += [entry_of_letter(letter) for letter in letters if letter.state in gone]
        return TicketFile(
            ticket=ticket_of(record, people),
            conversation=tuple(sorted(conversation, key=lambda entry: entry.at)),
            events=tuple(event_of(event) for event in events),
            letters=tuple(letter_of(letter, whole=True) for letter in letters),
        )

    def letters(self, state: LetterState | None = None, *, since: datetime | None = None) -> list[LetterRow]:
        """All letters, those without a ticket too, in order; of one state, or queued `since` then."""
        wanted = _without_octets()
        if state is not None:
            wanted = wanted.where(LetterRecord.state == state.value)
        if since is not None:
            wanted = wanted.where(LetterRecord.queued >= since)
        with transaction(self.reading) as session:
            return [letter_of(record) for record in session.exec(wanted)]

    def letters_caused_by(self, mailbox: str, uidvalidity: int, uid: int) -> list[LetterRow]:
        """The letters considered because of one message, whole, in order."""
        caused = (
            select(LetterRecord)
            .join(MessageRecord, col(LetterRecord.cause) == MessageRecord.id)
            .where(
                MessageRecord.mailbox == mailbox,
                MessageRecord.uidvalidity == uidvalidity,
                MessageRecord.uid == uid,
            )
            .order_by(col(LetterRecord.id))
        )
        with transaction(self.reading) as session:
            return [letter_of(record, whole=True) for record in session.exec(caused)]

    def raw(self, sha256: str) -> bytes:
        """The octets of a message as they came. Raises StoreError where they are not kept."""
        with transaction(self.reading) as session:
            content = session.get(ContentRecord, sha256)
        if content is None:
            raise StoreError(f"The store keeps no message of SHA-256 {sha256}.")
        return zlib.decompress(content.octets)


def find_ticket(session: Session, reference: str, *, lock: bool = False) -> tuple[TicketRecord, list[str]]:
    """A ticket's record and its participants. Raises StoreError, which names near ones, where there is none.

    With `lock` nobody else changes the ticket until the commit: on PostgreSQL by the row's lock, on SQLite
    because a writing transaction is alone.
    """
    wanted = select(TicketRecord).where(TicketRecord.reference == reference)
    record = session.exec(wanted.with_for_update() if lock else wanted).one_or_none()
    if record is None:
        raise StoreError(_unknown(session, reference))
    people = session.exec(
        select(ParticipantRecord.address).where(ParticipantRecord.reference == reference)
    ).all()
    return record, list(people)


def _unknown(session: Session, reference: str) -> str:
    newest = session.exec(
        select(TicketRecord.reference).order_by(col(TicketRecord.opened).desc()).limit(_MOST_COMPARED)
    ).all()
    near = difflib.get_close_matches(reference.strip().upper()[:100], newest, n=3, cutoff=0.6)
    hint = f"; near it are {', '.join(near)}" if near else ""
    return f"There is no ticket {reference!r}{hint}. `intake tickets` lists them all."


def _message_counts(session: Session) -> dict[str, int]:
    counted = session.exec(
        select(MessageRecord.reference, func.count())
        .where(col(MessageRecord.outcome).in_(_OF_A_TICKET), col(MessageRecord.reference).is_not(None))
        .group_by(col(MessageRecord.reference))
    ).all()
    return {reference: count for reference, count in counted if reference}


def _without_octets() -> SelectOfScalar[LetterRecord]:
    octets = cast("QueryableAttribute[bytes | None]", LetterRecord.email)
    return select(LetterRecord).options(defer(octets)).order_by(col(LetterRecord.id))
