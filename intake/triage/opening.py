"""What a request gets: letter, status and flags, for a new ticket and for one that was filled further.

`answer` is the table of design: the most specific of cost estimate, request for more detail, acknowledgement.
"""

from __future__ import annotations

from dataclasses import dataclass

from intake.estimate.estimate import CostEstimate, estimate
from intake.estimate.rates import effort_for
from intake.message.model import Address
from intake.request.completeness import Completeness, missing_and_assumed
from intake.request.model import LEGAL_PROCESS, READ_LANGUAGES, Request, RequestKind
from intake.request.several import holds_several
from intake.triage.case import Case
from intake.triage.decision import Decision, Disposition, Event, Letter, LetterKind
from intake.triage.status import Status

_SHORTEST_MESSAGE_WITH_A_LANGUAGE = 5  # words; fewer say nothing certain about a language


@dataclass(frozen=True, slots=True)
class Answer:
    """What is done about a request as it now stands."""

    status: Status
    reason: str
    letters: tuple[Letter, ...]
    completeness: Completeness = Completeness()
    estimate: CostEstimate | None = None


def open_ticket(case: Case) -> Decision:
    """A message that joins no ticket opens one, whatever it asks."""
    answered = answer(case, case.request, rounds=0)
    flags = flags_of(case.request)
    if case.known.related:
        flags = flags | {"possibly_related"}
    return Decision(
        Disposition.OPEN,
        f"new:{case.request.kind.value}",
        answered.reason,
        status=answered.status,
        request=case.request,
        missing=tuple(field.value for field in answered.completeness.missing),
        assumed=tuple(field.value for field in answered.completeness.assumed),
        flags=flags,
        related=case.known.related,
        estimate=answered.estimate,
        letters=answered.letters,
        events=(Event("received", answered.reason),),
        cleared=writers(case),
    )


def answer(case: Case, request: Request, *, rounds: int) -> Answer:
    """The answer to a request as it stands; `rounds` of questions were already asked."""
    if LEGAL_PROCESS in request.protected:
        return Answer(Status.UNDER_REVIEW, "it speaks of legal process: only a person answers", ())
    if request.kind in (RequestKind.MISUSE_REPORT, RequestKind.APPEAL):
        return Answer(Status.UNDER_REVIEW, "only a person answers this", acknowledgement(case, "neutral"))
    if request.language not in READ_LANGUAGES:
        reason = f"written in a language that we do not read ({request.language})"
        return Answer(Status.RECEIVED, reason, acknowledgement(case, "unreadable_language"))
    if request.kind is RequestKind.NONE:
        return Answer(Status.RECEIVED, "it asks for no data", acknowledgement(case, "not_a_request"))
    if request.kind is RequestKind.QUESTION:
        return Answer(Status.RECEIVED, "a question for a person", acknowledgement(case, "question"))
    return _answer_to_data_request(case, request, rounds)


def _answer_to_data_request(case: Case, request: Request, rounds: int) -> Answer:
    found = missing_and_assumed(request, case.book.fields)
    reviewed = Status.UNDER_REVIEW if request.protected else None
    if found.missing:
        names = ", ".join(field.value for field in found.missing)
        if rounds >= case.book.policy.question_rounds:
            reason = f"still open after {rounds} rounds of questions ({names}): a person takes over"
            letters = acknowledgement(case, "taken_over", request=request, found=found)
            return Answer(reviewed or Status.RECEIVED, reason, letters, found)
        letters = _letters(case, LetterKind.MORE_DETAIL, "received", request, found)
        return Answer(reviewed or Status.NEEDS_DETAIL, f"missing: {names}", letters, found)
    if reviewed:
        letters = acknowledgement(case, "received", request=request, found=found)
        return Answer(reviewed, "complete; touches protected data, a person reviews it", letters, found)
    if holds_several(request):
        reason = "several data with periods of their own: a person splits them"
        letters = acknowledgement(case, "received", request=request, found=found)
        return Answer(Status.RECEIVED, reason, letters, found)
    return _priced(case, request, found)


