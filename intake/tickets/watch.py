"""How the house is doing and who is at work: health of visits, leases, the days of the digest.

A lease is taken with one statement that the database decides, so that two processes cannot both have it.
Times are those of the callers' clocks: leases are meant for minutes, and clocks of servers agree to seconds.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Engine, or_
from sqlmodel import col, delete, select

from intake.tickets.database import dialect_of, insert_into, transaction
from intake.tickets.rows import Health, health_of
from intake.tickets.tables import DigestRecord, HealthRecord, LeaseRecord


class Watch:
    """What the store knows about the service itself."""

    writing: Engine
    reading: Engine

    def visited(self, name: str, now: datetime, *, error: str | None) -> Health:
        """Note how a visit to a mailbox, or to the SMTP server (`smtp`), went; returns how it stands."""
        with transaction(self.writing) as session:
            record = session.exec(
                select(HealthRecord).where(HealthRecord.name == name).with_for_update()
            ).one_or_none()
            record = record or HealthRecord(name=name, last_visit=now)
            record.last_visit = now
            if error is None:
                record.last_success, record.failing_since = now, None
                record.failures = 0
            else:
                record.failing_since = record.failing_since or now
                record.failures += 1
                record.last_error = error
            session.add(record)
            return health_of(record)

    def health(self) -> list[Health]:
        """How it stands with everything that was ever visited, by name."""
        with transaction(self.reading) as session:
            return [
                health_of(record) for record in session.exec(select(HealthRecord).order_by(HealthRecord.name))
            ]

    def lease(self, name: str, holder: str, now: datetime, seconds: int) -> bool:
        """Take or renew a lease; False while somebody else has it. One that ran out is taken over."""
        with transaction(self.writing) as session:
            insert = insert_into(dialect_of(session), LeaseRecord)
            values = insert.values(name=name, holder=holder, until=now + timedelta(seconds=seconds))
            taken = session.exec(
                values.on_conflict_do_update(
                    index_elements=["name"],
                    set_={"holder": insert.excluded.holder, "until": insert.excluded.until},
                    where=or_(col(LeaseRecord.holder) == holder, col(LeaseRecord.until) <= now),
                ).returning(col(LeaseRecord.name))
            )
            return taken.first() is not None

    def release_lease(self, name: str, holder: str) -> None:
        """Give a lease back; nothing happens where somebody else has it by now."""
        with transaction(self.writing) as session:
            session.exec(
                delete(LeaseRecord).where(col(LeaseRecord.name) == name, col(LeaseRecord.holder) == holder)
            )

    def digest_due(self, day: date) -> bool:
        """True while the digest of this day is not written; `Work.digest_sent` notes that it is."""
        with transaction(self.reading) as session:
            return session.get(DigestRecord, day) is None
