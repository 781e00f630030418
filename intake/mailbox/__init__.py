"""A folder of messages in the sense of RFC 9051, behind one small protocol.

`imap.py` and `maildir.py` each give a `Mailbox`; `poll.py` knows no more than this page.
A visit is: `waiting` lists what is there, `fetch` brings one message's octets without marking it read,
and, after its outcome is committed, `settle` files the server's copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, Self

from intake.message.arrival import Arrival

__all__ = ["Arrival", "Mailbox"]


class Mailbox(Protocol):
    """One open visit to one folder; a context manager that says goodbye on leaving."""

    name: str

    def check(self) -> str:
        """Connect, look, say goodbye: one sentence on what is there. Raises MailboxError."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def waiting(self) -> list[Arrival]:
        """Every message in the folder, oldest UID first. Raises MailboxError."""
        ...

    def fetch(self, arrivals: list[Arrival]) -> Iterator[tuple[Arrival, bytes]]:
        """The octets of each, in chunks, none marked as read; vanished ones left out. Raises MailboxError."""
        ...

    def headers(self, arrival: Arrival) -> bytes:
        """The header section alone, for a message too large to fetch, itself bounded. Raises MailboxError."""
        ...

    def settle(self, arrivals: list[Arrival], folder: str) -> None:
        """File what is done: move to `folder` (made if absent), or mark read where `folder` is empty.

        Can be repeated without harm. Raises MailboxError.
        """
        ...
