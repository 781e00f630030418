"""The decision on a message that belongs to a ticket: kept with it, or filled into it."""

from __future__ import annotations

from intake.request.model import Field, Request
from intake.triage.case import Case
from intake.triage.decision import Decision, Disposition, Event, Ticket
from intake.triage.opening import Answer, flags_of, writers
from intake.triage.status import Status

IN_WORK = frozenset(
    {
        Status.HELD,
        Status.AWAITING_ACCEPTANCE,
        Status.AWAITING_PAYMENT,
        Status.IN_PREPARATION,
        Status.DELIVERED,
    }
)
"""What a person works on, has priced, or must release: it is not changed behind their back."""

TO_READ = frozenset({"reply_to_read"})


def kept(
    ticket: Ticket,
    rule: str,
    reason: str,
    flags: frozenset[str] = frozenset(),
    *,
    event: str = "follow_up",
) -> Decision:
    """The message is kept with its ticket, and the ticket stays as it is."""
    return Decision(
        Disposition.APPEND,
        rule,
        reason,
        reference=ticket.reference,
        status=ticket.status,
        resolution=ticket.resolution,
        request=ticket.request,
        missing=ticket.missing,
        assumed=ticket.assumed,
        flags=flags,
        events=(Event(event, reason),),
    )


def appended(
    case: Case,
    ticket: Ticket,
    request: Request,
    answered: Answer,
    fields: tuple[Field, ...],
    event: str = "follow_up",
) -> Decision:
    """The ticket holds `request` from now on, of which the message told `fields`."""
    told = f"{answered.reason}; it states {names_of(fields)}" if fields else answered.reason
    return Decision(
        Disposition.APPEND,
        f"joined:{case.known.joined_by}",
        told,
        reference=ticket.reference,
        status=answered.status,
        request=request,
        missing=tuple(field.value for field in answered.completeness.missing),
        assumed=tuple(field.value for field in answered.completeness.assumed),
        flags=flags_of(request) | (TO_READ if ticket.status in IN_WORK else frozenset()),
        estimate=answered.estimate,
        letters=answered.letters,
        events=(Event(event, told),),
        cleared=writers(case),
    )


def names_of(fields: tuple[Field, ...]) -> str:
    """The fields as a line of history names them."""
    return ", ".join(field.value for field in fields)
