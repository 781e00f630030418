"""Letters handed to an SMTP server (RFC 5321, 6409) over one connection that is used again.

The commands are given one by one, because what may be repeated depends on how far a letter came. Up to the
final dot nothing is accepted (RFC 5321 §4.2.5), so a connection that breaks before it is opened again and the
letter sent once more. After the dot only the server knows: the error is transient, and whoever tries again
must use the same Message-ID, so that a letter that comes twice can be seen to be one.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from pydantic import SecretStr

from intake.errors import SubmissionError
from intake.tls import explained, is_loopback, verifying_context

_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_NOT_IN_A_PATH = re.compile(r"[\x00-\x20\x7f<>]")
# Replies about us, not about the letter: it waits until a person has set the login right (RFC 4954 §6).
_ABOUT_THE_LOGIN = {530, 534, 535, 538}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where letters are submitted; `timeout` is in seconds. No user, no login."""

    host: str
    port: int = 587
    tls: Literal["implicit", "starttls", "none"] = "starttls"
    user: str = ""
    password: SecretStr = field(default_factory=lambda: SecretStr(""))
    ca_file: Path | None = None
    timeout: float = 60


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server took the letter: its final reply, and the recipients that it refused (address: reply)."""

    reply: str
    refused: Mapping[str, str] = field(default_factory=dict)


class _BrokenError(Exception):
    """The connection broke, or the server closes it (421), before the final dot: nothing was accepted."""


class Submission:
    """A connection to the SMTP server, opened at the first letter; a context manager that says goodbye."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._drop()

    def check(self) -> str:
        """Connect and log in: one sentence on what is there. Raises SubmissionError."""
        try:
            smtp = self._ready()
        except _BrokenError as error:
            raise self._failed(str(error)) from None
        tls = smtp.sock.version() if isinstance(smtp.sock, ssl.SSLSocket) else "no TLS"
        size = smtp.esmtp_features.get("size", "")
        limit = f"; letters up to {int(size) // 1_000_000} MB" if size.isdigit() and int(size) else ""
        who = f"logged in as {self.server.user}" if self.server.user else "no login"
        return f"{self.server.host}:{self.server.port} ({tls}): {who}{limit}"

    def send(self, envelope_from: str, recipients: Sequence[str], message_bytes: bytes) -> Receipt:
        """Hand over one letter; an empty `envelope_from` is the null reverse-path.

        A refusal by some recipients is in the receipt. Raises SubmissionError: permanent where the server
        refused the letter for good (5xx, or every recipient so), with the code of a reply to this letter, and
        without one where connection or login failed, which concerns every letter. A connection that breaks
        before the final dot, or is closed by 421, is opened again and the letter sent once more.
        """
        for address in (envelope_from, *recipients):
            if _NOT_IN_A_PATH.search(address):
                raise SubmissionError(f"The address {address!r} cannot be written to.", permanent=True)
        if not recipients:
            raise SubmissionError("The letter has no recipient.", permanent=True)
        octets = _LINE_END.sub(b"\r\n", message_bytes)
        if not octets.endswith(b"\r\n"):
            octets += b"\r\n"
        try:
            return self._submit(envelope_from, recipients, octets)
        except _BrokenError:
            pass
        try:
            return self._submit(envelope_from, recipients, octets)
        except _BrokenError as error:
            raise self._failed(str(error)) from None

    def _submit(self, envelope_from: str, recipients: Sequence[str], octets: bytes) -> Receipt:
        """One try. Raises _BrokenError or SubmissionError."""
        smtp = self._ready()
        options = _mail_options(smtp, (envelope_from, *recipients), octets)
        before_the_dot = True
        try:
            self._accepted("sender", *smtp.docmd("MAIL", f"FROM:<{envelope_from}>{options}"))
            refused = self._offered(smtp, recipients)
            self._accepted("letter", *smtp.docmd("DATA"), expected=354)
            smtp.send(_LEADING_DOT.sub(b"..", octets))
            before_the_dot = False
            smtp.send(b".\r\n")
            code, reply = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            if before_the_dot:
                raise _BrokenError(self._said(error)) from None
            raise self._failed(f"{self._said(error)}; whether it took the letter is not known") from None
        self._accepted("letter", code, reply)
        return Receipt(_text(code, reply), refused)

    def _offered(self, smtp: smtplib.SMTP, recipients: Sequence[str]) -> dict[str, str]:
        """Name the recipients; gives those that are refused, with the replies. Raises where all are."""
        refused: dict[str, tuple[int, bytes]] = {}
        for address in recipients:
            code, reply = smtp.docmd("RCPT", f"TO:<{address}>")
            if code in (421, -1) or code in _ABOUT_THE_LOGIN:
                self._accepted("recipient", code, reply)
            if code not in (250, 251, 252):
                refused[address] = (code, reply)
        told = {address: _text(*answer) for address, answer in refused.items()}
        if len(refused) == len(set(recipients)):
            # One that may be taken later is reason enough to try again.
            code, reply = min(refused.values())
            raise SubmissionError(
                f"{self.server.host} refused the recipient: {_text(code, reply)}.",
                permanent=code >= 500,
                code=code,
                refused=told,
            )
        return told

    def _accepted(self, what: str, code: int, reply: bytes, expected: int = 250) -> None:
        """Raise what a reply other than the expected one means."""
        if code == expected:
            return
        text = _text(code, reply)
        if code in (421, -1):  # -1: what smtplib makes of an answer that is not SMTP
            self._drop()
            raise _BrokenError(f"the server closes the connection ({text})")
        if code in _ABOUT_THE_LOGIN:
            self._drop()
            raise self._failed(f"it wants another login ({text}); check user and password of [smtp]")
        raise SubmissionError(
            f"{self.server.host} refused the {what}: {text}.", permanent=code >= 500, code=code
        )

    def _ready(self) -> smtplib.SMTP:
        """A connection with no letter begun: RSET says whether the last one is still there."""
        if self._smtp is not None:
            try:
                if self._smtp.rset()[0] == 250:
                    return self._smtp
            except (OSError, smtplib.SMTPException):
                pass  # closed while we were thinking; not an error
            self._drop()
        self._smtp = self._connected()
        return self._smtp

    def _connected(self) -> smtplib.SMTP:
        """A connection that is greeted, encrypted and logged in. Raises SubmissionError."""
        server = self.server
        smtp: smtplib.SMTP | None = None
        try:
            context = None if server.tls == "none" else verifying_context(server.ca_file)
        except OSError as error:
            raise self._failed(f"ca_file {server.ca_file} cannot be used ({error.strerror})") from None
        try:
            if server.tls == "implicit":
                smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=context)
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
            if server.tls == "starttls":
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            # Without it the final dot waits some 40 ms for a delayed acknowledgement.
            _socket(smtp).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            smtp.command_encoding = "utf-8"
            self._log_in(smtp)
        except (OSError, smtplib.SMTPException, SubmissionError, UnicodeError) as error:
            if smtp is not None:
                smtp.close()
            if isinstance(error, SubmissionError):
                raise
            raise self._failed(f"no connection: {self._said(error)}") from None
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        server, secret = self.server, self.server.password.get_secret_value()
        if not server.user:
            return
        if not isinstance(_socket(smtp), ssl.SSLSocket) and not is_loopback(_socket(smtp)):
            raise self._failed("the password would travel unencrypted; set tls to starttls or implicit")
        if "PLAIN" in smtp.esmtp_features.get("auth", "").upper().split():
            # By hand, because smtplib's login takes no letters beyond ASCII (RFC 4616 wants UTF-8).
            token = base64.b64encode(f"\0{server.user}\0{secret}".encode()).decode("ascii")
            code, reply = smtp.docmd("AUTH", f"PLAIN {token}")
            if code != 235:
                raise smtplib.SMTPAuthenticationError(code, reply)
        else:
            smtp.login(server.user, secret)

    def _failed(self, words: str) -> SubmissionError:
        """Connection or login failed: no letter is to blame, all of them wait."""
        place = f"{self.server.host}:{self.server.port}"
        secret = self.server.password.get_secret_value()
        words = words.replace(secret, "…") if secret else words
        return SubmissionError(f"SMTP server {place}: {words}. Letters wait in the queue.", permanent=False)

    def _said(self, error: Exception) -> str:
        if isinstance(error, smtplib.SMTPAuthenticationError):
            text = _text(error.smtp_code, error.smtp_error)
            return f"the login of {self.server.user} was refused ({text}); check user and password"
        if isinstance(error, smtplib.SMTPResponseException):
            return _text(error.smtp_code, error.smtp_error)
        if isinstance(error, UnicodeError):
            return "the server takes no password with letters beyond ASCII"
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
            return explained(error, self.server.host)
        return str(error) or "the connection broke"

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def _mail_options(smtp: smtplib.SMTP, addresses: Sequence[str], octets: bytes) -> str:
    """The parameters of MAIL (RFC 1870, 6152, 6531). Raises SubmissionError where the server lacks one."""
    headers = octets.partition(b"\r\n\r\n")[0]
    needed = {
        "smtputf8": not (headers.isascii() and all(address.isascii() for address in addresses)),
        "8bitmime": not octets.isascii(),
    }
    for extension, is_needed in needed.items():
        if is_needed and not smtp.has_extn(extension):
            raise SubmissionError(
                f"The server cannot carry the letter: it lacks {extension.upper()}.", permanent=True
            )
    size = f" SIZE={len(octets)}" if smtp.has_extn("size") else ""
    body = " BODY=8BITMIME" if needed["8bitmime"] else ""
    # smtplib writes addresses in ASCII unless its own sendmail() is used (RFC 6531 §3.1).
    smtp.command_encoding = "utf-8" if needed["smtputf8"] else "ascii"
    return size + body + (" SMTPUTF8" if needed["smtputf8"] else "")


def _text(code: int, reply: bytes | str) -> str:
    """A reply in one short line that can be shown."""
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} " + "".join(letter if letter.isprintable() else " " for letter in words)[:300].strip()


def _socket(smtp: smtplib.SMTP) -> socket.socket:
    """The connection's socket; typeshed does not know that a closed one is None."""
    connection: socket.socket | None = smtp.sock
    if connection is None:
        raise smtplib.SMTPServerDisconnected("the connection broke")
    return connection
