"""Which conversation a message belongs to: signed Message-IDs of ours, ancestors, references in a subject.

An id of ours is `<REFERENCE.LETTER.MAC@domain>`: the MAC is HMAC-SHA256 (RFC 2104) over reference and letter
with the installation's own key, whole, in lower-case base32, so that a relay that folds case does no harm.
There is no unsigned fallback: an id that does not verify is a foreign id.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from intake.message.model import Message

_OURS = re.compile(r"<([A-Za-z0-9-]{0,40})\.([A-Za-z0-9]{1,20})\.([a-z2-7]{52})@", re.IGNORECASE)
_MOST_ANCESTORS = 100


@dataclass(frozen=True, slots=True)
class SignedId:
    """What an id of ours says: the ticket's reference (empty for staff letters) and the letter's number."""

    reference: str
    letter: str


def sign_id(reference: str, letter: str, domain: str, key: bytes) -> str:
    """The Message-ID of a letter of ours (RFC 5322 §3.6.4), with its angle brackets."""
    return f"<{reference}.{letter}.{_mac(reference, letter, key)}@{domain}>"


def read_id(message_id: str, key: bytes) -> SignedId | None:
    """What a Message-ID says if it is one of ours, None for any other; compared in constant time."""
    found = _OURS.match(message_id.strip()[:500])
    if found is None:
        return None
    reference, letter, mac = found[1].upper(), found[2], found[3].lower()
    return SignedId(reference, letter) if hmac.compare_digest(mac, _mac(reference, letter, key)) else None


def references_in_subject(subject: str, prefix: str) -> tuple[str, ...]:
    """The references such as `OD-2026-00042` that a subject names, each once, in order."""
    pattern = rf"(?<![A-Za-z0-9-]){re.escape(prefix)}-(\d{{4}})-(\d{{5,7}})(?![0-9-])"
    found = re.finditer(pattern, subject[:2_000], re.IGNORECASE)
    return tuple(dict.fromkeys(f"{prefix}-{one[1]}-{one[2]}" for one in found))


def ancestors(message: Message) -> tuple[str, ...]:
    """The ids that a message answers, the nearest first: In-Reply-To, then References from the end."""
    nearest = (*message.in_reply_to, *reversed(message.references))
    return tuple(dict.fromkeys(nearest))[:_MOST_ANCESTORS]


def _mac(reference: str, letter: str, key: bytes) -> str:
    said = f"{reference.upper()}\n{letter}".encode()
    return base64.b32encode(hmac.new(key, said, hashlib.sha256).digest()).decode().rstrip("=").lower()
