"""The store: one door to all that is remembered.

`Store.open` makes or migrates it. `begin` hands out `Work`, one transaction for one message; the other
methods are small transactions of their own. It may be used from several threads, and its database by
several processes, at the same time.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Self

from sqlalchemy import Engine
from sqlmodel import select

from intake.tickets.archive import Archive
from intake.tickets.breaker import Switchboard
from intake.tickets.database import StoreConflict, connect, dialect_of, insert_into, transaction
from intake.tickets.ledger import Ledger
from intake.tickets.quarantine import Quarantine
from intake.tickets.rows import (
    Breaker,
    Entry,
    EventRow,
    Health,
    LetterRow,
    OutcomeRow,
    QuarantinedRow,
    TicketFile,
    TicketRow,
)
from intake.tickets.tables import InstallationRecord
from intake.tickets.watch import Watch
from intake.tickets.work import Work

__all__ = [
    "Breaker",
    "Entry",
    "EventRow",
    "Health",
    "LetterRow",
    "OutcomeRow",
    "QuarantinedRow",
    "Store",
    "StoreConflict",
    "TicketFile",
    "TicketRow",
    "Work",
]


class Store(Ledger, Quarantine, Archive, Watch, Switchboard):
    """An open store. `installation` and its secret are random, made on the first run, and kept in it.

    `key` is 32 octets, for the HMAC in our Message-IDs: the secret, bound to the installation, so that two
    towns that share a secret by accident do not take each other's ids for their own. `keys` are those that
    an id may be signed with; the second is the secret alone, which signed the letters of earlier versions
    and signs no more.
    """

    def __init__(self, engine: Engine, prefix: str) -> None:
        self.writing = engine
        self.reading = engine.execution_options(reading=True)
        self._prefix = prefix
        self.installation, secret = self._installation()
        self.key = hmac.digest(secret, f"message-id\n{self.installation}".encode(), "sha256")
        self.keys = (self.key, secret)

    @classmethod
    def open(cls, url: str, *, prefix: str = "OD") -> Self:
        """Open the store at a URL, made or migrated as needed: sqlite:///path, or postgresql://user@host/name.

        `prefix` begins the references of new tickets. Raises StoreError, a sentence without any password.
        """
        return cls(connect(url), prefix)

    def close(self) -> None:
        """Give the connections back; the store is not used after this."""
        self.writing.dispose()

    @contextmanager
    def begin(self, now: datetime) -> Iterator[Work]:
        """One transaction at the moment `now` (aware): committed at the end of the block, or undone.

        Raises StoreConflict where another process recorded the same first, StoreError where the database is
        at fault.
        """
        with transaction(self.writing) as session:
            yield Work(session, now, self._prefix)

    def _installation(self) -> tuple[str, bytes]:
        """Read before anything is written: opening a store that exists waits for nobody."""
        with transaction(self.reading) as session:
            record = session.exec(select(InstallationRecord)).first()
        if record is None:
            with transaction(self.writing) as session:
                insert = insert_into(dialect_of(session), InstallationRecord)
                made = insert.values(id=1, name=secrets.token_hex(8), secret=secrets.token_bytes(32))
                session.exec(made.on_conflict_do_nothing())
                record = session.exec(select(InstallationRecord)).one()
        return record.name, record.secret
