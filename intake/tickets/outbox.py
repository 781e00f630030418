"""The outbox: queued letters are claimed, sent, and marked, by any number of workers.

A claim is one UPDATE that the database decides. On PostgreSQL its inner SELECT skips rows that others hold;
on SQLite that clause compiles to nothing and is not needed, since a writing transaction is alone. A claim
ends with its lease: what a dead worker had is claimed again, and sent with the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from intake.errors import StoreError
from intake.message.enhanced_status import reply_concerns_the_address
from intake.tickets.counters import APPROVED
from intake.tickets.database import transaction
from intake.tickets.failed import remember_failed
from intake.tickets.recall import recall_failed
from intake.tickets.rows import ClaimedLetter
from intake.tickets.store import Store
from intake.tickets.tables import DUE, EventRecord, LetterRecord, TicketRecord
from intake.triage.decision import FailedAddress, LetterKind, LetterState

__all__ = ["ClaimedLetter", "Outbox", "backoff"]

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=4)
_GIVE_UP = timedelta(days=5)  # RFC 5321 §4.5.4.1: at least 4 to 5 days


def backoff(attempts: int) -> timedelta:
    """The pause after so many attempts: a minute, doubled each time, four hours at most."""
    return min(_FIRST_PAUSE * (1 << min(max(attempts - 1, 0), 8)), _LONGEST_PAUSE)


class Outbox:
    """The letters of a store that are to be sent."""

    def __init__(self, store: Store) -> None:
        self._engine = store.writing

    def claim(self, holder: str, now: datetime, lease_seconds: int) -> ClaimedLetter | None:
        """The longest due letter, now in the hands of `holder` for so many seconds; None where none is due.

        The attempt is counted here, before anything is sent. Automatic letters to an address that failed
        after they were queued are suppressed on the way.
        """
        parameters = {"holder": holder, "now": now, "until": now + timedelta(seconds=lease_seconds)}
        while True:
            with transaction(self._engine) as session:
                row = session.connection().execute(_CLAIM, parameters).first()
                if row is None:
                    return None
                recipients = tuple(row.recipients)
                if row.automatic:
                    recipients = _still_alive(session, row.id, recipients, now)
            if recipients:
                return ClaimedLetter(
                    id=row.id,
                    reference=row.reference,
                    kind=LetterKind(row.kind),
                    envelope_from=row.envelope_from,
                    to=recipients,
                    email=row.email,
                    message_id=row.message_id,
                    attempts=row.attempts,
                    queued=row.queued,
                )

    def sent(
        self, letter_id: int, now: datetime, receipt: str, *, refused: Mapping[str, str] | None = None
    ) -> None:
        """Note that the server took a letter, with its words.

        `refused` are recipients that it refused for good while it took the others, each with its reply; those
        whose reply speaks of the address become failed addresses.
        """
        with transaction(self._engine) as session:
            record = _queued(session, letter_id)
            if record is not None:
                record.state, record.sent, record.answer = LetterState.SENT.value, now, receipt
                record.claimed_by = record.claimed_until = None
                _refused(session, record, refused or {}, now)

    def failed(
        self, letter_id: int, now: datetime, reason: str, *, refused: Mapping[str, str] | None = None
    ) -> None:
        """Give a letter up: the server refused it for good (5xx), for `reason`; its ticket says so.

        `refused` are the recipients that were refused, each with its reply; those whose reply speaks of the
        address become failed addresses. A refusal of the content is no fault of an address.
        """
        with transaction(self._engine) as session:
            record = _queued(session, letter_id)
            if record is not None:
                _give_up(session, record, reason, now)
                _refused(session, record, refused or {}, now)

    def postpone(self, letter_id: int, now: datetime, reason: str, until: datetime) -> None:
        """Let a letter wait `until` then; one that would wait longer than five days in all has failed."""
        with transaction(self._engine) as session:
            record = _queued(session, letter_id)
            if record is None:
                return
            if until - record.queued > _GIVE_UP:
                _give_up(session, record, f"given up after {_GIVE_UP.days} days: {reason}", now)
                return
            record.due, record.answer = until, reason
            record.claimed_by = record.claimed_until = None

    def approve(self, letter_id: int, now: datetime, by: str) -> None:
        """Queue a letter that was held, as a person decided.

        Raises StoreError where it is not held, or could not be written out safely.
        """
        with transaction(self._engine) as session:
            record = _held(session, letter_id)
            if record.email is None:
                raise StoreError(
                    f"Letter {letter_id} ({record.rule}) has nothing that could be sent: "
                    "write to the requester yourself, and withdraw it."
                )
            record.state, record.queued, record.due = LetterState.QUEUED.value, now, now
            record.rule = f"{APPROVED}: {record.rule}"
            _tell(session, record, now, "letter", f"{record.kind} approved", by)

    def withdraw(self, letter_id: int, now: datetime, by: str) -> None:
        """Never send a letter that was held, as a person decided. Raises StoreError where it is not held."""
        with transaction(self._engine) as session:
            record = _held(session, letter_id)
            record.state, record.rule = LetterState.SUPPRESSED.value, "withdrawn"
            _tell(session, record, now, "letter", f"{record.kind} not sent", by)


def _still_alive(
    session: Session, letter_id: int, recipients: tuple[str, ...], now: datetime
) -> tuple[str, ...]:
    """The recipients without those that failed since; none, and the letter suppressed, where the first did."""
    failed = recall_failed(session, (address.casefold() for address in recipients))
    if not failed:
        return recipients
    record = _one(session, letter_id)
    if recipients[0].casefold() in failed:
        record.state, record.rule = LetterState.SUPPRESSED.value, "failed-address"
        record.claimed_by = record.claimed_until = None
        _tell(
            session, record, now, "letter", f"{record.kind} not sent: its address has failed since", "intake"
        )
        return ()
    alive = [address for address in recipients if address.casefold() not in failed]
    gone = ", ".join(address for address in recipients if address.casefold() in failed)
    record.recipients, record.rule = alive, f"{record.rule}; no copy to {gone}: failed-address"
    return tuple(alive)


def _queued(session: Session, letter_id: int) -> LetterRecord | None:
    """A letter still to be sent; None where somebody who took it over has finished it."""
    record = _one(session, letter_id)
    return record if record.state == LetterState.QUEUED.value else None


def _held(session: Session, letter_id: int) -> LetterRecord:
    record = _one(session, letter_id)
    if record.state != LetterState.HELD.value:
        raise StoreError(
            f"Letter {letter_id} is {record.state}, not held: there is nothing to decide about it."
        )
    return record


def _one(session: Session, letter_id: int) -> LetterRecord:
    record = session.exec(
        select(LetterRecord).where(LetterRecord.id == letter_id).with_for_update()
    ).one_or_none()
    if record is None:
        raise StoreError(f"There is no letter {letter_id}.")
    return record


def _give_up(session: Session, record: LetterRecord, reason: str, now: datetime) -> None:
    record.state, record.answer = LetterState.FAILED.value, reason
    record.claimed_by = record.claimed_until = None
    _tell(session, record, now, "letter_failed", f"{record.kind} could not be sent: {reason}", "intake")


def _refused(session: Session, record: LetterRecord, refused: Mapping[str, str], now: datetime) -> None:
    """Mark the ticket as one whose people we cannot all reach, and the addresses that are wrong or gone."""
    if not refused:
        return
    marks = [
        FailedAddress(address, reply[:3], reply)
        for address, reply in refused.items()
        if reply_concerns_the_address(reply)
    ]
    remember_failed(session, marks, now)
    ticket = (
        record.reference
        and session.exec(
            select(TicketRecord).where(TicketRecord.reference == record.reference).with_for_update()
        ).one()
    )
    if ticket:
        ticket.flags = sorted({*ticket.flags, "undeliverable"})
        _tell(session, record, now, "undeliverable", f"refused: {', '.join(sorted(refused))}", "intake")


def _tell(session: Session, record: LetterRecord, now: datetime, kind: str, text: str, by: str) -> None:
    if record.reference:
        session.add(EventRecord(reference=record.reference, at=now, kind=kind, text=text, by=by))


_due = (
    sa.select(col(LetterRecord.id))
    .where(
        sa.text(DUE),
        col(LetterRecord.due) <= bindparam("now"),
        sa.or_(
            col(LetterRecord.claimed_until).is_(None), col(LetterRecord.claimed_until) <= bindparam("now")
        ),
    )
    .order_by(col(LetterRecord.due), col(LetterRecord.id))
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_CLAIM = (
    sa.update(LetterRecord)
    .where(col(LetterRecord.id) == _due)
    .values(
        claimed_by=bindparam("holder"),
        claimed_until=bindparam("until"),
        attempts=col(LetterRecord.attempts) + 1,
    )
    .returning(
        *(
            col(column)
            for column in (
                LetterRecord.id,
                LetterRecord.reference,
                LetterRecord.kind,
                LetterRecord.envelope_from,
                LetterRecord.recipients,
                LetterRecord.email,
                LetterRecord.message_id,
                LetterRecord.attempts,
                LetterRecord.queued,
                LetterRecord.automatic,
            )
        )
    )
)
