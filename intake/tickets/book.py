"""The book of tickets: opened, filled further, and every change written into their history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, insert
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import Session, col

from intake.message.model import Address, Message, Origin
from intake.request.model import Request
from intake.tickets.archive import find_ticket
from intake.tickets.database import dialect_of, insert_into
from intake.tickets.history import changes
from intake.tickets.request_json import estimate_to_json, request_to_json
from intake.tickets.rows import ticket_of
from intake.tickets.tables import CounterRecord, EventRecord, ParticipantRecord, TicketRecord
from intake.triage.decision import Decision, Event, Ticket
from intake.triage.status import Status

_MOST_PARTICIPANTS = 50  # addresses taken from one message's To and Cc
_HOUSE = "intake"  # who decided, where no person did


class Book:
    """The tickets that one transaction reads and writes; each is read once and then locked.

    `cause` is the number of the message at hand, once it has one: events are tied to it.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        self.cause: int | None = None
        self._session = session
        self._now = now
        self._held: dict[str, tuple[TicketRecord, list[str]]] = {}

    def record(self, reference: str) -> TicketRecord:
        """A ticket's own record, locked. Raises StoreError where there is none."""
        return self._find(reference)[0]

    def load(self, reference: str) -> Ticket:
        """A ticket as it now stands, locked. Raises StoreError where there is none."""
        return ticket_of(*self._find(reference))

    def open(self, prefix: str, message: Message, decision: Decision) -> str:
        """A new ticket from its first message; returns its reference, the next number of the year."""
        year = self._now.year
        reference = f"{prefix}-{year}-{self.count(f'ticket:{year}'):05d}"
        requester = message.correspondent or Address("")
        request = decision.request or Request()
        status = decision.status or Status.RECEIVED
        record = TicketRecord(
            reference=reference,
            status=status.value,
            resolution=decision.resolution and decision.resolution.value,
            opened=self._now,
            updated=self._now,
            closed=self._now if status is Status.CLOSED else None,
            subject=message.subject,
            requester=requester.addr_spec,
            requester_name=requester.name,
            language=request.language,
            request=request_to_json(request),
            missing=list(decision.missing),
            assumed=list(decision.assumed),
            flags=sorted(decision.flags),
            related=list(decision.related),
            estimate=estimate_to_json(decision.estimate) if decision.estimate else None,
        )
        self._session.add(record)
        self._session.flush()
        self._held[reference] = (record, [])
        return reference

    def append(self, message: Message, decision: Decision, before: Ticket) -> None:
        """A ticket after one more message of its conversation."""
        status = decision.status or before.status
        request = decision.request or before.request
        flags = before.flags | decision.flags
        if before.requester.key in decision.cleared:
            flags -= {"undeliverable"}  # who writes to us lives
        after = replace(
            before,
            status=status,
            resolution=decision.resolution or (before.resolution if status is before.status else None),
            request=request,
            language=request.language,
            missing=decision.missing,
            assumed=decision.assumed,
            flags=flags,
            related=tuple(dict.fromkeys((*before.related, *decision.related))),
            estimate=decision.estimate or before.estimate,
        )
        writer = message.from_ or message.correspondent
        self.write(
            after, by=writer.addr_spec if writer else _HOUSE, decided_by=_HOUSE, reason=decision.reason
        )
        if message.origin is Origin.PERSON:
            self.record(before.reference).updated = self._now

    def write(self, after: Ticket, *, by: str, decided_by: str, reason: str) -> None:
        """A ticket's new values into its record, and what differs into its history.

        The fields are what `by` said; status and estimate are what `decided_by` made of it, for `reason`.
        """
        record, before = self.record(after.reference), self.load(after.reference)
        if after == before:
            return
        for _, text, data in changes(before.request, after.request):
            self._note(after.reference, "field", text, by, data)
        if after.status is not before.status:
            text = f"{before.status.value} → {after.status.value}" + (f": {reason}" if reason else "")
            self._note(after.reference, "status", text, decided_by)
            record.closed = self._now if after.status is Status.CLOSED else None
        if after.estimate is not None and after.estimate != before.estimate:
            record.estimate = estimate_to_json(after.estimate)
            text = f"estimate {after.estimate.number}: {after.estimate.total_cents} cents"
            self._note(after.reference, "estimate", text, decided_by, record.estimate)
        record.status = after.status.value
        record.resolution = after.resolution and after.resolution.value
        record.subject, record.language = after.subject, after.language
        record.requester, record.requester_name = after.requester.addr_spec, after.requester.name
        record.request = request_to_json(after.request)
        record.missing, record.assumed = list(after.missing), list(after.assumed)
        record.flags, record.related = sorted(after.flags), list(after.related)
        record.updated = self._now

    def tell(self, reference: str, events: Iterable[Event]) -> None:
        """Lines of history that somebody else worded."""
        for event in events:
            self._note(reference, event.kind, event.text, event.by)

    def join(self, reference: str, message: Message, own: frozenset[str], *, proven: bool = True) -> None:
        """Let those of a message take part: who wrote it, and whom the requester wrote to besides us.

        Who opened the ticket takes part by the address that is answered, a form's Reply-To too; later a
        Reply-To adds nobody. A machine takes no part. `own` are the office's addresses, in lower case. What
        joined by its From alone is not `proven`: From can be forged, so it brings nobody along.
        """
        if message.origin is not Origin.PERSON:
            return
        record, people = self._find(reference)
        opener = message.correspondent if not people else None
        wrote = [address for address in (message.writer, opener) if address]
        if proven and record.requester.casefold() in {address.key for address in wrote}:
            wrote += [*message.to, *message.cc][:_MOST_PARTICIPANTS]
        new = sorted({one.key for one in wrote if not one.is_among(own)} - {*people, ""})
        if new:
            people.extend(new)
            rows = [{"reference": reference, "address": address} for address in new]
            self._session.connection().execute(_participants(dialect_of(self._session)), rows)

    def count(self, name: str) -> int:
        """The next of a running number; another transaction that wants it waits for this one's end."""
        statement = _next_number(dialect_of(self._session))
        return self._session.connection().execute(statement, {"name": name, "last": 1}).scalar_one()

    def _find(self, reference: str) -> tuple[TicketRecord, list[str]]:
        if reference not in self._held:
            self._held[reference] = find_ticket(self._session, reference, lock=True)
        return self._held[reference]

    def _note(
        self, reference: str, kind: str, text: str, by: str, data: dict[str, object] | None = None
    ) -> None:
        row = {
            "reference": reference,
            "at": self._now,
            "kind": kind,
            "text": text,
            "by": by,
            "data": data,
            "cause": self.cause,
        }
        self._session.connection().execute(_EVENT, row)


_EVENT = insert(EventRecord)


@cache
def _participants(dialect: str) -> Insert:
    return insert_into(dialect, ParticipantRecord).on_conflict_do_nothing()


@cache
def _next_number(dialect: str) -> ReturningInsert[int]:
    counted = insert_into(dialect, CounterRecord)
    return counted.on_conflict_do_update(
        index_elements=["name"], set_={"last": col(CounterRecord.last) + 1}
    ).returning(col(CounterRecord.last))
