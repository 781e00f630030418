"""What arrived: values named after RFC 5322, frozen, without behaviour that reaches outside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox address (RFC 5322 §3.4): a display name, possibly empty, and `local@domain`."""

    addr_spec: str
    name: str = ""

    @property
    def key(self) -> str:
        """The address as it is compared: in lower case."""
        return self.addr_spec.casefold()

    @property
    def undetailed(self) -> str:
        """The address as letters to it are counted: its key without a detail, `ruth+trees` is `ruth` (RFC 5233)."""
        user, plus, _ = self.local.casefold().partition("+")
        return f"{user}@{self.domain}" if user and plus else self.key

    @property
    def local(self) -> str:
        """What stands before the last @."""
        return self.addr_spec.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """What stands after the last @, in lower case."""
        return self.addr_spec.rpartition("@")[2].casefold()

    def is_among(self, addresses: Collection[str]) -> bool:
        """True of one of these (in lower case), or of a subaddress of one: local+detail@domain (RFC 5233)."""
        local, _, domain = self.key.rpartition("@")
        return any(
            self.key == address
            or (domain == address.rpartition("@")[2] and local.startswith(f"{address.rpartition('@')[0]}+"))
            for address in addresses
        )

    def __str__(self) -> str:
        return self.addr_spec


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the text of the message; `content` is decoded, never executed or opened."""

    filename: str
    content_type: str
    content: bytes = field(repr=False)
    sha256: str = ""

    @property
    def size(self) -> int:
        """Octets after decoding."""
        return len(self.content)


class Origin(StrEnum):
    """Who wrote the message: a human, or which kind of machine (RFC 3834, 3464, 2919)."""

    PERSON = "person"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    BULK = "bulk"
    OURSELVES = "ourselves"


@dataclass(frozen=True, slots=True)
class Provenance:
    """The verdict on who wrote a message, with every signal that spoke.

    `weak` holds signals of automatic mail that a person's message can carry too (Precedence: list,
    List-*, a no-reply sender): they silence our reply, never the request. `signals` are those that
    decided the origin. Each is a short name such as `auto-submitted` or `precedence:bulk`.
    """

    origin: Origin
    signals: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """One recipient whose delivery failed, with that recipient's own status (RFC 3464 §2.3).

    `original` is the address as the sender wrote it, where a forward stands between it and `address`. `status` is
    the enhanced code (RFC 3463), `diagnosis` the server's own words; each is empty where nothing is said.
    """

    address: str
    original: str = ""
    status: str = ""
    diagnosis: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery status notification says (RFC 3464), or its free-text relatives.

    `recipients` and `statuses` are those that failed; of a report in which none did, all. `permanent` is True
    where at least one recipient failed for good, False for a delay; `failed` are those, each with its own
    status. `original_id` and `original_subject` are those of the returned message, where it is returned.
    """

    recipients: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    permanent: bool = False
    original_id: str | None = None
    failed: tuple[FailedRecipient, ...] = ()
    original_subject: str = ""


@dataclass(frozen=True, slots=True)
class Interleaved:
    """Words newly written right under quoted ones (an interleaved reply): `quoted` are the lines above them.

    `said` is their first paragraph and stands verbatim in the body.
    """

    quoted: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it arrived, decoded once; everything later works on this value.

    Message-IDs keep their angle brackets. `date` is aware and keeps the sender's own offset, None
    where the header is absent or unreadable. `headers` maps lower-case names to all their decoded,
    unfolded values in order. `body` is the whole decoded text; `text` is what is newly written;
    `folded` is what was set aside (quotation, signature, footer): nothing of `body` is lost.
    `signature` are the writer's signature lines (they stand in `text` or `folded` as well);
    `forwarded_from` is whose message was forwarded to us, `forwarded_date` when, in the words of its header
    lines. `interleaved` are the answers written between quoted lines. `html` is True where the body was made
    from an HTML part. `embedded` holds the raw octets of attached messages (message/rfc822), outermost first.
    `sha256` is over the raw octets.
    """

    sha256: str
    size: int
    message_id: str | None = None
    date: datetime | None = None
    from_: Address | None = None
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    body: str = ""
    text: str = ""
    folded: str = ""
    html: bool = False
    attachments: tuple[Attachment, ...] = ()
    embedded: tuple[bytes, ...] = field(default=(), repr=False)
    provenance: Provenance = Provenance(Origin.PERSON)
    bounce: Bounce | None = None
    defects: tuple[str, ...] = ()
    signature: str = ""
    forwarded_from: Address | None = None
    forwarded_date: str = ""
    interleaved: tuple[Interleaved, ...] = ()

    @property
    def origin(self) -> Origin:
        """Who wrote it."""
        return self.provenance.origin

    @property
    def correspondent(self) -> Address | None:
        """Whom an answer goes to: Reply-To, else From, else Sender (RFC 5322 §3.6.2)."""
        return next(iter(self.reply_to), None) or self.from_ or self.sender

    @property
    def writer(self) -> Address | None:
        """Who proves by From to have written it; None where From speaks for others.

        So do a form and a list that writes for its members: what they send has a person's Reply-To, or an
        address that takes no answers. Anybody can write through them. Reply-To itself proves nothing.
        """
        elsewhere = self.from_ and any(address.key != self.from_.key for address in self.reply_to)
        return None if elsewhere or "no-reply-sender" in self.provenance.weak else self.from_

    def answered_among(self, participants: frozenset[str]) -> Message:
        """The message without a Reply-To to anybody else than these (in lower case)."""
        return replace(self, reply_to=tuple(one for one in self.reply_to if one.key in participants))

    def header(self, name: str) -> str:
        """The first value of a header field, empty where there is none."""
        return next(iter(self.headers.get(name.casefold(), ())), "")
