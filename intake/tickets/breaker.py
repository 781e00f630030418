"""The breaker: once too many automatic letters went out it holds them all, until a person resets it.

The counts of all letters begin anew at a reset, or the next message would open it again.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from intake.tickets.database import dialect_of, insert_into, transaction
from intake.tickets.rows import Breaker
from intake.tickets.tables import BreakerRecord


def breaker_open(session: Session) -> bool:
    """True while automatic letters are held."""
    return session.exec(select(BreakerRecord.tripped)).first() is not None


def trip(session: Session, reason: str, now: datetime) -> None:
    """Open the breaker; where it is open already, it keeps its first moment and reason."""
    insert = insert_into(dialect_of(session), BreakerRecord).values(
        id=1, tripped=now, reason=reason, reset=None, reset_by=""
    )
    session.exec(
        insert.on_conflict_do_update(
            index_elements=["id"],
            set_={"tripped": insert.excluded.tripped, "reason": insert.excluded.reason},
            where=col(BreakerRecord.tripped).is_(None),
        )
    )


class Switchboard:
    """The breaker as staff see and reset it."""

    writing: Engine
    reading: Engine

    def breaker(self) -> Breaker:
        """How the breaker stands."""
        with transaction(self.reading) as session:
            record = session.exec(select(BreakerRecord)).first()
        if record is None:
            return Breaker()
        return Breaker(record.tripped, record.reason, record.reset, record.reset_by)

    def reset_breaker(self, now: datetime, by: str) -> bool:
        """Let automatic letters go out again, as a person decided; False where the breaker is not open."""
        closed = (
            update(BreakerRecord)
            .where(col(BreakerRecord.tripped).is_not(None))
            .values(tripped=None, reset=now, reset_by=by)
            .returning(col(BreakerRecord.id))
        )
        with transaction(self.writing) as session:
            return session.exec(closed).first() is not None
