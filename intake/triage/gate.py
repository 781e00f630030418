"""May an automatic letter go out at all: the one gate that every automatic letter passes.

`judge` asks the checks of `GATE` in order; the first that objects names its rule in the ledger. Nothing is
sent silently and nothing is silent without a row: a letter is queued, held for a person, or suppressed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

from intake.message.model import Message, Origin
from intake.triage.decision import Known, Letter, LetterKind, LetterState, Policy

Check = Callable[[Letter, Message, Known, Policy], str]

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)")
_LONGEST_AUTHENTICATION_RESULTS = 4_000


def judge(letter: Letter, message: Message, known: Known, policy: Policy) -> Letter:
    """The letter with the gate's verdict: queued, or suppressed or held by a named rule."""
    if not letter.automatic or letter.state is not LetterState.QUEUED:
        return letter
    for check in GATE:
        if objection := check(letter, message, known, policy):
            state = LetterState.HELD if objection == BREAKER else LetterState.SUPPRESSED
            return replace(letter, state=state, rule=objection)
    return replace(letter, rule="passed")


def authentication_failed(message: Message, trusted: Iterable[str]) -> bool:
    """True where a server that the town trusts says that the sender is not who it claims (RFC 8601).

    A failed DMARC is a fail; without a DMARC result SPF and DKIM must both fail: forwarded mail often fails
    one. The header of any other server is disregarded: anybody can write one.
    """
    servers = {server.casefold() for server in trusted}
    for value in message.headers.get("authentication-results", ()):
        plain = _COMMENT.sub(" ", value[:_LONGEST_AUTHENTICATION_RESULTS]).casefold()
        server, _, results = plain.partition(";")
        if next(iter(server.split()), "") not in servers:
            continue
        said: dict[str, set[str]] = {}
        for method, result in _RESULT.findall(results):
            said.setdefault(method, set()).add(result)
        if "dmarc" in said:
            return "fail" in said["dmarc"]
        spf, dkim = said.get("spf", set()), said.get("dkim", set())
        return "fail" in spf and "fail" in dkim and "pass" not in dkim
    return False


def never_answered(address: str, patterns: Iterable[str]) -> bool:
    """True where the address takes no answers: a no-reply, a postmaster, a list's own address."""
    folded = address.casefold()
    return any(fnmatchcase(folded, pattern.casefold()) for pattern in patterns)


def _own_address(letter: Letter, message: Message, known: Known, policy: Policy) -> str:
    return "own-address" if letter.to.key in policy.own_addresses else ""


def _machine(letter: Letter, message: Message, known: Known, policy: Policy) -> str:
    return "" if message.origin is Origin.PERSON else f"machine:{message.origin.value}"


def _never_reply(letter: Letter, message: Message, known: Known, policy: Policy) -> str:
    return "never-reply" if never_answered(letter.to.addr_spec, policy.never_reply) else ""


def _weak_signal(letter: Letter, message: Message, known: Known, policy: Policy) -> str:
    # A no-reply sender is judged by the address that the letter goes to, so a web form with a
    # person in Reply-To is answered.
    weak = [signal for signal in message.provenance.weak if not signal.startswith("no-reply")]
    return f"weak:{weak[0]}" if weak else ""


def _failed_address(letter: Letter, message: Message, known: Known, policy: Policy) -> str:
    return "failed-address" if letter.to.key in known.failed else ""


def _unauthenticated(letter: Letter, message: Message, known: Known, policy: Policy) -> str:
    return "authentication" if authentication_failed(message, policy.trusted_authserv_ids) else ""


def _once_a_day(letter: Letter, message: Message, known: Known, policy: Policy) -> str:
    if letter.kind is LetterKind.TOO_LARGE and known.sent.too_large_day:
        return "once-a-day:too-large"
    if letter.variant == "not_a_request" and known.sent.not_a_request_day:
        return "once-a-day:not-a-request"
    if letter.variant == "status" and known.sent.status_day:
        return "once-a-day:status"
    return ""


def _counters(letter: Letter, message: Message, known: Known, policy: Policy) -> str:
    sent, limits = known.sent, policy.limits
    if sent.to_address_day >= limits.per_address_day:
        return "counter:address"
    if sent.for_ticket_day >= limits.per_ticket_day:
        return "counter:ticket"
    if sent.to_domain_day >= limits.per_domain_day and letter.to.domain not in limits.free_mail_domains:
        return "counter:domain"
    if sent.same_body_day >= limits.same_body_day:
        return "counter:same-body"
    return ""


BREAKER = "breaker"


def _breaker(letter: Letter, message: Message, known: Known, policy: Policy) -> str:
    return BREAKER if known.sent.all_hour >= policy.limits.all_hour else ""


GATE: tuple[Check, ...] = (
    _own_address,
    _machine,
    _never_reply,
    _weak_signal,
    _failed_address,
    _unauthenticated,
    _once_a_day,
    _counters,
    _breaker,
)
