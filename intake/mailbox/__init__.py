"""A folder of messages in the sense of RFC 9051, behind one small protocol.

`imap.py` and `maildir.py` each give a `Mailbox`; `poll.py` knows no more than this page.
A visit is: `waiting` lists what is there, `fetch` brings one message's octets without marking it read,
and, after its outcome is committed, `settle` files the server's copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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


class Mailbox(Protocol):
    """One open visit to one folder; a context manager that says goodbye on leaving."""

    name: str

    def __enter__(self) -> Mailbox: ...

    def __exit__(self, *_: object) -> None: ...

    def waiting(self) -> list[Arrival]:
        """Every message in the folder, oldest UID first. Raises MailboxError."""
        ...

    def fetch(self, arrivals: list[Arrival]) -> Iterator[tuple[Arrival, bytes]]:
        """The octets of each, in chunks, without setting \\Seen. Vanished ones are left out. Raises MailboxError."""
        ...

    def headers(self, arrival: Arrival) -> bytes:
        """The header section alone, for a message too large to fetch, itself bounded. Raises MailboxError."""
        ...

    def settle(self, arrivals: list[Arrival], folder: str) -> None:
        """File what is done: move to `folder` (made if absent), or mark read where `folder` is empty.

        Can be repeated without harm. Raises MailboxError.
        """
        ...
