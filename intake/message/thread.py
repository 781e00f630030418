"""Which conversation a message belongs to: signed ids and addresses of ours, references that are only named.

An id of ours is `<REFERENCE.LETTER.MAC@domain>`: the MAC is HMAC-SHA256 (RFC 2104) over reference and letter
with the installation's own key, whole, in lower-case base32, so that a relay that folds case does no harm.
There is no unsigned fallback: an id that does not verify is a foreign id.

In the headers of an answer an id of ours is looked for by its own form, wherever it stands: mail programs and
relays drop its angle brackets, fold it in the middle, put words or a tag of their own before it. The MAC alone
decides, so looking generously proves nothing that is not ours.

Where the town's server takes subaddresses (RFC 5233), a letter is answered to `local+REFERENCE.MAC@domain`. Its
MAC is over the reference alone, cut to 130 bits (RFC 2104 §5 allows half of the hash and more): a local part
has room for 64 octets (RFC 5321 §4.5.3.1.1).
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from intake.message.model import Message

# Without ASCII a long s would pass for an s, and compare_digest takes no text beyond ASCII.
_ANY_CASE = re.IGNORECASE | re.ASCII
_OURS = re.compile(r"<([A-Za-z0-9-]{0,40})\.([A-Za-z0-9]{1,20})\.([a-z2-7]{52})@", _ANY_CASE)
_SEALED = re.compile(r"\.([A-Za-z0-9]{1,20})\.([a-z2-7]{52})@", _ANY_CASE)
_REFERENCE_BEFORE = re.compile(r"([A-Za-z0-9-]{1,20})(-\d{4}-\d{5,7})\Z", re.ASCII)
_ADDRESSED = re.compile(r"\+([A-Za-z0-9-]{1,20}-\d{4}-\d{5,7})\.([a-z2-7]{26})@", _ANY_CASE)
_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to")
_ADDRESS_MAC = 26  # letters of base32
_SPACE = re.compile(r"\s+")
_LONGEST_REFERENCE = 40
_LONGEST_SUBJECT = 2_000
_MOST_VALUES = 20  # of one header, which stands once in honest mail
_MOST_SEALED = 200  # ids of our form that are verified for one message; a conversation has a handful


@dataclass(frozen=True, slots=True)
class SignedId:
    """What an id of ours says: the ticket's reference (empty for staff letters) and the letter's number."""

    reference: str
    letter: str


def sign_id(reference: str, letter: str, domain: str, key: bytes) -> str:
    """The Message-ID of a letter of ours (RFC 5322 §3.6.4), with its angle brackets."""
    return f"<{reference}.{letter}.{_mac(reference, letter, key)}@{domain}>"


def read_id(message_id: str, *keys: bytes) -> SignedId | None:
    """What a Message-ID says if it is one of ours by any of the keys, None for any other."""
    found = _OURS.match(message_id.strip()[:500])
    return _verified(found[1], found[2], found[3], keys) if found else None


def answered(message: Message, *keys: bytes) -> tuple[str, ...]:
    """The references of the letters of ours that a message answers (RFC 5322 §3.6.4), the nearest first.

    In-Reply-To comes first, then References from its end.
    """
    values = (*_values(message, "in-reply-to"), *reversed(_values(message, "references")))
    sealed = islice((one for value in values for one in _sealed(value)), _MOST_SEALED)
    found = (_reference(*one, keys) for one in sealed)
    return tuple(dict.fromkeys(reference for reference in found if reference))


def reply_address(address: str, reference: str, key: bytes) -> str:
    """The office's address with a signed reference in it, for the Reply-To of a letter."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{reference.lower()}.{_address_mac(reference, key)}@{domain}"


def addressed(message: Message, key: bytes) -> tuple[str, ...]:
    """The references of the signed addresses that a message was written or delivered to, each once."""
    found = (
        one for name in _RECIPIENTS for value in _values(message, name) for one in _ADDRESSED.finditer(value)
    )
    proven = (
        one[1].upper()
        for one in islice(found, _MOST_SEALED)
        if hmac.compare_digest(one[2].lower(), _address_mac(one[1], key))
    )
    return tuple(dict.fromkeys(proven))


def references_in_subject(subject: str, prefix: str) -> tuple[str, ...]:
    """The references such as `OD-2026-00042` that a subject names, each once, in order."""
    return tuple(dict.fromkeys(_references(subject[:_LONGEST_SUBJECT], prefix)))


def references_in_ids(message: Message, prefix: str) -> tuple[str, ...]:
    """The references that the ids a message answers name, proven or not, each once, the newest first."""
    found = [
        reference
        for name in ("references", "in-reply-to")
        for value in _values(message, name)
        for reference in _references(value, prefix)
    ]
    return tuple(dict.fromkeys(reversed(found)))


def _references(text: str, prefix: str) -> Iterator[str]:
    pattern = rf"(?<![A-Za-z0-9-]){re.escape(prefix)}-(\d{{4}})-(\d{{5,7}})(?![0-9-])"
    return (f"{prefix}-{one[1]}-{one[2]}" for one in re.finditer(pattern, text, _ANY_CASE))


def _values(message: Message, name: str) -> tuple[str, ...]:
    return message.headers.get(name, ())[-_MOST_VALUES:]


def _sealed(value: str) -> Iterator[tuple[str, str, str]]:
    """What looks like an id of ours in a header's value, the last first: what stands before, letter, MAC.

    White space is a relay's: none of our ids has any.
    """
    text = _SPACE.sub("", value)
    for found in reversed(list(_SEALED.finditer(text))):
        yield text[max(0, found.start() - _LONGEST_REFERENCE) : found.start()], found[1], found[2]


def _reference(before: str, letter: str, mac: str, keys: tuple[bytes, ...]) -> str:
    """The reference that the MAC proves, empty where it proves none.

    What stood before the id may have grown together with it: `first@xOD-2026-00042`.
    """
    found = _REFERENCE_BEFORE.search(before)
    tried = (found[1][start:] + found[2] for start in range(len(found[1]))) if found else ()
    proven = (_verified(reference, letter, mac, keys) for reference in tried)
    return next((signed.reference for signed in proven if signed), "")


def _verified(reference: str, letter: str, mac: str, keys: tuple[bytes, ...]) -> SignedId | None:
    """What an id says where its MAC is ours by one of the keys; compared in constant time."""
    said = SignedId(reference.upper(), letter)
    ours = [hmac.compare_digest(mac.lower(), _mac(said.reference, letter, key)) for key in keys]
    return said if any(ours) else None


def _mac(reference: str, letter: str, key: bytes) -> str:
    return _base32(hmac.digest(key, f"{reference.upper()}\n{letter}".encode(), "sha256"))


def _address_mac(reference: str, key: bytes) -> str:
    """Never that of an id, whose reference is in capitals."""
    return _base32(hmac.digest(key, f"reply-address\n{reference.upper()}".encode(), "sha256"))[:_ADDRESS_MAC]


def _base32(octets: bytes) -> str:
    return base64.b32encode(octets).decode().rstrip("=").lower()