def _priced(case: Case, request: Request, found: Completeness) -> Answer:
    """A complete, unflagged request: with a price by the town's own table where that decides it."""
    book = case.book
    effort = effort_for(request, case.matches, book.efforts, today=case.now.date())
    if effort is None:
        reason = "complete; a person estimates the effort"
        return Answer(
            Status.RECEIVED, reason, acknowledgement(case, "received", request=request, found=found), found
        )
    number = case.known.ticket.estimate.number + 1 if case.known.ticket and case.known.ticket.estimate else 1
    cost = estimate(effort, book.rates, number=number, today=case.now.date(), holidays=book.holidays)
    if cost.total_cents == 0:
        letters = acknowledgement(case, "no_charge", request=request, found=found, cost=cost)
        return Answer(Status.IN_PREPARATION, "complete; no charge", letters, found, cost)
    if cost.total_cents > book.policy.automatic_estimate_limit_cents:
        letters = acknowledgement(case, "received", request=request, found=found)
        return Answer(
            Status.ESTIMATING, "complete; the estimate waits for a person's approval", letters, found, cost
        )
    letters = _letters(case, LetterKind.COST_ESTIMATE, "received", request, found, cost)
    return Answer(Status.AWAITING_ACCEPTANCE, "complete; estimated by the town's table", letters, found, cost)


def acknowledgement(
    case: Case,
    variant: str,
    *,
    request: Request | None = None,
    found: Completeness | None = None,
    cost: CostEstimate | None = None,
) -> tuple[Letter, ...]:
    """One acknowledgement in the wording `variant`."""
    return _letters(
        case, LetterKind.ACKNOWLEDGEMENT, variant, request or case.request, found or Completeness(), cost
    )


def _letters(
    case: Case,
    kind: LetterKind,
    variant: str,
    request: Request,
    found: Completeness,
    cost: CostEstimate | None = None,
) -> tuple[Letter, ...]:
    to = case.message.correspondent
    if to is None:
        return ()
    public = tuple(match for match in case.matches if not match.dataset.restricted)
    letter = Letter(
        kind,
        to,
        cc=_requester_in_copy(case, to),
        language=language_of(case),
        variant=variant,
        request=request,
        missing=tuple(field.value for field in found.missing),
        assumed=tuple(field.value for field in found.assumed),
        suggestions=public if request.kind in (RequestKind.DATASET, RequestKind.API_ACCESS) else (),
        estimate=cost,
    )
    return (letter,)


def _requester_in_copy(case: Case, to: Address) -> tuple[Address, ...]:
    """When somebody else of the conversation writes, the requester reads along."""
    ticket = case.known.ticket
    if ticket is None or ticket.requester.key == to.key or ticket.requester.key in case.known.failed:
        return ()
    return (ticket.requester,)


def language_of(case: Case) -> str:
    """The language of the latest message that has one, where we have templates; else the office's first."""
    language = case.request.language
    if case.known.ticket is not None and len(case.message.text.split()) < _SHORTEST_MESSAGE_WITH_A_LANGUAGE:
        language = case.known.ticket.language
    languages = case.book.policy.languages
    return language if language in languages else languages[0]


def flags_of(request: Request) -> frozenset[str]:
    """Short names of what staff should know."""
    flags = {
        category if category == LEGAL_PROCESS else f"protected:{category}" for category in request.protected
    }
    if request.language not in READ_LANGUAGES:
        flags.add(f"language:{request.language}")
    if holds_several(request):
        flags.add("several_requests")
    return frozenset(flags)


def writers(case: Case) -> tuple[str, ...]:
    """The address that wrote this message: mail from an address shows that it lives, a Reply-To shows nothing."""
    writer = case.message.from_ or case.message.sender
    return (writer.key,) if writer else ()
