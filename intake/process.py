"""The walk of one message: parse, recall, read, decide, record. Nothing is sent here, nothing filed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from email.policy import SMTP

from intake.message.arrival import Arrival
from intake.message.model import Message
from intake.message.parse import ParseLimits, parse
from intake.message.thread import ancestors, read_id, references_in_subject, sign_id
from intake.office import Office
from intake.replies.compose import compose
from intake.request.read import read
from intake.tickets.store import Work
from intake.triage.case import Case
from intake.triage.decision import Decision, Known, Letter, LetterState
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
        request = read(message, office.settings.phrases)
        case = Case(message, request, office.matches(message, request), known, office.book, now)
        decision = decide(case, too_large=too_large)
        reference = work.record(arrival, raw, message, decision, own=office.book.policy.own_addresses)
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


def recall(message: Message, work: Work, office: Office, now: datetime) -> Known:
    """All that the store knows and that matters to this message, read once."""
    key = office.store.key
    signed = [found.reference for named in ancestors(message) if (found := read_id(named, key))]
    if message.bounce and message.bounce.original_id and (found := read_id(message.bounce.original_id, key)):
        signed.append(found.reference)
    return work.recall(
        message,
        signed=tuple(dict.fromkeys(signed)),
        named=tuple(
            dict.fromkeys(
                reference
                for subject in (message.subject, message.bounce.original_subject if message.bounce else "")
                for reference in references_in_subject(subject, office.settings.office.reference_prefix)
            )
        ),
        from_us=bool(message.message_id and read_id(message.message_id, key)),
        fingerprint=fingerprint(message),
        now=now,
    )


def post(
    letter: Letter, reference: str | None, message: Message | None, work: Work, office: Office, now: datetime
) -> None:
    """Compose a letter and put it into the queue, or only into the ledger where the gate suppressed it."""
    settings = office.settings
    sender = settings.smtp.envelope_from or settings.office.address
    print_of = fingerprint(message) if message else ""
    recipients = [letter.to.addr_spec, *(address.addr_spec for address in letter.cc)]
    if letter.state is LetterState.SUPPRESSED:
        work.queue(letter, reference, None, None, to=recipients, envelope_from=sender, fingerprint=print_of)
        return
    domain = settings.office.address.rpartition("@")[2]
    message_id = sign_id(reference or "", work.next_letter(reference), domain, office.store.key)
    mail = compose(
        letter,
        reference=reference,
        received=message,
        office=settings.office,
        fields=settings.fields,
        letters=office.letters,
        message_id=message_id,
        now=now,
    )
    octets = mail.as_bytes(policy=SMTP)
    work.queue(
        letter, reference, octets, message_id, to=recipients, envelope_from=sender, fingerprint=print_of
    )


def fingerprint(message: Message) -> str:
    """What two mails of one machine have in common: the letters of the newly written text, no digits."""
    letters = "".join(letter for letter in message.text.casefold() if letter.isalpha())
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()
