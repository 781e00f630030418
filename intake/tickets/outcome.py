"""The one outcome of a message: the single statement that gives it, and the octets kept beside it."""

from __future__ import annotations

import zlib
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Insert
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import Session, col

from intake.message.arrival import Arrival
from intake.message.model import Message
from intake.message.sameness import content_digest
from intake.tickets.database import StoreConflict, dialect_of, insert_into
from intake.tickets.tables import ContentRecord, MessageRecord
from intake.triage.decision import Decision, Outcome

MESSAGE_KEY = ["mailbox", "uidvalidity", "uid"]
_FAST = 1  # zlib level: a message of 25 MB in half the time, for a tenth more octets
_EARLIEST, _LATEST = 1970, 9000
_UNDECIDED = {
    "rule": "",
    "reason": "",
    "traceback": "",
    "too_large": False,
    "message_id": "",
    "sha256": "",
    "digest": "",
    "sender": "",
    "subject": "",
}


def keep_octets(session: Session, sha256: str, raw: bytes, text: str) -> None:
    """Keep the octets of a message under their digest, once."""
    row = {"sha256": sha256, "size": len(raw), "octets": zlib.compress(raw, _FAST), "text": text}
    session.connection().execute(_keep(dialect_of(session)), row)


def record_outcome(
    session: Session,
    arrival: Arrival,
    message: Message,
    decision: Decision,
    reference: str | None,
    now: datetime,
) -> int:
    """The one outcome row of a message; returns its number. Raises StoreConflict where it has one already."""
    sender = message.from_ or message.correspondent
    values = {
        **seen(arrival, now),
        "outcome": decision.outcome.value,
        "rule": decision.rule,
        "reason": decision.reason,
        "traceback": "",
        "decided": now,
        "too_large": "too_large" in decision.flags,
        "message_id": message.message_id or "",
        "sha256": message.sha256,
        "digest": content_digest(message),
        "sender": sender.addr_spec if sender else "",
        "subject": message.subject,
        "reference": reference,
    }
    number = session.connection().execute(decide(dialect_of(session)), values).scalar()
    if number is None:
        raise StoreConflict(
            f"Message {arrival.mailbox}/{arrival.uid} has its outcome already: another process was first."
        )
    return int(number)


@cache
def _keep(dialect: str) -> Insert:
    return insert_into(dialect, ContentRecord).on_conflict_do_nothing()


@cache
def decide(dialect: str) -> ReturningInsert[Any]:
    """The outcome into a message's row, unless it has one other than `quarantined`; returns its number."""
    insert = insert_into(dialect, MessageRecord)
    decided = (
        *("outcome", "rule", "reason", "traceback", "decided", "too_large"),
        *("message_id", "sha256", "digest", "sender", "subject", "reference"),
    )
    return insert.on_conflict_do_update(
        index_elements=MESSAGE_KEY,
        set_={name: insert.excluded[name] for name in decided},
        where=sa.or_(
            col(MessageRecord.outcome).is_(None),
            col(MessageRecord.outcome) == Outcome.QUARANTINED.value,
        ),
    ).returning(col(MessageRecord.id))


def seen(arrival: Arrival, now: datetime) -> dict[str, Any]:
    """The row of a message that was seen and no more."""
    received = arrival.received
    if received is not None and not _EARLIEST <= received.year <= _LATEST:
        received = None  # a clock that wrong says nothing, and year 1 has no UTC
    return {
        "mailbox": arrival.mailbox,
        "uidvalidity": arrival.uidvalidity,
        "uid": arrival.uid,
        "size": arrival.size,
        "received": received,
        "seen": now,
        "attempts": 0,
        **_UNDECIDED,
    }


def arrival_of(record: MessageRecord) -> Arrival:
    """Where a message lay."""
    return Arrival(record.mailbox, record.uidvalidity, record.uid, record.size, record.received)
