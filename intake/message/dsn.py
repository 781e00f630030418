"""Delivery status notifications: RFC 3464 where it is kept, the common free-text forms where it is not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from intake.message.charset import decode_value
from intake.message.enhanced_status import STATUS
from intake.message.model import Address, Bounce, FailedRecipient

_ADDRESS = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{0,189}[A-Za-z0-9]"
_REPORTED = re.compile(r"[^\s<>()\[\],;:\"\\]{1,64}@[^\s<>()\[\],;:\"\\]{1,190}")
_UNITEXT = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_SUBJECT = re.compile(r"^subject\s*:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.MULTILINE)
_MESSAGE_ID = re.compile(r"^message-id\s*:\s*(<[^<>\s]{1,500}>)", re.IGNORECASE | re.MULTILINE)
_FREE = (
    re.compile(rf"^\s*<({_ADDRESS})>\s*[:：]", re.MULTILINE),
    re.compile(rf"^\s*({_ADDRESS})\s*$", re.MULTILINE),
    re.compile(rf"^\s*<({_ADDRESS})>\s*$", re.MULTILINE),
    re.compile(
        rf"(?:to|for|recipient|user|address|mailbox|\b(?:an|für|empfänger|à|pour|destinataire|al?|para|"
        rf"destinat[aá]rio|naar|till))s?\W{{1,6}}<?({_ADDRESS})>?",
        re.IGNORECASE,
    ),
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
_LONGEST_DIAGNOSIS = 2_000


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
    told = [one for block in report if (one := _told(block)) != _Told()]
    failing = [one for one in told if one.failed]
    recipients = [name for one in failing or told for name in (one.address, one.original) if name]
    statuses = [one.status for one in failing or told if one.status]
    actions = {one.action for one in told if one.action}
    words = text[:_LONGEST]
    if not recipients:
        recipients = [address for value in failed for address in re.findall(_ADDRESS, value[:5_000])]
    if not recipients:
        recipients = _from_words(words, own)
    if not statuses:
        statuses = list(dict.fromkeys(STATUS.findall(words)))[:5]
    permanent = _permanent(actions, statuses, words)
    recipients = list(dict.fromkeys(recipients))
    named = tuple(
        FailedRecipient(one.address, one.original, one.status, one.diagnosis)
        for one in failing
        if one.address
    )
    found = _MESSAGE_ID.search(returned[:_LONGEST]) or _MESSAGE_ID.search(words)
    subject = _SUBJECT.search(returned[:_LONGEST]) or _SUBJECT.search(words)
    return Bounce(
        recipients=tuple(recipients),
        statuses=tuple(dict.fromkeys(statuses)),
        permanent=permanent,
        original_id=found[1] if found else None,
        failed=(named or _told_in_words(recipients, statuses, words)) if permanent else (),
        original_subject=decode_value(" ".join(subject[1].split()))[:500] if subject else "",
    )


def _permanent(actions: Collection[str], statuses: Sequence[str], words: str) -> bool:
    """True of a failure for good: by what the blocks say, else the codes, else the words."""
    if actions:
        return "failed" in actions
    if statuses:
        return any(status.startswith("5") for status in statuses)
    codes = _CODE.findall(words)
    return any(code.startswith("5") for code in codes) if codes else not _DELAY.search(words)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one block of a report tells of one recipient (RFC 3464 §2.3)."""

    address: str = ""
    original: str = ""
    status: str = ""
    action: str = ""
    diagnosis: str = ""

    @property
    def failed(self) -> bool:
        """True of a failure, also where only the status tells it."""
        return self.action == "failed" or (not self.action and self.status.startswith("5"))


def _told(block: Mapping[str, str]) -> _Told:
    final, original = (
        _reported(block.get("final-recipient", "")),
        _reported(block.get("original-recipient", "")),
    )
    diagnosis = block.get("diagnostic-code", "")[:_LONGEST_DIAGNOSIS]
    status = STATUS.search(block.get("status", "")[:200])
    return _Told(
        address=final or original,
        original=original if final and original.casefold() != final.casefold() else "",
        status=_precise(status[1], diagnosis) if status else "",
        action=next(iter(block.get("action", "").casefold().split()), ""),
        diagnosis=diagnosis,
    )


def _reported(value: str) -> str:
    """The address of a recipient field, whatever its type: rfc822, or utf-8 in its ASCII form (RFC 6533 §3)."""
    plain = _UNITEXT.sub(lambda found: _letter(int(found[1], 16)), value[:1_000].rpartition(";")[2])
    found = _REPORTED.search(plain)
    return found[0] if found else ""


def _letter(number: int) -> str:
    letter = chr(number) if number < 0x110000 else ""
    return letter if letter.isprintable() else ""


def _told_in_words(
    recipients: Sequence[str], statuses: Sequence[str], words: str
) -> tuple[FailedRecipient, ...]:
    """What a report without blocks says of each recipient: the words from its name to the next one's."""
    places = {address: place for address in recipients if (place := words.find(address)) >= 0}
    ends = sorted({*places.values(), len(words)})
    found = []
    for address in recipients:
        start = places.get(address, 0)
        end = next((end for end in ends if end > start), len(words)) if len(places) > 1 else len(words)
        said = words[start:end] if len(recipients) > 1 else words
        status = next(iter(STATUS.findall(said)), "") or (statuses[0] if len(set(statuses)) == 1 else "")
        found.append(FailedRecipient(address, "", status, said[:_LONGEST_DIAGNOSIS]))
    return tuple(found)


def _precise(status: str, diagnosis: str) -> str:
    """The status, or what the remote server's own words say where the status says no more than its class."""
    found = STATUS.search(diagnosis) if status.endswith(".0.0") else None
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
