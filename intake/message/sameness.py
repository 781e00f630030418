"""How much two messages are the same: one message by two routes, one text again, almost one text.

A relay writes trace fields into each copy of a message, so octets tell copies apart; `content_digest` does
not. A machine that answers us varies a word or a date in what it writes: `fingerprint` looks past digits, and
`sketch` with `resemblance` past words. All take time linear in what they read, and read a bounded part.
"""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

from intake.message.model import Message

_WORD = re.compile(r"[^\W\d_]+")
_READ = 20_000  # characters of a text that its sketch is made of
_KEPT = 64  # hashes in a sketch; a text of fewer than so many pairs of words is compared exactly
_LONGEST_LABEL = 60  # characters
_OCTETS = 4  # of each hash


def content_digest(message: Message) -> str:
    """SHA-256 (hex) of what the copies of a message have in common: From, Date, Subject, text, attachments.

    A message without a Message-ID has no copies that could be told: its digest is that of its octets.
    """
    if not message.message_id:
        return message.sha256
    parts = (
        message.from_.key if message.from_ else "",
        message.date.isoformat() if message.date else "",
        " ".join(message.subject.split()),
        " ".join(message.body.split()),
        " ".join(message.text.split()),
        *(attachment.sha256 for attachment in message.attachments),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def fingerprint(message: Message) -> str:
    """SHA-256 (hex) of the letters of the newly written text, without digits, in lower case."""
    letters = "".join(letter for letter in message.text.casefold() if letter.isalpha())
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()


def sketch(message: Message) -> bytes:
    """The smallest hashes of the pairs of neighbouring words in the newly written text, in order.

    A bottom-k sketch (Cohen and Kaplan, 2007): 64 hashes of four octets at most; empty for a text without
    words. Sketches of two texts tell how much the texts have in common, see `resemblance`. The labels of a
    form (`Which format?: CSV`) are the town's own words and say nothing about who filled it in: they do not
    count, unless there is nothing else.
    """
    text = message.text[:_READ].casefold()
    words = [word for line in text.splitlines() for word in _WORD.findall(_without_label(line))]
    words = words or _WORD.findall(text)
    pairs = {f"{first} {second}" for first, second in pairwise(words)} or set(words)
    hashes = {
        hashlib.blake2b(pair.encode("utf-8", "replace"), digest_size=_OCTETS).digest() for pair in pairs
    }
    return b"".join(sorted(hashes)[:_KEPT])


def resemblance(first: bytes, second: bytes) -> float:
    """How much of two texts is common, 0 to 1, by their sketches (Jaccard's index of their word pairs)."""
    ours, theirs = _hashes(first), _hashes(second)
    common = ours & theirs
    if not common:
        return 0.0  # most texts have nothing in common: said at once
    smallest = sorted(ours | theirs)[:_KEPT]
    return len(common.intersection(smallest)) / len(smallest)


def _without_label(line: str) -> str:
    """A line without a label: a few words before a colon, or a short line that ends as a question does."""
    label, colon, value = line.partition(":")
    if colon and len(label) <= _LONGEST_LABEL:
        return value
    return "" if len(line) <= _LONGEST_LABEL and line.rstrip().endswith("?") else line


def _hashes(sketched: bytes) -> set[bytes]:
    return {sketched[start : start + _OCTETS] for start in range(0, len(sketched), _OCTETS)}
