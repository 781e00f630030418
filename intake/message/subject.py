"""What a subject says anew: the base subject of RFC 5256 §2.1, and what a follow-up added to it.

A mail program copies the subject of the letter that it answers, and ours repeats the requester's own: what
stands in it is a quotation, not an answer.
"""

from __future__ import annotations

import re

REPLY_PREFIXES = (
    "re", "fw", "fwd", "aw", "wg", "antw", "sv", "vs", "vb", "vl", "rv", "tr",
    "rif", "res", "enc", "odp", "ynt",
)  # fmt: skip
"""What mail programs of many languages put before the subject of a reply or a forwarded message."""

REPLY_PREFIX = re.compile(rf"(?i)(?:{'|'.join(REPLY_PREFIXES)})(?:\[\d{{1,3}}\]|\(\d{{1,3}}\))?\s?:\s*")
_LONGEST = 1_000
_CUT = "\u2026"  # ends a subject that our letter had to shorten
_SHORTEST_CUT = 40
_EDGES = " \t-\u2013\u2014:;,.|/"


def base_subject(subject: str, prefix: str) -> str:
    """The subject without "Re:", "Fwd:" and the like, and without references such as `[OD-2026-00042]`."""
    tag = rf"\[?{re.escape(prefix)}-\d{{4}}-\d{{1,9}}\]?"
    text = " ".join(re.sub(tag, " ", subject[:_LONGEST], flags=re.IGNORECASE).split())
    while found := REPLY_PREFIX.match(text):
        text = text[found.end() :]
    return text


def newly_said(subject: str, before: str, prefix: str) -> str:
    """What the subject of a follow-up says that the ticket's subject, `before`, does not; "" for nothing.

    A letter of ours to a request without a subject has one of its own, so a reply to it says nothing anew.
    """
    said, known = base_subject(subject, prefix), base_subject(before, prefix)
    if not known:
        return "" if REPLY_PREFIX.match(subject.lstrip()[:_SHORTEST_CUT]) else said
    if said.endswith(_CUT) and len(said) > _SHORTEST_CUT and known.startswith(said.removesuffix(_CUT)):
        return ""
    more = said[len(known) :]
    if said.casefold().startswith(known.casefold()) and not more[:1].isalnum():
        return more.strip(_EDGES)
    return said
