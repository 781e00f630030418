"""What a person's message does to the ticket that it joins.

A follow-up earns one letter when it changes something; thanks and "I will get back to you" earn none. The
questions of `join` are asked downwards: what only a person may answer comes first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from intake.request.completeness import Completeness, missing_and_assumed
from intake.request.model import LEGAL_PROCESS, Field, Request, RequestKind
from intake.request.refine import another_request, changed, refine, with_contact
from intake.triage.appending import IN_WORK, TO_READ, appended, kept, names_of
from intake.triage.case import Case
from intake.triage.decision import Decision, Event, Policy, Ticket
from intake.triage.intents import wish
from intake.triage.opening import Answer, acknowledgement, answer, open_ticket
from intake.triage.status import Status

# A telephone number in a signature, or words that touch protected data, are noted; they are no news to a letter.
_EARNS_NO_LETTER = frozenset({Field.CONTACT, Field.PROTECTED})


def join(case: Case) -> Decision | None:
    """A follow-up fills its ticket; a late reply to a closed one opens a new, linked ticket."""
    ticket = case.known.ticket
    if ticket is None:
        return None
    return _with_new_address(case, ticket, _joined(case, ticket))


def _joined(case: Case, ticket: Ticket) -> Decision:
    late = lapsed(ticket, case.now, case.book.policy)
    if not late and LEGAL_PROCESS in case.request.protected:
        return _legal_process(case, ticket)
    if not late and case.request.kind in (RequestKind.MISUSE_REPORT, RequestKind.APPEAL):
        return _only_a_person_answers(case, ticket)
    if (decided := wish(case, ticket)) is not None:
        return replace(decided, request=with_contact(ticket.request, case.request))
    if ticket.status is Status.CLOSED:
        return _reply_to_closed(case, ticket)
    if another_request(ticket.request, case.request, _missing(ticket), plainly=case.another_request):
        return _another_request(case, ticket)
    request = refine(ticket.request, case.request, _missing(ticket))
    fields = changed(ticket.request, request)
    if not fields:
        return kept(ticket, "for-a-person", "it states nothing new: a person reads it", TO_READ)
    silent = ticket.status is Status.HELD or LEGAL_PROCESS in request.protected
    if silent or not set(fields) - _EARNS_NO_LETTER:
        return _quietly(case, ticket, request, fields)
    if ticket.status in IN_WORK:
        reason = f"changes {names_of(fields)} while {ticket.status.value}: a person decides"
        letters = acknowledgement(case, "changed", request=request)
        found = missing_and_assumed(request, case.book.fields)
        return appended(case, ticket, request, Answer(ticket.status, reason, letters, found), fields)
    return appended(case, ticket, request, answer(case, request, rounds=ticket.rounds), fields)


def _legal_process(case: Case, ticket: Ticket) -> Decision:
    """Wherever the ticket stands a person looks at it next, and nothing goes out by itself."""
    request = refine(ticket.request, case.request)
    answered = answer(case, request, rounds=ticket.rounds)
    answered = replace(answered, completeness=missing_and_assumed(request, case.book.fields))
    decided = appended(case, ticket, request, answered, changed(ticket.request, request))
    return replace(decided, flags=decided.flags | TO_READ)


def _only_a_person_answers(case: Case, ticket: Ticket) -> Decision:
    """An appeal or a report of misuse: under review, open or closed, with the neutral letter where one may go."""
    answered = answer(case, case.request, rounds=ticket.rounds)
    if ticket.status is Status.HELD or LEGAL_PROCESS in ticket.request.protected:
        answered = replace(answered, status=ticket.status, letters=())
    answered = replace(answered, completeness=_still_open(ticket))
    event = "reopened" if ticket.status is Status.CLOSED else "follow_up"
    decided = appended(case, ticket, ticket.request, answered, (), event)
    return replace(decided, flags=decided.flags | TO_READ)


def _reply_to_closed(case: Case, ticket: Ticket) -> Decision:
    """Within the town's days a reply reopens; later, or where it asks for other data, it is a new request."""
    if case.request.kind is RequestKind.NONE and LEGAL_PROCESS not in case.request.protected:
        return kept(ticket, "thanks", "a word after the end: the ticket stays closed", event="thanks")
    another = another_request(ticket.request, case.request, (), plainly=case.another_request)
    if another or lapsed(ticket, case.now, case.book.policy):
        opened = open_ticket(replace(case, known=replace(case.known, ticket=None)))
        return replace(opened, related=(ticket.reference, *opened.related))
    request = refine(ticket.request, case.request, _missing(ticket))
    silent = LEGAL_PROCESS in request.protected
    letters = () if silent else acknowledgement(case, "changed", request=request)
    status = Status.UNDER_REVIEW if request.protected else Status.RECEIVED
    found = missing_and_assumed(request, case.book.fields)
    answered = Answer(status, "a reply to a closed ticket reopens it", letters, found)
    return appended(case, ticket, request, answered, changed(ticket.request, request), "reopened")


def _another_request(case: Case, ticket: Ticket) -> Decision:
    """Other data with a period or format of their own change nothing of the ticket: staff split the two."""
    named = ", ".join(case.request.datasets)
    reason = f"it also asks for other data ({named}): a person decides"
    decided = kept(
        ticket, "several-requests", reason, TO_READ | {"several_requests"}, event="several_requests"
    )
    if ticket.status is Status.HELD or LEGAL_PROCESS in ticket.request.protected:
        return decided
    return replace(decided, letters=acknowledgement(case, "neutral"))


def _quietly(case: Case, ticket: Ticket, request: Request, fields: tuple[Field, ...]) -> Decision:
    """What is noted without a letter: on a ticket that is held, or where only particulars were told.

    Data newly found to be protected are looked at by a person before anything goes on.
    """
    held = ticket.status is Status.HELD
    review = Field.PROTECTED in fields and ticket.status not in IN_WORK
    status = Status.UNDER_REVIEW if review else ticket.status
    found = missing_and_assumed(request, case.book.fields) if held else _still_open(ticket)
    reason = "held: a person decides" if held else "noted; no letter"
    return appended(case, ticket, request, Answer(status, reason, (), found), fields)


def _with_new_address(case: Case, ticket: Ticket, decided: Decision) -> Decision:
    """Another address to write to is written down for staff; letters go where they went (header addresses)."""
    if not case.new_address or decided.reference != ticket.reference:
        return decided
    told = f"asks to be written to at {case.new_address}: a person decides"
    return replace(
        decided,
        flags=decided.flags | {"contact_change"},
        events=(*decided.events, Event("contact_change", told)),
    )


def lapsed(ticket: Ticket, now: datetime, policy: Policy) -> bool:
    """True where a ticket has been closed for so long that a reply opens a new one."""
    if ticket.status is not Status.CLOSED:
        return False
    return now - (ticket.closed or ticket.updated) > timedelta(days=policy.reopen_days)


def _missing(ticket: Ticket) -> tuple[Field, ...]:
    return tuple(Field(name) for name in ticket.missing)


def _still_open(ticket: Ticket) -> Completeness:
    return Completeness(_missing(ticket), tuple(Field(name) for name in ticket.assumed))
