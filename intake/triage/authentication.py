"""What the town's own mail servers say about a sender: the Authentication-Results fields (RFC 8601).

A server may write one field for all methods, or one for each (OpenDKIM and OpenDMARC do): what trusted fields
say is joined. Anybody can write such a field, so those of other servers are disregarded.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from intake.message.model import Message

_METHOD = re.compile(r"\s*(spf|dkim|dmarc)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)")  # RFC 8601 §2.2: methodspec
_METHOD_OF_ANY = re.compile(r"\s*[a-z0-9-]+\s*(?:/\s*\d+\s*)?=")
_MOST_FIELDS = 20  # the town's own stand on top
_LONGEST_FIELD = 8_000


def authentication_failed(message: Message, trusted: Iterable[str], *, topmost_unnamed: bool = False) -> bool:
    """True where a server that the town trusts says that the sender is not who it claims (RFC 8601).

    `trusted` are authserv-ids. A failed DMARC is a fail, whatever else is said; where DMARC neither failed
    nor passed, SPF and DKIM must both fail: forwarded mail often fails one. With `topmost_unnamed` the first
    field that names no server counts too: Microsoft 365 writes such, and so can anybody.
    """
    said: dict[str, set[str]] = {"spf": set(), "dkim": set(), "dmarc": set()}
    servers = frozenset(server.casefold() for server in trusted)
    for resinfo in _trusted(message, servers, topmost_unnamed):
        if found := _METHOD.match(resinfo):
            said[found[1]].add(found[2])
    if said["dmarc"] & {"fail", "pass"}:
        return "fail" in said["dmarc"]
    return "fail" in said["spf"] and "fail" in said["dkim"] and "pass" not in said["dkim"]


def _trusted(message: Message, servers: Collection[str], topmost_unnamed: bool) -> Iterator[str]:
    """The resinfo segments, in lower case, of the fields that count."""
    for value in message.headers.get("authentication-results", ())[:_MOST_FIELDS]:
        first, *rest = _segments(value[:_LONGEST_FIELD].casefold())
        if _METHOD_OF_ANY.match(first):
            if topmost_unnamed:
                yield from (first, *rest)
            topmost_unnamed = False
        elif _server(first) in servers:
            yield from rest


def _server(segment: str) -> str:
    """The authserv-id, a token or a quoted-string (RFC 8601 §2.2); a version may follow it."""
    plain = segment.strip()
    if plain.startswith('"'):
        return re.sub(r"\\(.)", r"\1", plain[1:].partition('"')[0])
    return next(iter(plain.split()), "")


def _segments(value: str) -> list[str]:
    """A field's value cut at its semicolons, comments taken out (RFC 5322 §3.2.2), quoted strings whole.

    Linear: each character is looked at once. Where a comment or a quoted string never ends, the value is no
    field of the grammar, and is cut at every semicolon.
    """
    segments: list[list[str]] = [[]]
    depth, quoted, escaped = 0, False, False
    for letter in value:
        if escaped:
            escaped = False
        elif letter == "\\" and (quoted or depth):
            escaped = True
        elif letter == '"' and not depth:
            quoted = not quoted
        elif letter == "(" and not quoted:
            depth += 1
            segments[-1].append(" ")
        elif letter == ")" and depth:
            depth -= 1
            continue
        elif letter == ";" and not quoted and not depth:
            segments.append([])
            continue
        if not depth:
            segments[-1].append(letter)
    if depth or quoted:
        return value.split(";")
    return ["".join(segment) for segment in segments]
