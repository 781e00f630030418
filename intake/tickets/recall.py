"""Everything the store knows that matters to one message, read once inside its transaction.

The statements are built once, with parameters: building them costs more than running them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from intake.message.model import Address, Message, Origin
from intake.message.sameness import content_digest
from intake.tickets.tables import (
    FailedAddressRecord,
    LetterRecord,
    MessageRecord,
    ParticipantRecord,
    TicketRecord,
)
from intake.triage.decision import LetterKind, LetterState, Outcome

PARTICIPANT = "participant"

_MOST_IDS = 40  # ids looked up for one message; a hostile References header names thousands
_RECORDED = (Outcome.TICKET, Outcome.FOLLOW_UP, Outcome.HELD, Outcome.IGNORED)


def recall_duplicate(session: Session, message: Message) -> tuple[tuple[Outcome, str | None] | None, bool]:
    """(outcome and reference of the same message recorded before, whether only its Message-ID was).

    A copy by another route is the same, though its octets differ: what relays write into it does not count.
    A message without a Message-ID is the same where its octets are.
    """
    message_id = message.message_id or ""
    same = {"digest": content_digest(message), "sha256": message.sha256}
    statement = _SAME_ID if message_id else _SAME_CONTENT
    found = session.connection().execute(statement, {"message_id": message_id, **same}).first()
    if found is None:
        return None, False
    if not found.same:
        return None, True
    return (Outcome(found.outcome), found.reference), False


def recall_ticket(
    session: Session, message: Message, signed: Sequence[str], named: Sequence[str]
) -> tuple[str | None, str, tuple[str, ...]]:
    """(reference that the message joins, by what, references that it only names).

    Joining takes a signed id of ours or a participant in From: a number in a subject, a Reply-To, or a
    Message-ID seen in somebody's mail, proves nothing (design: no hijack). A bounce that returns no id joins by
    the number in the returned subject, or by the address that it names: `reported`, which proves nothing either.
    """
    signed = tuple(dict.fromkeys((*signed[:_MOST_IDS], *_returned_letter(session, message))))
    threads = _references_of(session, _parents(message))
    candidates = tuple(dict.fromkeys((*signed, *named[:_MOST_IDS], *threads)))
    if not candidates:
        reported = _reported(session, message)
        return reported, "reported" if reported else "", ()
    there = set(
        session.exec(select(TicketRecord.reference).where(col(TicketRecord.reference).in_(candidates))).all()
    )
    known = [reference for reference in candidates if reference in there]
    joined = next((reference for reference in signed if reference in there), None)
    by = "signed-id" if joined else ""
    if joined is None and (mine := _written_by(session, known, message)):
        joined = next((reference for reference in known if reference in mine), None)
        by = PARTICIPANT
    if joined is None and message.origin is Origin.BOUNCE:
        joined = next(iter(known), None) or _reported(session, message)
        by = "reported" if joined else ""
    return joined, by, tuple(reference for reference in known if reference != joined)


def recall_failed(session: Session, addresses: Iterable[str]) -> frozenset[str]:
    """Those of the addresses (in lower case) that mail cannot be delivered to."""
    found = session.connection().execute(_FAILED, {"addresses": sorted(set(addresses))})
    return frozenset(found.scalars())


def candidates(message: Message) -> set[str]:
    """The addresses, in lower case, that a letter about this message might go to."""
    people = [*message.reply_to, *(address for address in (message.from_, message.sender) if address)]
    return {address.key for address in people[:_MOST_IDS]}


def _parents(message: Message) -> list[str]:
    """The Message-IDs that this one answers, nearest first (RFC 5322 §3.6.4)."""
    return list(dict.fromkeys((*message.in_reply_to[:_MOST_IDS], *message.references[::-1])))[:_MOST_IDS]


def _references_of(session: Session, message_ids: list[str]) -> list[str]:
    """The tickets of the messages and letters of these ids, in the order of the ids."""
    if not message_ids:
        return []
    rows = session.connection().execute(_THREADS, {"ids": message_ids})
    tickets = {row.message_id: row.reference for row in rows}
    return [tickets[message_id] for message_id in message_ids if message_id in tickets]


def _returned_letter(session: Session, message: Message) -> tuple[str, ...]:
    """The ticket of the letter of ours that a bounce returns: its Message-ID is signed by us."""
    if message.origin is not Origin.BOUNCE or message.bounce is None or not message.bounce.original_id:
        return ()
    returned = select(LetterRecord.reference).where(
        col(LetterRecord.message_id) == message.bounce.original_id,
        col(LetterRecord.reference).is_not(None),
    )
    reference = session.exec(returned).first()
    return (reference,) if reference else ()


def recall_notice(session: Session, message: Message) -> LetterKind | None:
    """The kind of the letter to staff, a digest or an alert, that a bounce returns."""
    if message.origin is not Origin.BOUNCE or message.bounce is None or not message.bounce.original_id:
        return None
    kind = session.exec(
        select(LetterRecord.kind).where(
            col(LetterRecord.message_id) == message.bounce.original_id, col(LetterRecord.reference).is_(None)
        )
    ).first()
    return LetterKind(kind) if kind else None


def _reported(session: Session, message: Message) -> str | None:
    """The ticket of the latest letter that went to an address which a bounce names."""
    if message.origin is not Origin.BOUNCE or message.bounce is None:
        return None
    named = {Address(one).undetailed for one in message.bounce.recipients[:_MOST_IDS]}
    if not named:
        return None
    sent = (
        select(LetterRecord.reference)
        .where(
            col(LetterRecord.to_key).in_(named),
            col(LetterRecord.state) == LetterState.SENT.value,
            col(LetterRecord.reference).is_not(None),
        )
        .order_by(col(LetterRecord.id).desc())
        .limit(1)
    )
    return session.exec(sent).first()


def _written_by(session: Session, references: list[str], message: Message) -> set[str]:
    """Those of the tickets in which the sender of the message takes part; a no-reply address is nobody's."""
    sender = message.from_
    if not references or sender is None or "no-reply-sender" in message.provenance.weak:
        return set()
    return set(
        session.exec(
            select(ParticipantRecord.reference).where(
                col(ParticipantRecord.reference).in_(references), col(ParticipantRecord.address) == sender.key
            )
        ).all()
    )


# Messages recorded before there were digests have that of their octets.
_same = col(MessageRecord.digest).in_((bindparam("digest"), bindparam("sha256")))
_SAME_ID = (
    sa.select(col(MessageRecord.outcome), col(MessageRecord.reference), _same.label("same"))
    .where(
        col(MessageRecord.message_id) == bindparam("message_id"),
        sa.or_(*(col(MessageRecord.outcome) == outcome.value for outcome in _RECORDED)),
    )
    .order_by(_same.desc(), col(MessageRecord.id))
    .limit(1)
)
_SAME_CONTENT = _SAME_ID.where(_same)

_FAILED = sa.select(col(FailedAddressRecord.address)).where(
    col(FailedAddressRecord.address).in_(bindparam("addresses", expanding=True))
)

_THREADS = sa.union_all(
    *(
        sa.select(col(record.message_id), col(record.reference)).where(
            col(record.message_id).in_(bindparam("ids", expanding=True)), col(record.reference).is_not(None)
        )
        for record in (MessageRecord, LetterRecord)
    )
)
