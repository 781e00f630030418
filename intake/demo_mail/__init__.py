"""The mail of `intake demo`: what invented people and machines write to the Town of Example in one day.

`*.eml` arrive before the first visit; their two digits order them. `replies/*.eml` answer our letters, so
they have places to be filled by plain replacement: @IN_REPLY_TO@ and @REFERENCES@ (Message-IDs),
@REFERENCE@ (the ticket's), @SUBJECT@ (the letter's) and @DATE@. Their header X-Demo-Answers names the digits
of the message whose letter they answer. All addresses lie in domains reserved for examples (RFC 2606).
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def first_visit() -> list[tuple[str, bytes]]:
    """The messages of the first visit, (file name, octets), in order."""
    return _messages(files(__name__))


def second_visit() -> list[tuple[str, bytes]]:
    """The answers to our letters, (file name, octets), with their places still open."""
    return _messages(files(__name__) / "replies")


def _messages(folder: Traversable) -> list[tuple[str, bytes]]:
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".eml")]
    return [(entry.name, _wire(entry.read_bytes())) for entry in sorted(found, key=lambda entry: entry.name)]


def _wire(octets: bytes) -> bytes:
    """Lines end in CRLF on the wire (RFC 5322 2.1), in a checkout they need not."""
    return octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
