"""The walk of one message: parse, recall, read, decide, record. Nothing is sent here, nothing filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from intake.message.arrival import Arrival
from intake.message.model import Address, Message, Origin
from intake.message.parse import ParseLimits, parse
from intake.message.sameness import fingerprint, sketch
from intake.message.subject import newly_said
from intake.message.thread import (
    addressed,
    answered,
    read_id,
    references_in_ids,
    references_in_subject,
    reply_address,
    sign_id,
)
from intake.office import Office
from intake.replies.compose import compose
from intake.replies.envelope import octets_of
from intake.request.follow_up import Asked, asked_by, read_follow_up
from intake.request.intent import calls_itself_another, is_unmistakable, new_address, read_intent
from intake.request.model import Request
from intake.request.read import read
from intake.tickets.recall import PARTICIPANT
from intake.tickets.store import Work
from intake.triage.case import Case
from intake.triage.decision import Decision, Known, Letter, LetterState, Ticket
from intake.triage.gate import stops_all
from intake.triage.joining import lapsed
from intake.triage.rules import decide


def process(raw: bytes, arrival: Arrival, office: Office, *, too_large: bool = False) -> Decision:
    """Take in one message: on return its outcome, ticket, events and letters are committed, together.

    Where it is `too_large`, `raw` is its header section alone.

    Raises MessageError where the message cannot be read, and whatever a fault of ours raises; then nothing
    is recorded and the caller quarantines it.
    """
    now = office.now()
    message = read_mail(raw, arrival, office)
    if too_large:
        message = replace(message, size=arrival.size)
    with office.store.begin(now) as work:
        known = recall(message, work, office, now)
        if known.ticket is not None and known.joined_by == PARTICIPANT:
            # From can be forged: then the answer must not go where only the forger reads.
            message = message.answered_among(known.ticket.participants)
        case = case_of(message, known, office, now)
        decision = decide(case, too_large=too_large)
        reference = work.record(
            arrival,
            raw,
            message,
            decision,
            own=office.book.policy.own_addresses,
            proven=known.joined_by != PARTICIPANT,
        )
        for letter in decision.letters:
            post(letter, reference, message, work, office, now)
    return decision


def read_mail(raw: bytes, arrival: Arrival, office: Office) -> Message:
    """The octets as a Message, within the town's limits."""
    return parse(
        raw,
        limits=ParseLimits(octets=office.settings.limits.message_octets),
        received=arrival.received,
        own_addresses=office.book.policy.own_addresses,
    )


def case_of(message: Message, known: Known, office: Office, now: datetime) -> Case:
    """Everything that the decision rests on: what is asked, and what a follow-up wants beside.

    What comes too late to join its ticket is read whole, for it opens a new one; thanks open none.
    """
    words, ticket = office.settings.phrases, known.ticket
    if ticket is None or message.origin is not Origin.PERSON:
        request = read(message, words)
        return Case(message, request, office.matches(message, request), known, office.book, now)
    request = read_in_conversation(message, ticket, office)
    intent = read_intent(message, request, words.intents)
    if intent is None and lapsed(ticket, now, office.book.policy):
        request = read(message, words)
    return Case(
        message,
        request,
        office.matches(message, request),
        known,
        office.book,
        now,
        intent=intent,
        unmistakable=is_unmistakable(message, intent, words.intents),
        new_address=new_address(message, words.intents),
        another_request=calls_itself_another(message, words.intents),
    )


def read_in_conversation(message: Message, ticket: Ticket, office: Office) -> Request:
    """What a follow-up says: a subject that repeats the ticket's is a quotation, answers know their question."""
    settings = office.settings
    said = newly_said(message.subject, ticket.subject, settings.office.reference_prefix)
    asked = Asked()
    if ticket.rounds:
        asked = asked_by(ticket.missing, ticket.assumed, settings.fields, ticket.language)
    return read_follow_up(replace(message, subject=said), asked, settings.phrases)


def recall(message: Message, work: Work, office: Office, now: datetime) -> Known:
    """All that the store knows and that matters to this message, read once."""
    keys, prefix = office.store.keys, office.settings.office.reference_prefix
    signed = [*answered(message, *keys), *addressed(message, office.store.key)]
    returned = message.bounce.original_id if message.bounce else None
    if returned and (found := read_id(returned, *keys)):
        signed.append(found.reference)
    named = [*references_in_subject(message.subject, prefix), *references_in_ids(message, prefix)]
    if message.bounce:
        named += references_in_subject(message.bounce.original_subject, prefix)
    return work.recall(
        message,
        signed=tuple(dict.fromkeys(signed)),
        named=tuple(dict.fromkeys(named)),
        from_us=bool(message.message_id and read_id(message.message_id, *keys)),
        fingerprint=fingerprint(message),
        sketch=sketch(message),
        similar_percent=office.book.policy.limits.similar_percent,
        now=now,
    )


def post(
    letter: Letter, reference: str | None, message: Message | None, work: Work, office: Office, now: datetime
) -> None:
    """Compose a letter and put it into the queue, or only into the ledger where the gate suppressed it.

    A letter into whose headers something else would slip is held, without octets: a person writes it anew.
    """
    settings = office.settings
    sender = settings.smtp.envelope_from or settings.office.address
    recipients = [letter.to.addr_spec, *(address.addr_spec for address in letter.cc)]
    octets = message_id = None
    if letter.state is not LetterState.SUPPRESSED:
        domain = settings.office.address.rpartition("@")[2]
        message_id = sign_id(reference or "", work.next_letter(reference), domain, office.store.key)
        mail = compose(
            letter,
            reference=reference,
            received=message,
            office=settings.office,
            reply_to=_reply_to(reference, office),
            fields=settings.fields,
            letters=office.letters,
            message_id=message_id,
            now=now,
        )
        octets = octets_of(mail)
        if octets is None:
            letter = replace(letter, state=LetterState.HELD, rule="unsafe-header")
    work.queue(
        letter,
        reference,
        octets,
        message_id,
        to=recipients,
        envelope_from=sender,
        fingerprint=fingerprint(message) if message else "",
        sketch=sketch(message) if message else b"",
    )
    if stops_all(letter):
        work.trip(letter.rule)


def _reply_to(reference: str | None, office: Office) -> Address | None:
    """Where an answer is to go, if not to the office's plain address."""
    facts = office.settings.office
    if reference is None or not facts.plus_addresses:
        return None
    return Address(reply_address(facts.address, reference, office.store.key), facts.name)
