"""A mailbox on an IMAP server (RFC 9051, 3501): the one importer of imapclient.

A connection is opened when it is needed and dropped after any failure, because answers to an interrupted
command would be taken for those to the next; the call that follows opens another. What a sender wrote never
becomes part of a command.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from imapclient import IMAPClient
from imapclient.exceptions import (
    IMAPClientAbortError,
    IMAPClientError,
    IMAPClientReadOnlyError,
    LoginError,
)
from pydantic import SecretStr

from intake.errors import MailboxError, MailboxRefused
from intake.mailbox.fetching import chunks, fetch_bodies, received
from intake.mailbox.filing import Folders
from intake.mailbox.folders import is_plain
from intake.message.arrival import Arrival
from intake.tls import explained, is_loopback, verifying_context

_LISTED = 500  # messages a FETCH of sizes: keeps the command below 8,000 octets (RFC 7162 §4)
_SEARCHED = 50_000  # messages a SEARCH: imaplib refuses answers of more than a million octets on one line
_HEADERS = 65_536  # octets of a header section that are read

# RFC 5530: the login may succeed later.
_NOT_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")
# What imapclient and imaplib raise over a broken connection or an answer that is not IMAP.
_FAILURES = (IMAPClientError, OSError, ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """How to reach one folder. `timeout` is in seconds; with `oauth` the password is an access token.

    `folder` is written with "/" between levels, whatever the server's own delimiter is.
    """

    name: str
    host: str
    user: str
    password: SecretStr
    port: int = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    oauth: bool = False
    ca_file: Path | None = None
    timeout: float = 60
    folder: str = "INBOX"


class ImapMailbox:
    """One visit to one folder of an IMAP account; see the protocol `intake.mailbox.Mailbox`."""

    def __init__(self, account: ImapAccount) -> None:
        self.account = account
        self.name = account.name
        self._client: Any = None
        self._folders: Any = None
        self._uidvalidity = 0
        self._exists = 0

    def __enter__(self) -> Self:
        with self._speaking("opening the folder"):
            return self

    def __exit__(self, *_: object) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(*_FAILURES):
                client.logout()
            _close(client)

    def check(self) -> str:
        """Connect, look, say goodbye: what is there, and how messages will be filed. Raises MailboxError."""
        with self, self._speaking("looking at the folder") as client:
            account, connection = self.account, client.socket()
            tls = connection.version() if isinstance(connection, ssl.SSLSocket) else "no TLS"
            return (
                f"{account.folder} of {account.user} at {account.host}:{account.port} ({_server(client)}, "
                f"{tls}): {self._exists} messages; moves by {self._folders.how()}"
            )

    def waiting(self) -> list[Arrival]:
        """Every message in the folder, oldest UID first, but for those that somebody has marked as deleted.

        Raises MailboxError.
        """
        arrivals = []
        with self._speaking("listing the messages") as client:
            self._select(client)
            uids: set[int] = set()
            for first in range(1, self._exists + 1, _SEARCHED):
                last = first + _SEARCHED - 1
                numbers = f"{first}:{last if last < self._exists else '*'}"
                uids.update(client.search([numbers, "UNDELETED"]))
            ordered = sorted(uids)
            for start in range(0, len(ordered), _LISTED):
                rows = client.fetch(ordered[start : start + _LISTED], ["RFC822.SIZE", "INTERNALDATE"])
                arrivals += [
                    Arrival(self.name, self._uidvalidity, uid, int(row[b"RFC822.SIZE"]), received(row))
                    for uid, row in rows.items()
                    if b"RFC822.SIZE" in row
                ]
        return arrivals

    def fetch(self, arrivals: list[Arrival]) -> Iterator[tuple[Arrival, bytes]]:
        r"""The octets of each, without setting \Seen; vanished ones are left out. Raises MailboxError."""
        for chunk in chunks(arrivals):
            with self._speaking("fetching messages") as client:
                bodies = fetch_bodies(client, self._valid(chunk))
            for arrival in chunk:
                if (octets := bodies.pop(arrival.uid, None)) is not None:
                    yield arrival, octets

    def headers(self, arrival: Arrival) -> bytes:
        """The header section, up to 64 KiB in whole lines. Raises MailboxError, also where it is gone."""
        with self._speaking("fetching headers") as client:
            uids = [there.uid for there in self._valid([arrival])]
            rows = client.fetch(uids, [f"BODY.PEEK[HEADER]<0.{_HEADERS}>"])
        octets = rows.get(arrival.uid, {}).get(b"BODY[HEADER]<0>")
        if octets is None:
            raise MailboxError(f"Mailbox {self.name}: message {arrival.uid} is gone; somebody else filed it.")
        return bytes(octets[: octets.rfind(b"\n") + 1])

    def settle(self, arrivals: list[Arrival], folder: str) -> None:
        """File what is done: move to `folder` (made if absent), or mark as read where it is empty.

        What is no longer in the folder is left alone, so it can be repeated. By MOVE (RFC 6851), else by COPY
        and UID EXPUNGE (RFC 4315); without both the originals stay, marked as deleted. Raises MailboxError.
        """
        with self._speaking(f"moving messages to {folder!r}" if folder else "marking messages as read"):
            uids = [arrival.uid for arrival in self._valid(arrivals)]
            if folder:
                self._folders.move(uids, folder)
            else:
                self._folders.mark_read(uids)

    @contextmanager
    def _speaking(self, doing: str) -> Iterator[Any]:
        """The open connection; whatever goes wrong is said in words and closes it."""
        try:
            if self._client is None:
                self._client = self._connected()
            yield self._client
        except MailboxError as error:
            self._drop()
            raise type(error)(f"Mailbox {self.name}: {self._clean(str(error))}.") from None
        except IMAPClientReadOnlyError:
            self._drop()
            folder, user = self.account.folder, self.account.user
            raise MailboxRefused(
                f"Mailbox {self.name}: {user} may read {folder!r} but not change it; allow it."
            ) from None
        except _FAILURES as error:
            self._drop()
            raise MailboxError(
                f"Mailbox {self.name}: the visit to {self.account.host} failed while {doing}: "
                f"{self._said(error)}. Nothing is lost; the next visit tries again."
            ) from None

    def _connected(self) -> Any:
        """A connection that is logged in and has the folder open."""
        client = self._greeted()
        try:
            client.normalise_times = False  # else INTERNALDATE is naive, in this machine's time zone
            # Without it a command in two writes waits some 40 ms for a delayed acknowledgement.
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._log_in(client)
            self._folders = Folders(client)
            self._select(client)
        except BaseException:
            _close(client)
            raise
        return client

    def _greeted(self) -> Any:
        """A connection before the login, encrypted as the account says."""
        account, client = self.account, None
        try:
            context = None if account.tls == "none" else verifying_context(account.ca_file)
        except OSError as error:
            raise MailboxRefused(f"ca_file {account.ca_file} cannot be used ({error.strerror})") from None
        try:
            client = IMAPClient(
                account.host,
                account.port,
                ssl=account.tls == "implicit",
                ssl_context=context,
                timeout=account.timeout,
            )
            if account.tls == "starttls":
                client.starttls(context)
        except _FAILURES as error:
            if client is not None:
                _close(client)
            kind = MailboxRefused if isinstance(error, ssl.SSLCertVerificationError) else MailboxError
            raise kind(f"no connection to {account.host}:{account.port}: {self._said(error)}") from None
        return client

    def _log_in(self, client: Any) -> None:
        account, secret = self.account, self.account.password.get_secret_value()
        if not (is_plain(account.user) and is_plain(secret)):
            raise MailboxRefused("the user's name or the password holds a control character; correct it")
        if account.tls == "none" and not is_loopback(client.socket()):
            raise MailboxRefused(
                f"the password would travel unencrypted to {account.host}; set tls to implicit or starttls"
            )
        try:
            if account.oauth and client.has_capability("AUTH=OAUTHBEARER"):
                client.oauthbearer_login(account.user, secret)
            elif account.oauth:
                client.oauth2_login(account.user, secret)
            elif client.has_capability("AUTH=PLAIN"):  # LOGIN takes no letters beyond ASCII
                client.plain_login(account.user, secret)
            else:
                client.login(account.user, secret)
        except LoginError as error:
            # imapclient calls a connection that breaks off during the login a refusal, too.
            if isinstance(error.__context__, IMAPClientAbortError) or any(
                code in str(error) for code in _NOT_NOW
            ):
                raise IMAPClientAbortError(str(error)) from None
            raise MailboxRefused(
                f"{account.host} refused the login of {account.user} ({self._said(error)}); check user and "
                f"{'access token' if account.oauth else 'password'}"
            ) from None

    def _select(self, client: Any) -> None:
        """Open the folder for reading and writing; learn how many messages it has and what numbers count."""
        folder = self._folders.named(self.account.folder)
        try:
            answer = client.select_folder(folder)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise MailboxRefused(
                f"{self.account.user} cannot open {folder!r} ({self._said(error)}); check folder"
            ) from None
        self._uidvalidity, self._exists = answer.get(b"UIDVALIDITY", 0), answer.get(b"EXISTS", 0)
        if not self._uidvalidity:
            raise MailboxRefused(f"{self.account.host} keeps no lasting numbers (UIDVALIDITY) for {folder!r}")

    def _valid(self, arrivals: list[Arrival]) -> list[Arrival]:
        """Those whose numbers still count; after a change of UIDVALIDITY they may name other messages."""
        return [arrival for arrival in arrivals if arrival.uidvalidity == self._uidvalidity]

    def _said(self, error: Exception) -> str:
        """What went wrong, in one short line."""
        if isinstance(error, OSError):
            return explained(error, self.account.host)
        if isinstance(error, UnicodeError):
            return "letters beyond ASCII where the server takes none"
        return self._clean(str(error))

    def _clean(self, words: str) -> str:
        """Fit to be shown: a server may repeat the password in its answer."""
        secret = self.account.password.get_secret_value()
        words = "".join(letter if letter.isprintable() else " " for letter in words)
        return (words.replace(secret, "…") if secret else words)[:400].rstrip(". ")

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _close(client)


def _server(client: Any) -> str:
    """What the server calls itself (RFC 2971)."""
    answer = client.id_() if client.has_capability("ID") else ()
    pairs = answer[0] if answer and isinstance(answer[0], tuple) else ()
    said = dict(zip(pairs[::2], pairs[1::2], strict=False))
    name = said.get(b"name") or b"IMAP server"
    return "".join(letter for letter in name.decode("utf-8", "replace")[:60] if letter.isprintable())


def _close(client: Any) -> None:
    """Close without a word; the other end may be gone."""
    for close in (client.shutdown, client.socket().close):
        with suppress(*_FAILURES):
            close()
