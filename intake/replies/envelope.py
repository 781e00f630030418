"""The envelope of a letter: every header of RFC 5322 and 3834, text and HTML as two forms of one message.

The subject of a reply is `Re: [OD-2026-00042] <their subject>`. The reference stands in front because
RFC 5256 §2.1 takes a leading `[tag]` and `Re:` off before it compares subjects: in mail programs that
thread by subject our letter stays beside theirs, and so does their next reply.

The standard library decodes encoded words (RFC 2047) in whatever is set as a header, line breaks too: a name
or subject of a stranger that still holds `=?…?=` would write headers, or the body. So every such mark is
broken before, and `octets_of` reads the letter again before it is let go.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address as HeaderAddress
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.message import Message as Part
from email.policy import SMTP, Policy, compat32
from typing import Any

from intake.message.model import Address, Message
from intake.message.subject import REPLY_PREFIX
from intake.replies.manuscript import Manuscript
from intake.replies.plain import one_line, shortened
from intake.replies.templates import Letters
from intake.replies.typeset import as_text
from intake.triage.decision import LetterKind

LONGEST_SUBJECT = 120
MOST_REFERENCES = 20

_WRITTEN_BY_A_PERSON = frozenset({LetterKind.NOTE, LetterKind.DELIVERY})
_OF_OUR_OWN_ACCORD = frozenset({LetterKind.REMINDER, LetterKind.DIGEST, LetterKind.ALERT})
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,500}>")


class _MessageIds(UnstructuredHeader, BaseHeader):
    """In-Reply-To and References, an id a line: the standard library would encode one that is long."""

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Ids as they are: what looks like an encoded word in one is none (RFC 2047 §5)."""
        kwds["parse_tree"] = cls.value_parser("")
        kwds["decoded"] = value

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("in-reply-to", _MessageIds)
_HEADERS.map_to_type("references", _MessageIds)
_POLICY = SMTP.clone(header_factory=_HEADERS)


def sealed(
    manuscript: Manuscript,
    context: Mapping[str, object],
    *,
    kind: LetterKind,
    to: Address,
    cc: Sequence[Address] = (),
    subject: str,
    sender: Address,
    letters: Letters,
    message_id: str,
    now: datetime,
    reply_to: Address | None = None,
) -> EmailMessage:
    """The words of a letter in their envelope; `now` is in the time zone that the Date is to show."""
    everybody = [to, *cc]
    international = not all(address.local.isascii() for address in everybody)
    mail = EmailMessage(policy=_POLICY.clone(utf8=international))
    mail["From"] = _header_address(sender)
    mail["To"] = _header_address(to)
    if cc:
        mail["Cc"] = [_header_address(address) for address in cc]
    if reply_to:
        mail["Reply-To"] = _header_address(reply_to)
    mail["Subject"] = _undecodable(one_line(subject, LONGEST_SUBJECT * 2))
    mail["Date"] = now
    mail["Message-ID"] = message_id
    mail["X-Intake-Letter"] = kind.value
    if kind not in _WRITTEN_BY_A_PERSON:
        # RFC 3834 §5: auto-replied answers one message, auto-generated comes of our own accord.
        mail["Auto-Submitted"] = "auto-generated" if kind in _OF_OUR_OWN_ACCORD else "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(as_text(manuscript), charset="utf-8", cte="quoted-printable")
    mail.add_alternative(
        letters.html(manuscript, context), subtype="html", charset="utf-8", cte="quoted-printable"
    )
    # The boundary is drawn from the Message-ID, not from chance: the same letter is the same octets.
    mail.set_boundary(f"=_{hashlib.sha256(message_id.encode('utf-8', 'replace')).hexdigest()[:32]}")
    return mail


def octets_of(mail: EmailMessage) -> bytes | None:
    """The letter as it is sent; None where its octets do not say exactly the headers that were set.

    Then something that a stranger wrote would be read as a header or as the body: it must not go out.
    """
    try:
        octets = mail.as_bytes(policy=SMTP)
    except (MessageError, ValueError):  # later versions of the standard library find some of it themselves
        return None
    read: Part[str, str] = message_from_bytes(octets, policy=compat32)
    return octets if read.keys() == mail.keys() else None


def threaded(mail: EmailMessage, received: Message) -> None:
    """In-Reply-To and References (RFC 5322 §3.6.4); a long thread keeps its first and its latest ids."""
    parent = received.message_id or ""
    if not _MESSAGE_ID.fullmatch(parent):
        return
    before = received.references or received.in_reply_to[:1]
    ids = [found for found in dict.fromkeys(before) if _MESSAGE_ID.fullmatch(found) and found != parent]
    if len(ids) >= MOST_REFERENCES:
        ids = [ids[0], *ids[-(MOST_REFERENCES - 2) :]]
    mail["In-Reply-To"] = parent
    mail["References"] = " ".join([*ids, parent])


def bare_subject(subject: str, reference: str | None = None) -> str:
    """Their subject without "Re:", "Fwd:" and the like, and without references of ours; shortened."""
    text = one_line(subject[:1_000], 1_000)
    if reference:
        prefix = re.escape(reference.partition("-")[0])
        text = " ".join(re.sub(rf"\[{prefix}-\d{{4}}-\d{{1,9}}\]", " ", text).split())
    while prefixed := REPLY_PREFIX.match(text):
        text = text[prefixed.end() :]
    return shortened(text, LONGEST_SUBJECT)


def tagged(subject: str, reference: str | None, *, reply: bool) -> str:
    """A subject with its reference in front, once."""
    tag = f"[{reference}] " if reference else ""
    return ("Re: " if reply else "") + tag + shortened(subject, LONGEST_SUBJECT + 40)


def _header_address(address: Address) -> HeaderAddress:
    """An address as a header takes it: its name one harmless line, its domain in ASCII (RFC 5890)."""
    name = _undecodable(one_line(address.name, 100))
    local, domain = (_undecodable(one_line(part, 320)) for part in (address.local, address.domain))
    if not domain.isascii():
        with suppress(UnicodeError):
            domain = domain.encode("idna").decode("ascii")
    try:
        return HeaderAddress(name, addr_spec=f"{local}@{domain}")
    except (HeaderParseError, ValueError, IndexError):
        return HeaderAddress(name, username=local, domain=domain)


def _undecodable(text: str) -> str:
    """Text in which nothing begins like an encoded word (RFC 2047 §2)."""
    return text.replace("=?", "= ?")
