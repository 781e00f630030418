"""May an automatic letter go out at all: the one gate that every automatic letter passes.

`judge` asks in order whether the addresses may be written to, what the message that the letter answers says
against it, and how much went out already; the first check that objects names its rule in the ledger. Nothing
is sent silently and nothing is silent without a row: a letter is queued, held for a person, or suppressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

from intake.message.model import Address, Message, Origin
from intake.triage.authentication import authentication_failed
from intake.triage.decision import Known, Letter, LetterKind, LetterState, Policy

__all__ = [
    "BREAKER",
    "authentication_failed",
    "held_by_breaker",
    "judge",
    "never_answered",
    "one_letter",
    "stops_all",
    "unauthenticated",
]

BREAKER = "breaker"
_TO_STAFF = frozenset({LetterKind.DIGEST, LetterKind.ALERT})
# A second one of these on a day says nothing that the first did not; those that restate the request may go
# out once more, for a correction.
_ONCE = frozenset({"taken_over", "changed", "neutral", "question", "status", "unreadable_language"})
_RESTATING = frozenset({"received", "no_charge"})


def judge(letter: Letter, message: Message | None, known: Known, policy: Policy) -> Letter:
    """The letter with the gate's verdict: queued, or suppressed or held by a named rule.

    `message` is what the letter answers, None where it answers none. A copy (Cc) that the gate refuses is
    taken out, and the rule says so.
    """
    if not letter.automatic or letter.state is not LetterState.QUEUED:
        return letter
    if objection := _objection(letter, message, known, policy):
        state = LetterState.HELD if objection.startswith(BREAKER) else LetterState.SUPPRESSED
        return replace(letter, state=state, rule=objection)
    refused = {copy: rule for copy in letter.cc if (rule := _copy(copy, known, policy))}
    told = (f"no copy to {copy.addr_spec}: {rule}" for copy, rule in refused.items())
    kept = tuple(copy for copy in letter.cc if copy not in refused)
    return replace(letter, cc=kept, rule="; ".join(("passed", *told)))


def one_letter(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """The letters that one message causes, of which one automatic letter at most goes out: the first."""
    found: list[Letter] = []
    for letter in letters:
        goes = letter.automatic and letter.state is not LetterState.SUPPRESSED
        if goes and any(one.automatic and one.state is not LetterState.SUPPRESSED for one in found):
            letter = replace(letter, state=LetterState.SUPPRESSED, rule="one-letter")  # noqa: PLW2901
        found.append(letter)
    return tuple(found)


def stops_all(letter: Letter) -> bool:
    """True where this letter is the one too many: from it on the breaker holds every automatic letter."""
    return letter.rule.startswith(f"{BREAKER}:")


def held_by_breaker(state: LetterState, rule: str) -> bool:
    """True where a letter of the ledger waits because the breaker was open."""
    return state is LetterState.HELD and rule.startswith(BREAKER)


def unauthenticated(message: Message, policy: Policy) -> bool:
    """True where a server that the town trusts says that the sender is not who it claims."""
    unnamed = policy.trust_unnamed_authentication_results
    return authentication_failed(message, policy.trusted_authserv_ids, topmost_unnamed=unnamed)


def never_answered(address: str, patterns: Iterable[str]) -> bool:
    """True where the address takes no answers: a no-reply, a postmaster, a list's own address."""
    folded = address.casefold()
    return any(fnmatchcase(folded, pattern.casefold()) for pattern in patterns)


def _objection(letter: Letter, message: Message | None, known: Known, policy: Policy) -> str:
    """The rule by which the letter does not go out, empty where it does."""
    objection = _address(letter.to, known, policy)
    if message is not None:
        objection = objection or next((said for check in _OF_MESSAGE if (said := check(message, policy))), "")
    return objection or next((said for check in _OF_LETTER if (said := check(letter, known, policy))), "")


def _address(address: Address, known: Known, policy: Policy) -> str:
    """What is against writing to this address at all."""
    if address.is_among(policy.own_addresses):
        return "own-address"
    if never_answered(address.addr_spec, policy.never_reply):
        return "never-reply"
    return "failed-address" if address.key in known.failed else ""


def _copy(address: Address, known: Known, policy: Policy) -> str:
    """What is against a copy to this address: the requester, where somebody else of the conversation wrote."""
    if objection := _address(address, known, policy):
        return objection
    return "counter:address" if known.sent.to_requester_day >= policy.limits.per_address_day else ""


def _machine(message: Message, policy: Policy) -> str:
    return "" if message.origin is Origin.PERSON else f"machine:{message.origin.value}"


def _weak_signal(message: Message, policy: Policy) -> str:
    # A no-reply sender is judged by the address that the letter goes to, so a web form with a
    # person in Reply-To is answered.
    weak = [signal for signal in message.provenance.weak if not signal.startswith("no-reply")]
    return f"weak:{weak[0]}" if weak else ""


def _unauthenticated(message: Message, policy: Policy) -> str:
    return "authentication" if unauthenticated(message, policy) else ""


def _once_a_day(letter: Letter, known: Known, policy: Policy) -> str:
    sent, variant = known.sent, letter.variant
    if letter.kind is LetterKind.TOO_LARGE and sent.too_large_day:
        return "once-a-day:too-large"
    if variant == "not_a_request" and sent.not_a_request_day:
        return "once-a-day:not-a-request"
    if letter.kind is LetterKind.ACKNOWLEDGEMENT:
        before = sent.acknowledged_day.get(variant, 0)
        if (variant in _ONCE and before) or (variant in _RESTATING and before > 1):
            return f"once-a-day:{variant.replace('_', '-')}"
    return ""


def _counters(letter: Letter, known: Known, policy: Policy) -> str:
    sent, limits = known.sent, policy.limits
    if sent.to_address_day >= limits.per_address_day:
        return "counter:address"
    if sent.for_ticket_day >= limits.per_ticket_day:
        return "counter:ticket"
    if sent.to_domain_day >= limits.per_domain_day and letter.to.domain not in limits.free_mail_domains:
        return "counter:domain"
    if sent.same_body_day >= limits.same_body_day:
        return "counter:same-body"
    if sent.similar_body_day >= limits.similar_body_day:
        return "counter:similar-body"
    return ""


def _breaker(letter: Letter, known: Known, policy: Policy) -> str:
    if letter.kind in _TO_STAFF:
        return ""  # or nobody would learn that it is open
    if known.stopped:
        return BREAKER
    if known.sent.all_hour >= policy.limits.all_hour:
        return f"{BREAKER}:hour"
    return f"{BREAKER}:day" if known.sent.all_day >= policy.limits.all_day else ""


_OF_MESSAGE: tuple[Callable[[Message, Policy], str], ...] = (_machine, _weak_signal, _unauthenticated)
_OF_LETTER: tuple[Callable[[Letter, Known, Policy], str], ...] = (_once_a_day, _counters, _breaker)
