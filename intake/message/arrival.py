"""Where a message lies in its mailbox: the key under which it is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a message lies: the key under which it is accounted for, and its size in octets.

    The pair of `uidvalidity` and `uid` identifies it within `mailbox` for good (RFC 9051 §2.3.1.1).
    `received` is the server's INTERNALDATE, aware, None where there is none.
    """

    mailbox: str
    uidvalidity: int
    uid: int
    size: int
    received: datetime | None = None
