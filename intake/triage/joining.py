"""What a person's message does to the ticket that it joins.

A follow-up earns one letter when it changes something; thanks and "I will get back to you" earn none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from intake.request.completeness import Completeness, missing_and_assumed
from intake.request.model import LEGAL_PROCESS, Field, Request, RequestKind
from intake.request.refine import changed, refine
from intake.triage.case import Case
from intake.triage.decision import Decision, Disposition, Event, Policy, Ticket
from intake.triage.opening import Answer, acknowledgement, answer, flags_of, open_ticket, writers
from intake.triage.status import Status

_PERSON_DECIDES = frozenset(
    {
        Status.HELD,
        Status.AWAITING_ACCEPTANCE,
        Status.AWAITING_PAYMENT,
        Status.IN_PREPARATION,
        Status.DELIVERED,
    }
)

# A telephone number in a signature, or words that touch protected data, are noted; they are no news to a letter.
_EARNS_NO_LETTER = frozenset({Field.CONTACT, Field.PROTECTED})


def join(case: Case) -> Decision | None:
    """A follow-up fills its ticket; a late reply to a closed one opens a new, linked ticket."""
    ticket = case.known.ticket
    if ticket is None:
        return None
    if LEGAL_PROCESS in case.request.protected and not lapsed(ticket, case.now, case.book.policy):
        return _legal_process(case, ticket)
    if ticket.status is Status.CLOSED:
        return _reply_to_closed(case, ticket)
    request = refine(ticket.request, case.request, tuple(Field(name) for name in ticket.missing))
    fields = changed(ticket.request, request)
    if case.request.kind in (RequestKind.MISUSE_REPORT, RequestKind.APPEAL):
        return _appended(case, ticket, request, answer(case, case.request, rounds=ticket.rounds), ())
    if not fields:
        return _nothing_new(ticket)
    silent = ticket.status is Status.HELD or LEGAL_PROCESS in request.protected
    if silent or not set(fields) - _EARNS_NO_LETTER:
        return _quietly(case, ticket, request, fields)
    if ticket.status in _PERSON_DECIDES:
        # What a person is already working on, or has priced, is not changed behind their back.
        reason = f"changes {_names(fields)} while {ticket.status.value}: a person decides"
        letters = acknowledgement(case, "changed", request=request)
        found = missing_and_assumed(request, case.book.fields)
        return _appended(case, ticket, request, Answer(ticket.status, reason, letters, found), fields)
    return _appended(case, ticket, request, answer(case, request, rounds=ticket.rounds), fields)


def _legal_process(case: Case, ticket: Ticket) -> Decision:
    """Wherever the ticket stands a person looks at it next, and nothing goes out by itself."""
    request = refine(ticket.request, case.request)
    answered = answer(case, request, rounds=ticket.rounds)
    answered = replace(answered, completeness=missing_and_assumed(request, case.book.fields))
    decided = _appended(case, ticket, request, answered, changed(ticket.request, request))
    return replace(decided, flags=decided.flags | {"reply_to_read"})


def _reply_to_closed(case: Case, ticket: Ticket) -> Decision:
    """Within the town's days a reply reopens; thanks do not; later it is a new request."""
    if case.request.kind is RequestKind.NONE:
        return kept(ticket, "thanks", "a word after the end: the ticket stays closed")
    if lapsed(ticket, case.now, case.book.policy):
        opened = open_ticket(case)
        return replace(opened, related=(ticket.reference, *opened.related))
    request = refine(ticket.request, case.request)
    reason = "a reply to a closed ticket reopens it"
    letters = acknowledgement(case, "changed", request=request)
    return _appended(
        case,
        ticket,
        request,
        Answer(Status.RECEIVED, reason, letters),
        changed(ticket.request, request),
        "reopened",
    )


def lapsed(ticket: Ticket, now: datetime, policy: Policy) -> bool:
    """True where a ticket has been closed for so long that a reply opens a new one."""
    if ticket.status is not Status.CLOSED:
        return False
    return now - (ticket.closed or ticket.updated) > timedelta(days=policy.reopen_days)


def _quietly(case: Case, ticket: Ticket, request: Request, fields: tuple[Field, ...]) -> Decision:
    """What is noted without a letter: on a ticket that is held, or where only particulars were told.

    Data newly found to be protected are looked at by a person before anything goes on.
    """
    status = ticket.status
    if Field.PROTECTED in fields and status not in _PERSON_DECIDES:
        status = Status.UNDER_REVIEW
    found = Completeness(
        tuple(Field(name) for name in ticket.missing), tuple(Field(name) for name in ticket.assumed)
    )
    if ticket.status is Status.HELD:
        found = missing_and_assumed(request, case.book.fields)
    reason = "held: a person decides" if ticket.status is Status.HELD else "noted; nothing else changes"
    return _appended(case, ticket, request, Answer(status, reason, (), found), fields)


def _nothing_new(ticket: Ticket) -> Decision:
    """Thanks, a yes to an estimate, a withdrawal, "any news?": a person reads it, no letter goes out."""
    return kept(
        ticket, "for-a-person", "it states nothing new: a person reads it", frozenset({"reply_to_read"})
    )


def kept(ticket: Ticket, rule: str, reason: str, flags: frozenset[str] = frozenset()) -> Decision:
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
        events=(Event("follow_up", reason),),
    )


def _appended(
    case: Case,
    ticket: Ticket,
    request: Request,
    answered: Answer,
    fields: tuple[Field, ...],
    kind: str = "follow_up",
) -> Decision:
    told = f"{answered.reason}; it states {_names(fields)}" if fields else answered.reason
    return Decision(
        Disposition.APPEND,
        f"joined:{case.known.joined_by}",
        told,
        reference=ticket.reference,
        status=answered.status,
        request=request,
        missing=tuple(field.value for field in answered.completeness.missing),
        assumed=tuple(field.value for field in answered.completeness.assumed),
        flags=flags_of(request) | ({"reply_to_read"} if ticket.status in _PERSON_DECIDES else frozenset()),
        estimate=answered.estimate,
        letters=answered.letters,
        events=(Event(kind, told),),
        cleared=writers(case),
    )


def _names(fields: tuple[Field, ...]) -> str:
    return ", ".join(field.value for field in fields)
