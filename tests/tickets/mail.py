"""Messages, decisions and letters for the store's tests, as the rules would hand them over."""

import hashlib
from datetime import UTC, date, datetime, timedelta

from intake.message.arrival import Arrival
from intake.message.model import Address, Bounce, Message, Origin, Provenance
from intake.request.model import Contact, Field, Finding, Frequency, Period, Request, RequestKind, State
from intake.triage.decision import Decision, Disposition, Letter, LetterKind, LetterState
from intake.triage.status import Status

NOON = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
OFFICE = "opendata@townofexample.example"

TREES = Request(
    kind=RequestKind.DATASET,
    datasets=("street tree inventory",),
    fields=("species", "planting date"),
    time_range=Period(date(2019, 1, 1), None),
    formats=("CSV", "GeoJSON"),
    intended_use="a shade map for the walking club",
    frequency=Frequency.ANNUAL,
    deadline=date(2026, 12, 1),
    contact=Contact("Ines Valdez", "ines@walkers.example", "+19195550123", "Walking Club"),
    protected=("addresses",),
    language="es",
    findings=(
        Finding(Field.KIND, RequestKind.DATASET, "me gustaría recibir", "kind"),
        Finding(
            Field.DATASETS, ("street tree inventory",), "el inventario de árboles", "prose", State.DERIVED
        ),
        Finding(Field.TIME_RANGE, Period(date(2019, 1, 1), None), "desde 2019", "period"),
        Finding(Field.FREQUENCY, Frequency.ANNUAL, "cada año", "prose"),
        Finding(Field.DEADLINE, date(2026, 12, 1), "antes del 1 de diciembre", "period"),
        Finding(Field.CONTACT, Contact(phone="+19195550123"), "(919) 555-0123", "contact"),
        Finding(Field.INTENDED_USE, None, "no quiero decirlo", "prose", State.DECLINED),
    ),
)


def arrival(uid=1, mailbox="main", uidvalidity=7):
    return Arrival(mailbox, uidvalidity, uid, 2_048, NOON - timedelta(minutes=3))


def message(
    text="Please send the street tree inventory.",
    *,
    sender="ines@walkers.example",
    message_id="<a1@walkers.example>",
    subject="Tree inventory",
    to=(OFFICE,),
    cc=(),
    **more,
):
    return Message(
        sha256=hashlib.sha256(f"{text}{sender}{message_id}".encode("utf-8", "replace")).hexdigest(),
        size=len(text),
        message_id=message_id,
        from_=Address(sender) if sender else None,
        to=tuple(map(Address, to)),
        cc=tuple(map(Address, cc)),
        subject=subject,
        text=text,
        **more,
    )


def bounce_of(message_id, recipient):
    """A delivery report about a letter of ours."""
    return message(
        "The recipient's mailbox does not exist.",
        sender="MAILER-DAEMON@mx.walkers.example",
        message_id="<dsn-77@mx.walkers.example>",
        subject="Undelivered Mail Returned to Sender",
        provenance=Provenance(Origin.BOUNCE, ("report",)),
        bounce=Bounce((recipient,), ("5.1.1",), permanent=True, original_id=message_id),
    )


def opened(request=TREES, **more):
    values = {"status": Status.NEEDS_DETAIL, "request": request, "missing": ("formats",), **more}
    return Decision(Disposition.OPEN, "new:dataset", "missing: formats", **values)


def appended(reference, request=TREES, **more):
    values = {"status": Status.RECEIVED, "request": request, **more}
    return Decision(Disposition.APPEND, "joined", "it states formats", reference=reference, **values)


def ignored(reason="a newsletter"):
    return Decision(Disposition.IGNORE, "bulk", reason)


def take(store, mail, decision, *, uid=1, now=NOON, raw=b"raw octets", **key):
    """One message to its outcome; returns the ticket's reference."""
    with store.begin(now) as work:
        return work.record(arrival(uid, **key), raw, mail, decision, own=frozenset({OFFICE}))


def recall(store, mail, now=NOON, **proofs):
    with store.begin(now) as work:
        return work.recall(mail, now=now, **proofs)


def letter(kind=LetterKind.ACKNOWLEDGEMENT, to="ines@walkers.example", **more):
    return Letter(kind, Address(to), rule=more.pop("rule", "passed"), **more)


def write(
    store, considered, reference=None, *, message_id="<1.ours@townofexample.example>", now=NOON, **more
):
    """Put a letter into the ledger; returns its number."""
    octets = None
    if considered.state is not LetterState.SUPPRESSED:
        octets = b"From: " + OFFICE.encode() + b"\r\nSubject: Your request\r\n\r\nWe have it.\r\n"
    else:
        message_id = None
    with store.begin(now) as work:
        to = [considered.to.addr_spec, *map(str, considered.cc)]
        return work.queue(considered, reference, octets, message_id, to=to, envelope_from=OFFICE, **more)
