"""Bytes to a `Message`: the one place where raw mail is decoded; the only importer of mailparser.

The octets are parsed once by the standard library's compat32 policy, which is linear where its default
policy is quadratic. What is too large, too deep or of too many parts is refused before anything is decoded.
mail-parser then reads addresses and date from the header section alone: given the whole tree it would mix
the text of attached messages into the body (SpamScope/mail-parser#103).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as Part
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeAlias

import mailparser

from intake.errors import MessageError, MessageTooComplex, MessageTooLarge
from intake.message.charset import clean_header, decode_value, unfold
from intake.message.content import Content, children_of, content_of, returned_headers
from intake.message.dsn import read_bounce
from intake.message.enclosure import enclosed_letter
from intake.message.forward import hands_on
from intake.message.model import Address, Bounce, Message, Origin
from intake.message.origin import Clues, provenance
from intake.message.quotes import Fold, ForwardedHeader, split, with_attached

_IDS = re.compile(r"<([^<>]{1,900})>|[^\s<>,;]+")
_ADDRESS_HEADERS = ("from", "sender", "to", "cc", "reply-to")
_MOST_IDS = 200
_MOST_HEADERS = 2_000
_MOST_ADDRESSES = 500
_ENCODED = "=?"  # begins an encoded word, which no address may hold (RFC 2047 §5)
_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]]{1,200}@[^\s<>@,;:\"()\[\]]{1,255}")

Raw: TypeAlias = "Part[str, str]"


class _AsReceived(Compat32):
    """Octets that no charset was declared for are text in header values, not replacement characters."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 - the policy's signature
        """The value as a string, whatever octets it holds."""
        return value if value.isascii() else unfold(value)


_POLICY = _AsReceived()


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """What an honest message stays within: octets, levels of nesting, parts."""

    octets: int = 25_000_000
    depth: int = 20
    parts: int = 500


def parse(
    raw: bytes,
    *,
    limits: ParseLimits = ParseLimits(),
    received: datetime | None = None,
    own_addresses: frozenset[str] = frozenset(),
) -> Message:
    """The message that these octets are.

    `received` stands in for an absent or unreadable Date. Raises MessageTooLarge, MessageTooComplex, and
    MessageError where nothing can be made of it; nothing else.
    """
    if len(raw) > limits.octets:
        raise MessageTooLarge(f"The message has {len(raw):,} octets; this office takes {limits.octets:,}.")
    try:
        # Blank lines before the first header would make the whole header section a body.
        tree: Raw = message_from_bytes(raw.lstrip(b"\r\n"), policy=_POLICY)
        _refuse_complex(tree, limits)
        return _message(raw, tree, received, own_addresses)
    except MessageError:
        raise
    except RecursionError:
        raise MessageTooComplex("The message is nested deeper than it can be read.") from None
    except Exception as error:  # any fault of a library in strangers' octets concerns this message alone
        raise MessageError(f"The message cannot be read: {type(error).__name__}: {error}.") from error


def _refuse_complex(tree: Raw, limits: ParseLimits) -> None:
    """Count parts and levels with a stack of our own: the standard library's walk recurses."""
    stack, parts = [(tree, 1)], 0
    while stack:
        part, depth = stack.pop()
        parts += 1
        if depth > limits.depth:
            raise MessageTooComplex(f"The message is nested more than {limits.depth} levels deep.")
        if parts > limits.parts:
            raise MessageTooComplex(f"The message has more than {limits.parts} parts.")
        stack.extend((child, depth + 1) for child in children_of(part))


def _message(raw: bytes, tree: Raw, received: datetime | None, own: frozenset[str]) -> Message:
    content = content_of(tree)
    message = _envelope(raw, tree, received)
    writer = message.from_.name if message.from_ else ""
    fold = split(content.body, subject=message.subject, writer=writer, own_addresses=own)
    clues = Clues(
        headers=message.headers,
        from_=message.from_,
        to=message.to,
        cc=message.cc,
        subject=message.subject,
        text=content.body[:20_000],
        said=fold.text[:20_000],
        types=content.types,
        report_type=content.report_type,
        has_status=bool(content.report),
    )
    verdict = provenance(clues, own)
    if verdict.origin is Origin.PERSON and content.embedded and hands_on(fold.text, message.subject):
        fold = _with_enclosed(fold, content.embedded[0], own)
    if verdict.origin is Origin.PERSON and (letter := enclosed_letter(fold.text, content.attachments)):
        fold = with_attached(fold, split(letter, writer=writer, own_addresses=own))
    return replace(
        message,
        body=content.body,
        text=fold.text,
        folded=fold.folded,
        html=content.html,
        attachments=content.attachments,
        embedded=content.embedded,
        provenance=verdict,
        bounce=_bounce(message, content, own) if verdict.origin is Origin.BOUNCE else None,
        defects=(*message.defects, *content.defects),
        signature=fold.signature,
        forwarded_from=fold.forwarded.from_ if fold.forwarded else None,
        forwarded_date=fold.forwarded.date if fold.forwarded else "",
        interleaved=fold.interleaved,
    )


