"""Delivery status notifications: RFC 3464 where it is kept, the common free-text forms where it is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from intake.message.model import Address, Bounce

_ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}"
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_RECIPIENT_FIELD = re.compile(
    rf"^(?:final|original)-recipient\s*:\s*(?:[a-z0-9-]{{1,40}}\s*;)?\s*<?({_ADDRESS})>?", re.IGNORECASE
)
_ACTION = re.compile(r"^action\s*:\s*([a-z]+)", re.IGNORECASE)
_STATUS_FIELD = re.compile(r"^status\s*:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"^message-id\s*:\s*(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)
_FREE = (
    re.compile(rf"^\s*<({_ADDRESS})>\s*[:：]", re.MULTILINE),
    re.compile(rf"^\s*({_ADDRESS})\s*$", re.MULTILINE),
    re.compile(rf"^\s*<({_ADDRESS})>\s*$", re.MULTILINE),
    re.compile(rf"(?:to|for|recipient|user|address|mailbox)s?\W{{1,6}}<?({_ADDRESS})>?", re.IGNORECASE),
    re.compile(rf"RCPT To:\s*<({_ADDRESS})>", re.IGNORECASE),
    re.compile(rf"^\s*<?({_ADDRESS})>?\s{{1,8}}\S", re.MULTILINE),
)
_CODE = re.compile(r"\b(5\d\d|4\d\d)[ -]")
_DELAY = re.compile(
    r"delayed|not yet been delivered|will (?:be retried|continue|keep trying|retry)|"
    r"warning: message|still being retried"
    r"|could not be delivered for .{1,30} hours|temporary|no action is required|message is delayed",
    re.IGNORECASE,
)
_LONGEST = 200_000


def read_bounce(
    report: Sequence[Mapping[str, str]],
    failed: Iterable[str],
    text: str,
    returned: str,
    own: frozenset[str] = frozenset(),
) -> Bounce:
    """What a bounce says.

    `report` are the blocks of its message/delivery-status part, `failed` the addresses of an
    X-Failed-Recipients header, `text` its human-readable words, `returned` the header section of the message
    that comes back, empty where it does not. Words that name one of our `own` addresses name no recipient.
    """
    recipients, statuses, actions = _from_report(report)
    words = text[:_LONGEST]
    if not recipients:
        recipients = [address for value in failed for address in re.findall(_ADDRESS, value[:5_000])]
    if not recipients:
        recipients = _from_words(words, own)
    if not statuses:
        statuses = list(dict.fromkeys(_STATUS.findall(words)))[:5]
    if actions:
        permanent = "failed" in actions
    elif statuses:
        permanent = any(status.startswith("5") for status in statuses)
    else:
        codes = _CODE.findall(words)
        permanent = not _DELAY.search(words) if not codes else any(code.startswith("5") for code in codes)
    found = _MESSAGE_ID.search(returned[:_LONGEST]) or _MESSAGE_ID.search(words)
    return Bounce(
        recipients=tuple(dict.fromkeys(recipients)),
        statuses=tuple(dict.fromkeys(statuses)),
        permanent=permanent,
        original_id=found[1] if found else None,
    )


def _from_report(report: Sequence[Mapping[str, str]]) -> tuple[list[str], list[str], set[str]]:
    """Recipients, statuses and actions of the per-recipient blocks (RFC 3464 §2.3)."""
    recipients, statuses, actions = [], [], set()
    for block in report:
        named = block.get("final-recipient") or block.get("original-recipient") or ""
        if found := re.search(_ADDRESS, named[:1_000].rpartition(";")[2]):
            recipients.append(found[0])
        if found := _STATUS.search(block.get("status", "")[:200]):
            statuses.append(_precise(found[1], block.get("diagnostic-code", "")))
        if action := block.get("action", "").strip().casefold():
            actions.add(action.split()[0])
    return recipients, statuses, actions


def _precise(status: str, diagnosis: str) -> str:
    """The status, or what the remote server's own words say where the status says no more than its class."""
    found = _STATUS.search(diagnosis[:2_000]) if status.endswith(".0.0") else None
    return found[1] if found and found[1][0] == status[0] else status


def _from_words(words: str, own: frozenset[str]) -> list[str]:
    """The address that a free-text bounce names; the first form that finds one decides."""
    for form in _FREE:
        found = [
            one
            for one in form.findall(words)
            if not one.casefold().startswith(("mailer-daemon@", "postmaster@"))
            and not Address(one).is_among(own)
        ]
        if found:
            return list(dict.fromkeys(found))[:10]
    return []
