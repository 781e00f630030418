"""What becomes of a follow-up that states nothing and wants something: withdraw, know how things stand, thank."""

from __future__ import annotations

from dataclasses import replace

from intake.request.intent import Intent
from intake.request.model import LEGAL_PROCESS
from intake.triage.appending import kept
from intake.triage.case import Case
from intake.triage.decision import Decision, Letter, LetterKind, Ticket
from intake.triage.opening import acknowledgement, language_of
from intake.triage.status import Resolution, Status

_BEFORE_WORK = frozenset(
    {Status.RECEIVED, Status.NEEDS_DETAIL, Status.ESTIMATING, Status.AWAITING_ACCEPTANCE}
)


def wish(case: Case, ticket: Ticket) -> Decision | None:
    """The decision on a follow-up of a known intent, each with a line of history; None for any other."""
    match case.intent:
        case Intent.WITHDRAWAL:
            return _withdrawal(case, ticket)
        case Intent.STATUS_QUERY:
            return _status_query(case, ticket)
        case Intent.LATER:
            return kept(ticket, "later", "announces an answer: nothing changes", event="later")
        case Intent.THANKS:
            return kept(ticket, "thanks", "says thanks: nothing changes", event="thanks")
    return None


def _withdrawal(case: Case, ticket: Ticket) -> Decision:
    """Before anybody works on it, the requester's plain word closes the ticket; else a person decides.

    It is the requester's where From says so and our signed id proves it: a Reply-To is the sender's choice, and
    From alone can be forged.
    """
    if ticket.status is Status.CLOSED:
        return kept(ticket, "withdrawal", "withdraws what is closed already", event="withdrawal")
    to = case.message.correspondent
    sender = case.message.from_
    own = sender is not None and sender.key == ticket.requester.key and case.known.joined_by == "signed-id"
    before_work = ticket.status in _BEFORE_WORK and LEGAL_PROCESS not in ticket.request.protected
    plain = own and case.unmistakable and before_work
    if not (case.book.policy.close_withdrawn and plain and to):
        reason = f"asks to withdraw the request while {ticket.status.value}: a person decides"
        return kept(ticket, "withdrawal", reason, frozenset({"withdrawal_proposed"}), event="withdrawal")
    closed = kept(ticket, "withdrawal", "the requester withdrew the request", event="withdrawal")
    letter = Letter(LetterKind.CLOSING, to, language=language_of(case), variant="withdrawn")
    return replace(closed, status=Status.CLOSED, resolution=Resolution.WITHDRAWN, letters=(letter,))


def _status_query(case: Case, ticket: Ticket) -> Decision:
    """How things stand, in one letter a day at most; on what is held or legal nothing goes out."""
    decided = kept(
        ticket, "status-query", f"asks how things stand: {ticket.status.value}", event="status_query"
    )
    if ticket.status is Status.HELD or LEGAL_PROCESS in ticket.request.protected:
        return replace(decided, flags=frozenset({"reply_to_read"}))
    facts = {
        "status": ticket.status.value,
        "opened": ticket.opened.astimezone(case.now.tzinfo).date(),
        "updated": ticket.updated.astimezone(case.now.tzinfo).date(),
    }
    letters = acknowledgement(case, "status", request=ticket.request)
    return replace(
        decided,
        letters=tuple(
            replace(letter, facts=facts, missing=ticket.missing, suggestions=()) for letter in letters
        ),
    )