def _envelope(raw: bytes, tree: Raw, received: datetime | None) -> Message:
    """What the header section says; the rest of the message is still empty."""
    headers = _headers(tree)
    people = _people(tree)
    date = _date(next(iter(headers.get("date", ())), ""))
    return Message(
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        message_id=next(iter(_ids(headers.get("message-id", ()))), None),
        date=date or received,
        from_=next(iter(people["from"]), None),
        sender=next(iter(people["sender"]), None),
        reply_to=people["reply-to"],
        to=people["to"],
        cc=people["cc"],
        subject=next(iter(headers.get("subject", ())), ""),
        in_reply_to=_ids(headers.get("in-reply-to", ())),
        references=_ids(headers.get("references", ())),
        headers=MappingProxyType(headers),
        defects=("unreadable-date",) if headers.get("date") and date is None else (),
    )


def _with_enclosed(fold: Fold, enclosed: bytes, own: frozenset[str]) -> Fold:
    """The covering words with those of the attached message, unless that is a letter of our own."""
    tree: Raw = message_from_bytes(enclosed, policy=_POLICY)
    inner = _envelope(enclosed, tree, None)
    if inner.from_ is None or inner.from_.is_among(own):
        return fold
    body = content_of(tree).body
    words = split(body, subject=inner.subject, writer=inner.from_.name, own_addresses=own)
    date = next(iter(inner.headers.get("date", ())), "")
    return with_attached(fold, words, ForwardedHeader(inner.from_, date, inner.subject))


def _headers(tree: Raw) -> dict[str, tuple[str, ...]]:
    """Every header by its lower-case name, decoded, unfolded, in order."""
    found: dict[str, list[str]] = {}
    for name, value in islice(tree.raw_items(), _MOST_HEADERS):
        found.setdefault(clean_header(name).casefold(), []).append(decode_value(str(value)))
    return {name: tuple(values) for name, values in found.items()}


def _people(tree: Raw) -> dict[str, tuple[Address, ...]]:
    """The addresses of each address header, as mail-parser reads them.

    It is given encoded words as they came: decoded first, a display name could pass for an address
    (RFC 2047 §6.2).
    """
    raw: dict[str, str] = {}
    for name, value in islice(tree.raw_items(), _MOST_HEADERS):
        if name.casefold() in _ADDRESS_HEADERS:
            raw.setdefault(name.casefold(), unfold(str(value)))
    head = Part()
    for name, value in raw.items():
        head[name] = value
    parsed: Any = mailparser.MailParser(head)
    parsed.parse()
    pairs = (parsed.from_, parsed.sender, parsed.to, parsed.cc, parsed.reply_to)
    return {
        name: _addresses(found, raw.get(name, ""))
        for name, found in zip(_ADDRESS_HEADERS, pairs, strict=True)
    }


def _bounce(message: Message, content: Content, own: frozenset[str]) -> Bounce:
    failed = message.headers.get("x-failed-recipients", ())
    return read_bounce(content.report, failed, content.body, returned_headers(content), own)


def _addresses(pairs: object, raw: str) -> tuple[Address, ...]:
    """The usable addresses of a header; where none is well formed, whatever looks like one."""
    found = []
    for pair in (pairs if isinstance(pairs, list) else [])[:_MOST_ADDRESSES]:
        name, spec = (
            (str(one) for one in pair) if isinstance(pair, tuple | list) and len(pair) == 2 else ("", "")
        )
        if spec.count("@") == 1 and _ADDRESS.fullmatch(spec.strip()) and _ENCODED not in spec:
            found.append(Address(spec.strip(), clean_header(name).strip("'\" ")))
    looks = None if found else _ADDRESS.search(raw[:2_000])
    if looks and _ENCODED not in looks[0]:
        found.append(Address(looks[0].strip("'."), decode_value(raw[: looks.start()]).strip(" <\"'")))
    return tuple(found)


def _ids(values: tuple[str, ...]) -> tuple[str, ...]:
    """Message-IDs with their brackets, from folded, repeated or littered headers; of very many the last.

    An id may have been folded in its middle, or stand without brackets, between words or other ids.
    """
    found: dict[str, None] = {}
    for one in (one for value in values for one in _IDS.finditer(value)):
        said = "".join(one[1].split()) if one[1] else one[0].strip("\"'():.")
        if said and ("@" in said or said == one[1]):
            found[f"<{said}>"] = None
    return tuple(found)[-_MOST_IDS:]


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
