"""Refusals that speak of the address, not of the moment, the message or the sender (RFC 3463, RFC 5248).

Only an address that is wrong or gone is left alone from then on: a full mailbox is emptied, a spam filter
changes its mind, and a server that could not be reached for days comes back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Codes after which a letter to the address can never arrive; 5.1.7 and 5.1.8 speak of the sender's address.
ABOUT_THE_ADDRESS: Mapping[str, str] = {
    "5.1.0": "other address status",
    "5.1.1": "bad destination mailbox address",
    "5.1.2": "bad destination system address",
    "5.1.3": "bad destination mailbox address syntax",
    "5.1.4": "destination mailbox address ambiguous",
    "5.1.6": "mailbox has moved, no forwarding address",
    "5.1.10": "recipient address has null MX (RFC 7505)",
    "5.2.1": "mailbox disabled, not accepting messages",
    "5.4.4": "unable to route",
    "5.4.310": "the domain does not exist (Exchange)",
}

STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_VAGUE = re.compile(r"[245]\.0\.0$")
_MAILBOX_UNAVAILABLE = re.compile(r"(?<![\d.])55[013](?![\d.])")  # RFC 5321 §4.2.3
_UNKNOWN = re.compile(
    r"(?:user|recipient|address|mailbox|account|domain|host)(?: name)? (?:is )?"
    r"(?:unknown|not found|does(?: not|n['\u2019]t) exist|not known|disabled|inactive)|"
    r"(?:unknown|invalid|no such|nonexistent) (?:user|recipient|address|mailbox|account|domain)|"
    r"no mailbox here|(?:couldn['\u2019]t|could not) be found|no longer (?:valid|active|exists)|"
    r"utilisateur inconnu|adresse inconnue|n['\u2019]existe pas|no existe|desconocid[oa]|"
    r"(?:nicht gefunden|unbekannt|existiert nicht)|sconosciuto|non esiste|desconhecido",
    re.IGNORECASE,
)
_OTHER_REASONS = re.compile(
    r"spam|policy|block|blacklist|reputation|relay|quota|\bfull\b|too (?:large|big|many)|\bsize\b|dmarc|\bspf\b|"
    r"dkim|prohibit|content|virus|denied|not allowed|temporar|try again|greylist|authenticat",
    re.IGNORECASE,
)


def concerns_the_address(status: str, words: str) -> bool:
    """True where a refusal says that the address, or its domain, is wrong or gone.

    `status` is an enhanced status code such as `5.1.1`, possibly empty; `words` the server's reply, which
    are asked only where the code is absent or says no more than its class.
    """
    if status and not _VAGUE.match(status):
        return status in ABOUT_THE_ADDRESS
    told = words[:2_000]
    if status.startswith("4") or _OTHER_REASONS.search(told):
        return False
    return bool(_UNKNOWN.search(told) or _MAILBOX_UNAVAILABLE.search(told))


def reply_concerns_the_address(reply: str) -> bool:
    """The same of an SMTP reply such as `550 5.1.1 no such user` (RFC 2034)."""
    found = STATUS.match(reply[4:40])
    return reply.startswith("5") and concerns_the_address(found[1] if found else "", reply)
