"""What becomes of a message: one small function a rule, and `RULES`, their order, read downwards.

The first rule that answers decides. Machines come before people, strangers' tricks before requests; what
a person newly asks comes last. `decide` passes every letter through the gate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from intake.message.enhanced_status import concerns_the_address
from intake.message.model import Bounce, Origin
from intake.triage.appending import kept
from intake.triage.case import Case
from intake.triage.decision import Decision, Disposition, Event, FailedAddress, Letter, LetterKind
from intake.triage.gate import judge, one_letter, unauthenticated
from intake.triage.joining import join
from intake.triage.opening import acknowledgement, open_ticket, writers
from intake.triage.status import Status

NOTICE_BOUNCED = "notice-bounced"


def decide(case: Case, *, too_large: bool = False) -> Decision:
    """The one decision about a message, its letters judged by the gate.

    `too_large` says that only the header section was fetched: what it asks is unknown.
    """
    rules = RULES_FOR_TOO_LARGE if too_large else RULES
    decision = next(answer for rule in rules if (answer := rule(case)) is not None)
    cleared = _shown_alive(case, decision)
    known = replace(case.known, failed=frozenset(case.known.failed) - set(cleared))
    letters = tuple(judge(letter, case.message, known, case.book.policy) for letter in decision.letters)
    flags = decision.flags | ({"same_message_id"} if case.known.same_id else set())
    return replace(decision, letters=one_letter(letters), flags=frozenset(flags), cleared=cleared)


def _shown_alive(case: Case, decision: Decision) -> tuple[str, ...]:
    """The failed addresses that this message shows alive: whatever a person writes from one, unless it is forged."""
    if case.message.origin is not Origin.PERSON or decision.disposition is Disposition.HOLD:
        return ()
    return writers(case)


def _seen_before(case: Case) -> Decision | None:
    if case.known.duplicate_of is None:
        return None
    outcome, reference = case.known.duplicate_of
    reason = f"the same message was already recorded as {outcome.value}"
    return Decision(Disposition.DUPLICATE, "seen-before", reason, reference=reference)


def _from_ourselves(case: Case) -> Decision | None:
    if case.known.from_us or case.message.origin is Origin.OURSELVES:
        return Decision(Disposition.IGNORE, "from-ourselves", "it comes from this office itself")
    return None


def _bounce(case: Case) -> Decision | None:
    """A bounce of our letter belongs to its ticket and flags it (RFC 3464).

    The address is marked as failed where its own status says that it is wrong or gone.
    """
    bounce, ticket = case.message.bounce, case.known.ticket
    if case.message.origin is not Origin.BOUNCE:
        return None
    if ticket is None and case.known.returned_notice is not None and bounce is not None and bounce.permanent:
        notice = f"our {case.known.returned_notice.value} could not be delivered: {_failures(bounce)}"
        return Decision(Disposition.IGNORE, NOTICE_BOUNCED, notice)
    if ticket is None:
        return Decision(Disposition.IGNORE, "bounce", "a delivery report that returns no letter of ours")
    if bounce is None or not bounce.permanent:
        return kept(ticket, "bounce", "a delivery report that is not final: nothing changes")
    # Only addresses of the conversation can fail, and only where our letter comes back: anybody can write a
    # report, and a forged one must not silence anybody.
    known = ticket.participants | {ticket.requester.key} if case.known.joined_by == "signed-id" else set()
    failed = tuple(
        FailedAddress(name, one.status, f"{name} could not be reached {one.status}".strip())
        for one in bounce.failed
        for name in (one.address, one.original)
        if name.casefold() in known and concerns_the_address(one.status, one.diagnosis)
    )
    text = f"could not be delivered: {_failures(bounce)}"
    if case.known.joined_by != "signed-id":
        text += "; the report does not return our letter, so it may be false"
    told = kept(ticket, "bounce", text, frozenset({"undeliverable"}), event="bounced")
    return replace(told, failed=failed)


def _failures(bounce: Bounce) -> str:
    """Each recipient that failed, with its status."""
    told = [f"{one.address} {one.status}".strip() for one in bounce.failed] or list(bounce.recipients)
    return ", ".join(told) or "an unnamed recipient"


def _automatic(case: Case) -> Decision | None:
    """An out-of-office changes no state and restarts no clock (RFC 3834).

    Where only its words tell that a machine wrote it, somebody looks at it: words may deceive, and "no
    longer works here" is worth knowing.
    """
    if case.message.origin is not Origin.AUTO_REPLY:
        return None
    told = case.message.provenance.signals
    signals = ", ".join(told)
    if case.known.ticket is not None:
        by_words = all(signal.startswith("words:") for signal in told)
        flags = frozenset({"reply_to_read"}) if by_words else frozenset()
        reason = f"an automatic reply ({signals}): nothing changes"
        return kept(case.known.ticket, "automatic", reason, flags)
    return Decision(Disposition.IGNORE, "automatic", f"an automatic reply ({signals})")


def _bulk(case: Case) -> Decision | None:
    if case.message.origin is not Origin.BULK:
        return None
    signals = ", ".join(case.message.provenance.signals)
    return Decision(Disposition.IGNORE, "bulk", f"bulk mail that is not addressed to this office ({signals})")


def _unauthenticated(case: Case) -> Decision | None:
    """Our own server says that the sender is not who it claims: a person decides, nothing is sent."""
    if not unauthenticated(case.message, case.book.policy):
        return None
    reason = "the sender failed authentication by our own mail server"
    related = (case.known.ticket.reference,) if case.known.ticket else ()
    return Decision(
        Disposition.HOLD,
        "unauthenticated",
        reason,
        status=Status.HELD,
        request=case.request,
        flags=frozenset({"unauthenticated"}),
        related=(*related, *case.known.related),
        letters=acknowledgement(case, "received"),
        events=(Event("held", reason),),
    )


def _no_usable_sender(case: Case) -> Decision | None:
    correspondent = case.message.correspondent
    if correspondent is not None and not correspondent.is_among(case.book.policy.own_addresses):
        return None
    reason = "no address of a sender that could be answered"
    return Decision(
        Disposition.HOLD,
        "no-usable-sender",
        reason,
        status=Status.HELD,
        request=case.request,
        flags=frozenset({"no_sender"}),
        related=case.known.related,
        events=(Event("held", reason),),
    )


def _too_large(case: Case) -> Decision:
    """A ticket from the headers alone; the sender is told once a day how to send big files."""
    reason = "larger than this office takes by mail: only its headers were read"
    to = case.message.correspondent
    policy = case.book.policy
    facts = {"size": case.message.size, "limit": policy.message_octets}
    letter = Letter(LetterKind.TOO_LARGE, to, language=policy.languages[0], facts=facts) if to else None
    return Decision(
        Disposition.HOLD,
        "too-large",
        reason,
        status=Status.HELD,
        request=case.request,
        flags=frozenset({"too_large"}),
        related=(case.known.ticket.reference,) if case.known.ticket else case.known.related,
        letters=(letter,) if letter else (),
        events=(Event("held", reason),),
    )


Rule = Callable[[Case], Decision | None]

RULES: tuple[Rule, ...] = (
    _seen_before,
    _from_ourselves,
    _bounce,
    _automatic,
    _bulk,
    _unauthenticated,
    _no_usable_sender,
    join,
    open_ticket,
)
RULES_FOR_TOO_LARGE: tuple[Rule, ...] = (*RULES[: RULES.index(_no_usable_sender)], _too_large)
