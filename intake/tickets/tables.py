"""The tables. A record is a row as it is stored; the values that the house works with are made of it.

Table models do not validate: what must always hold of a text is done by its column's type, see `columns.py`.
Datetimes are aware and stored in UTC. JSON columns are reassigned, never changed in place, or the change
would be lost.

Whoever changes this page writes a migration; a test compares the two.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, MetaData, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from intake.tickets.columns import Clean, CleanJson, Key
from intake.triage.decision import LetterState, Outcome

REVISION = "0002"
"""The last migration that makes these tables: a store that says so needs none."""

SCHEMA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _Table(SQLModel):
    metadata: ClassVar[MetaData] = SCHEMA


class InstallationRecord(_Table, table=True):
    """The one row that says which installation this is; `secret` keys the HMAC of our Message-IDs."""

    __tablename__ = "installation"

    id: int = Field(default=1, primary_key=True)
    name: str = Field(sa_type=Clean)
    secret: bytes


class CounterRecord(_Table, table=True):
    """A running number: `ticket:2026`, `letter`."""

    __tablename__ = "counter"

    name: str = Field(sa_type=Key, primary_key=True)
    last: int


class TicketRecord(_Table, table=True):
    """A ticket as it now stands; how it came to this is in its events."""

    __tablename__ = "ticket"

    reference: str = Field(sa_type=Key, primary_key=True)
    status: str = Field(sa_type=Clean, index=True)
    resolution: str | None = Field(default=None, sa_type=Clean)
    opened: datetime = Field(index=True)
    updated: datetime
    closed: datetime | None = None
    subject: str = Field(sa_type=Clean)
    requester: str = Field(sa_type=Clean)
    requester_name: str = Field(sa_type=Clean)
    language: str = Field(sa_type=Clean)
    request: dict[str, Any] = Field(sa_type=CleanJson)
    missing: list[str] = Field(sa_type=CleanJson)
    assumed: list[str] = Field(sa_type=CleanJson)
    flags: list[str] = Field(sa_type=CleanJson)
    related: list[str] = Field(sa_type=CleanJson)
    estimate: dict[str, Any] | None = Field(default=None, sa_type=CleanJson)
    rounds: int = 0
    letters: int = 0


class ParticipantRecord(_Table, table=True):
    """An address, in lower case, that may write on a ticket."""

    __tablename__ = "participant"

    reference: str = Field(sa_type=Key, primary_key=True, foreign_key="ticket.reference")
    address: str = Field(sa_type=Key, primary_key=True)


class ContentRecord(_Table, table=True):
    """The octets of a message as they came, under zlib, and the words newly written in it."""

    __tablename__ = "content"

    sha256: str = Field(sa_type=Key, primary_key=True)
    size: int = Field(sa_type=BigInteger)
    octets: bytes
    text: str = Field(default="", sa_type=Clean)


_RECORDED = f"outcome IN ('{Outcome.TICKET}', '{Outcome.FOLLOW_UP}', '{Outcome.HELD}', '{Outcome.IGNORED}')"
_UNSETTLED = "outcome IS NOT NULL AND settled IS NULL"


class MessageRecord(_Table, table=True):
    """The ledger: a row for each message seen, its outcome once there is one. Absent texts are empty.

    `digest` is what the copies of a message by different routes have in common. `message_id` and `digest` are
    unique among what was recorded as something else than a duplicate: two processes that take in two copies
    at the same moment cannot both succeed.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("mailbox", "uidvalidity", "uid"),
        Index(
            "uq_message_recorded_once",
            "message_id",
            "digest",
            unique=True,
            sqlite_where=text(_RECORDED),
            postgresql_where=text(_RECORDED),
        ),
        Index(
            "ix_message_unsettled",
            "mailbox",
            sqlite_where=text(_UNSETTLED),
            postgresql_where=text(_UNSETTLED),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    mailbox: str = Field(sa_type=Key)
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    size: int = Field(sa_type=BigInteger)
    received: datetime | None = None
    seen: datetime
    attempts: int = 0
    outcome: str | None = Field(default=None, sa_type=Clean)
    rule: str = Field(default="", sa_type=Clean)
    reason: str = Field(default="", sa_type=Clean)
    decided: datetime | None = None
    settled: datetime | None = None
    too_large: bool = False
    message_id: str = Field(default="", sa_type=Key, index=True)
    sha256: str = Field(default="", sa_type=Key)
    digest: str = Field(default="", sa_type=Key)
    sender: str = Field(default="", sa_type=Clean)
    subject: str = Field(default="", sa_type=Clean)
    traceback: str = Field(default="", sa_type=Clean)
    reference: str | None = Field(default=None, sa_type=Key, foreign_key="ticket.reference", index=True)


class EventRecord(_Table, table=True):
    """One line of a ticket's history; by which message (`cause`), and the values (`data`)."""

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(sa_type=Key, foreign_key="ticket.reference", index=True)
    at: datetime
    kind: str = Field(sa_type=Clean)
    text: str = Field(sa_type=Clean)
    by: str = Field(sa_type=Clean)
    data: dict[str, Any] | None = Field(default=None, sa_type=CleanJson)
    cause: int | None = Field(default=None, foreign_key="message.id")


DUE = f"state = '{LetterState.QUEUED}'"
"""Which letters are still to be sent; in these words, or SQLite does not use the index of them."""


class LetterRecord(_Table, table=True):
    """The ledger of letters and the outbox in one: every letter considered, and where it stands.

    `email` are the exact octets that are sent, with their Message-ID. While `claimed_until` lies ahead the
    letter is in the hands of `claimed_by`. The counters of the gate are kept by `queued`, the moment from
    which it may be sent; `to_key` and `cc_key` are the addresses that it counts for, `fingerprint` and
    `sketch` are of the text that it answers.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_due", "due", sqlite_where=text(DUE), postgresql_where=text(DUE)),
        Index("ix_letter_to_key_queued", "to_key", "queued"),
        Index("ix_letter_cc_key_queued", "cc_key", "queued"),
        # The last two columns let the large counts be read from the index alone.
        Index("ix_letter_to_domain_counted", "to_domain", "queued", "automatic", "state"),
        Index("ix_letter_counted", "queued", "automatic", "state"),
        Index("ix_letter_reference_queued", "reference", "queued"),
        Index("ix_letter_fingerprint_queued", "fingerprint", "queued"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str | None = Field(default=None, sa_type=Key, foreign_key="ticket.reference")
    cause: int | None = Field(default=None, foreign_key="message.id", index=True)
    kind: str = Field(sa_type=Clean)
    variant: str = Field(sa_type=Clean)
    automatic: bool
    state: str = Field(sa_type=Clean)
    rule: str = Field(sa_type=Clean)
    subject: str = Field(sa_type=Clean)
    to_key: str = Field(sa_type=Key)
    to_domain: str = Field(sa_type=Key)
    cc_key: str = Field(default="", sa_type=Key)
    recipients: list[str] = Field(sa_type=CleanJson)
    envelope_from: str = Field(sa_type=Clean)
    fingerprint: str = Field(sa_type=Key)
    sketch: bytes | None = None
    message_id: str | None = Field(default=None, sa_type=Key, unique=True)
    email: bytes | None = None
    queued: datetime
    due: datetime
    attempts: int = 0
    claimed_by: str | None = Field(default=None, sa_type=Clean)
    claimed_until: datetime | None = None
    sent: datetime | None = None
    answer: str = Field(default="", sa_type=Clean)


class BreakerRecord(_Table, table=True):
    """The one row of the breaker: open since `tripped` for `reason`, or closed; when it was last reset."""

    __tablename__ = "breaker"

    id: int = Field(default=1, primary_key=True)
    tripped: datetime | None = None
    reason: str = Field(default="", sa_type=Clean)
    reset: datetime | None = None
    reset_by: str = Field(default="", sa_type=Clean)


class FailedAddressRecord(_Table, table=True):
    """An address, in lower case, that mail cannot be delivered to."""

    __tablename__ = "failed_address"

    address: str = Field(sa_type=Key, primary_key=True)
    status: str = Field(sa_type=Clean)
    text: str = Field(sa_type=Clean)
    since: datetime


class LeaseRecord(_Table, table=True):
    """Who does what may be done by one process at a time, and until when."""

    __tablename__ = "lease"

    name: str = Field(sa_type=Key, primary_key=True)
    holder: str = Field(sa_type=Clean)
    until: datetime


class HealthRecord(_Table, table=True):
    """How the visits to one mailbox, or to the SMTP server, went lately."""

    __tablename__ = "health"

    name: str = Field(sa_type=Key, primary_key=True)
    last_visit: datetime
    last_success: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    last_error: str | None = Field(default=None, sa_type=Clean)


class DigestRecord(_Table, table=True):
    """A day whose digest was written."""

    __tablename__ = "digest"

    day: date = Field(primary_key=True)
    at: datetime


class AlertRecord(_Table, table=True):
    """When staff were last told of one trouble."""

    __tablename__ = "alert"

    name: str = Field(sa_type=Key, primary_key=True)
    at: datetime
