"""The ledger of messages: what was seen, tried, decided and filed; one row a message, one outcome a row.

"Ingested" and "filed on the server" are two facts: the outcome is committed first, and the server's copy is
settled when that succeeds, on this visit or a later one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import Session, col, select

from intake.message.arrival import Arrival
from intake.tickets.database import dialect_of, insert_into, transaction
from intake.tickets.outcome import MESSAGE_KEY, arrival_of, seen
from intake.tickets.rows import OutcomeRow, outcome_of
from intake.tickets.tables import MessageRecord
from intake.triage.decision import Outcome

Key = tuple[str, int, int]

_PARAMETERS = ("in_mailbox", "in_uidvalidity", "with_uid")
_PAGE = 500


class Ledger:
    """What the store knows about messages as they come in."""

    writing: Engine
    reading: Engine

    def unaccounted(self, arrivals: list[Arrival]) -> list[Arrival]:
        """Those of the arrivals that have no committed outcome, in order."""
        with transaction(self.reading) as session:
            rows = _known(session, arrivals)
        return [arrival for arrival in arrivals if rows.get(_key(arrival)) is None]

    def first_look(self, arrivals: list[Arrival], now: datetime) -> list[Arrival]:
        """The same, and those never seen before are entered into the ledger, in order."""
        with transaction(self.reading) as session:
            rows = _known(session, arrivals)
        unseen = [arrival for arrival in arrivals if _key(arrival) not in rows]
        if unseen:
            with transaction(self.writing) as session:
                insert = insert_into(dialect_of(session), MessageRecord).on_conflict_do_nothing()
                session.connection().execute(insert, [seen(arrival, now) for arrival in unseen])
        return [arrival for arrival in arrivals if rows.get(_key(arrival)) is None]

    def attempt(self, arrival: Arrival, now: datetime) -> int:
        """Count an attempt to take in a message, before it is tried; returns how many there were now."""
        with transaction(self.writing) as session:
            row = {**seen(arrival, now), "attempts": 1}
            return session.connection().execute(_attempt(dialect_of(session)), row).scalar_one()

    def to_settle(self, mailbox: str) -> list[tuple[Arrival, Outcome, bool]]:
        """The messages whose outcome is committed and whose server copy is not yet filed, in order.

        The third value says that the message was too large and only its headers were read.
        """
        unsettled = (
            select(MessageRecord)
            .where(
                MessageRecord.mailbox == mailbox,
                col(MessageRecord.outcome).is_not(None),
                col(MessageRecord.settled).is_(None),
            )
            .order_by(col(MessageRecord.id))
        )
        with transaction(self.reading) as session:
            return [
                (arrival_of(record), Outcome(record.outcome or ""), record.too_large)
                for record in session.exec(unsettled)
            ]

    def settled(self, arrivals: list[Arrival], now: datetime) -> None:
        """Note that the server's copies of these are filed."""
        if not arrivals:
            return
        keys = [{**dict(zip(_PARAMETERS, _key(one), strict=True)), "now": now} for one in arrivals]
        with transaction(self.writing) as session:
            session.connection().execute(_SETTLED, keys)

    def outcomes(self, *, since: datetime | None = None) -> Iterator[OutcomeRow]:
        """What became of every message, in the order of arrival; or those decided `since` then."""
        last = 0
        while True:
            page = (
                select(MessageRecord)
                .where(col(MessageRecord.id) > last, col(MessageRecord.outcome).is_not(None))
                .order_by(col(MessageRecord.id))
                .limit(_PAGE)
            )
            if since is not None:
                page = page.where(col(MessageRecord.decided) >= since)
            with transaction(self.reading) as session:
                records = session.exec(page).all()
            if not records:
                return
            yield from map(outcome_of, records)
            last = records[-1].id or last

    def undecided(self, mailbox: str) -> list[Arrival]:
        """The messages that were seen in the mailbox and have no outcome: still to be done, or vanished."""
        waiting = (
            select(MessageRecord)
            .where(MessageRecord.mailbox == mailbox, col(MessageRecord.outcome).is_(None))
            .order_by(col(MessageRecord.id))
        )
        with transaction(self.reading) as session:
            return [arrival_of(record) for record in session.exec(waiting)]

    def reference_of(self, mailbox: str, uidvalidity: int, uid: int) -> str | None:
        """The ticket of one message, None where it has none."""
        with transaction(self.reading) as session:
            return session.exec(
                select(MessageRecord.reference).where(*_is((mailbox, uidvalidity, uid)))
            ).first()


def _key(arrival: Arrival) -> Key:
    return arrival.mailbox, arrival.uidvalidity, arrival.uid


def _is(key: Key) -> tuple[sa.ColumnElement[bool], ...]:
    mailbox, uidvalidity, uid = key
    return (
        col(MessageRecord.mailbox) == mailbox,
        col(MessageRecord.uidvalidity) == uidvalidity,
        col(MessageRecord.uid) == uid,
    )


def _known(session: Session, arrivals: list[Arrival]) -> dict[Key, str | None]:
    """The outcome, or None, of each of the arrivals that the ledger has."""
    ranges: dict[tuple[str, int], list[int]] = {}
    for arrival in arrivals:
        ranges.setdefault((arrival.mailbox, arrival.uidvalidity), []).append(arrival.uid)
    known: dict[Key, str | None] = {}
    for (mailbox, uidvalidity), uids in ranges.items():
        rows = session.exec(
            select(MessageRecord.uid, MessageRecord.outcome).where(
                MessageRecord.mailbox == mailbox,
                MessageRecord.uidvalidity == uidvalidity,
                col(MessageRecord.uid).between(min(uids), max(uids)),
            )
        )
        known.update({(mailbox, uidvalidity, uid): outcome for uid, outcome in rows})
    return known


@cache
def _attempt(dialect: str) -> ReturningInsert[int]:
    return (
        insert_into(dialect, MessageRecord)
        .on_conflict_do_update(index_elements=MESSAGE_KEY, set_={"attempts": col(MessageRecord.attempts) + 1})
        .returning(col(MessageRecord.attempts))
    )


_SETTLED = (
    sa.update(MessageRecord)
    .where(
        col(MessageRecord.mailbox) == sa.bindparam("in_mailbox"),
        col(MessageRecord.uidvalidity) == sa.bindparam("in_uidvalidity"),
        col(MessageRecord.uid) == sa.bindparam("with_uid"),
    )
    .values(settled=sa.bindparam("now"))
)
