"""Quarantine: messages that we failed on, with the reason and the octets, to be tried again."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from datetime import datetime
from email.parser import BytesHeaderParser

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from intake.errors import StoreError
from intake.message.arrival import Arrival
from intake.tickets.database import dialect_of, transaction
from intake.tickets.outcome import arrival_of, decide, keep_octets, seen
from intake.tickets.rows import QuarantinedRow, quarantined_of
from intake.tickets.tables import ContentRecord, MessageRecord
from intake.triage.decision import Outcome

_HEADER_OCTETS = 65_536
_SHOWN = 500  # characters of a header of a message that could not be read


class Quarantine:
    """What the store knows about messages that we failed on."""

    writing: Engine
    reading: Engine

    def quarantine(
        self,
        arrival: Arrival,
        raw: bytes | None,
        reason: str,
        traceback: str,
        now: datetime,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Give a message that we failed on the outcome `quarantined`, and keep its octets where we have them.

        `headers` (message-id, from, subject) are what staff see of it, by default read from `raw`.
        Nothing happens where it has another outcome by now.
        """
        shown = headers if headers is not None else _shown_headers(raw or b"")
        sha256 = hashlib.sha256(raw).hexdigest() if raw is not None else ""
        values = {
            **seen(arrival, now),
            "outcome": Outcome.QUARANTINED.value,
            "rule": "failed",
            "reason": reason,
            "traceback": traceback,
            "decided": now,
            "too_large": False,
            "message_id": shown.get("message-id", ""),
            "sha256": sha256,
            "sender": shown.get("from", ""),
            "subject": shown.get("subject", ""),
            "reference": None,
        }
        with transaction(self.writing) as session:
            if raw is not None:
                keep_octets(session, sha256, raw, "")
            session.connection().execute(decide(dialect_of(session)), values)

    def quarantined(self) -> list[QuarantinedRow]:
        """The messages that we failed on, in order."""
        failed = (
            select(MessageRecord)
            .where(MessageRecord.outcome == Outcome.QUARANTINED.value)
            .order_by(col(MessageRecord.id))
        )
        with transaction(self.reading) as session:
            return [quarantined_of(record) for record in session.exec(failed)]

    def quarantined_one(self, number: int) -> QuarantinedRow:
        """One of them by its number. Raises StoreError where there is no such message in quarantine."""
        with transaction(self.reading) as session:
            return quarantined_of(_in_quarantine(session, number))

    def quarantined_raw(self, number: int) -> bytes:
        """The octets of one of them. Raises StoreError where it is not there or has none."""
        with transaction(self.reading) as session:
            record = _in_quarantine(session, number)
            content = session.get(ContentRecord, record.sha256)
        if content is None:
            raise StoreError(
                f"Message {number} was quarantined before it could be fetched; it has no octets."
            )
        return zlib.decompress(content.octets)

    def release(self, number: int) -> tuple[Arrival, bytes | None]:
        """A message out of quarantine, to be taken in again: where it lay, and its octets.

        It keeps the outcome `quarantined` until another is recorded, so it is accounted for at any moment.
        Without octets it has no outcome now, and the next visit fetches it. Raises StoreError where it is
        not in quarantine, or has no octets and is filed away on the server.
        """
        with transaction(self.writing) as session:
            record = _in_quarantine(session, number)
            content = session.get(ContentRecord, record.sha256) if record.sha256 else None
            record.attempts = 0
            if content is None:
                if record.settled is not None:
                    remedy = f"move it back into {record.mailbox} on the server"
                    raise StoreError(f"Message {number} was never fetched and is filed away: {remedy}.")
                record.outcome = None
            return arrival_of(record), zlib.decompress(content.octets) if content else None


def _in_quarantine(session: Session, number: int) -> MessageRecord:
    record = session.get(MessageRecord, number)
    if record is None or record.outcome != Outcome.QUARANTINED.value:
        raise StoreError(f"There is no message {number} in quarantine; `intake quarantine list` shows them.")
    return record


def _shown_headers(raw: bytes) -> dict[str, str]:
    """What staff see of a message that could not be read, as raw as it came."""
    headers = BytesHeaderParser().parsebytes(raw[:_HEADER_OCTETS])
    return {name: str(headers.get(name, ""))[:_SHOWN] for name in ("message-id", "from", "subject")}
