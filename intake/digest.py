"""What staff read: the digest, gathered from the store, and the alerts: the house is silent, letters are stopped.

Both are letters like any other: judged by the gate, composed, queued in the same ledger, sent by the same
delivery round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

from intake.message.model import Address
from intake.message.thread import sign_id
from intake.office import Office
from intake.replies.compose import compose
from intake.replies.digest import DigestFacts, DigestItem, HealthLine, compose_digest
from intake.tickets.rows import LetterRow, OutcomeRow, TicketRow
from intake.tickets.work import Work
from intake.triage.decision import Letter, LetterKind, LetterState, Outcome
from intake.triage.gate import held_by_breaker, judge
from intake.triage.rules import NOTICE_BOUNCED
from intake.triage.status import BallWith, Status, ball_with

_WHY = {
    Status.RECEIVED: "complete or for a person: take it up",
    Status.HELD: "held: decide whether it is genuine",
    Status.UNDER_REVIEW: "a person reviews it before anything is released",
    Status.ESTIMATING: "an estimate waits for a person",
    Status.IN_PREPARATION: "no charge, or accepted: prepare the data",
}
_READ_REPLY = "a reply that a person must read"
_SINCE = timedelta(days=1)


def digest_facts(office: Office) -> DigestFacts:
    """Everything that a digest says now; what came in and what went out is that of the last 24 hours."""
    now = office.now()
    since = now - _SINCE
    rows = office.store.tickets(open_only=True)
    letters = office.store.letters(since=since)
    outcome_rows = tuple(office.store.outcomes(since=since))
    outcomes = Counter(row.outcome for row in outcome_rows)
    return DigestFacts(
        since=since,
        until=now,
        decide=(*_held_by_breaker(office), *(_to_decide(row) for row in rows if _needs_a_person(row))),
        waiting=tuple(_waiting(row) for row in rows if not _needs_a_person(row)),
        arrived=tuple(_arrived(row) for row in rows if row.ticket.opened >= since),
        unanswered=tuple(
            _unanswered(letter)
            for letter in letters
            if letter.state in _UNSENT and not held_by_breaker(letter.state, letter.rule)
        ),
        quarantined=tuple(
            DigestItem(
                row.subject or "(no subject)",
                row.reason,
                "",
                row.sender,
                row.at,
                f"intake quarantine retry {row.id}",
            )
            for row in office.store.quarantined()
        ),
        health=(*_health(office, now), *_bounced_notices(outcome_rows)),
        counts={
            "messages": sum(outcomes.values()),
            "tickets": outcomes[Outcome.TICKET],
            "follow_ups": outcomes[Outcome.FOLLOW_UP],
            "letters": sum(letter.state is LetterState.SENT for letter in letters),
            "open_tickets": len(rows),
        },
    )


def send_digest(office: Office) -> int:
    """Queue today's digest for its readers, once a day however many services run; returns for how many."""
    return queue_digest(office, once_for=office.now().date())


def queue_digest(office: Office, *, once_for: date | None = None) -> int:
    """Queue a digest for every address of `digest_to`; with `once_for` only the first time for that day.

    Returns for how many; an address that the gate refuses leaves its row in the ledger.
    """
    facts, now = digest_facts(office), office.now()
    readers = [Address(address) for address in office.settings.schedule.digest_to]
    with office.store.begin(now) as work:
        if once_for is not None and not work.digest_sent(once_for):
            return 0
        queued = 0
        for reader in readers:
            message_id = _message_id(work, office)
            mail = compose_digest(
                facts,
                to=reader,
                office=office.settings.office,
                letters=office.letters,
                message_id=message_id,
                now=now,
            )
            queued += _queue(Letter(LetterKind.DIGEST, reader), mail, message_id, work, office)
    return queued


def alert_if_silent(office: Office) -> int:
    """Tell staff once when a mailbox or the SMTP server has not worked for longer than the town allows.

    Judged by the age of the last success, not by error events: a poller that never runs makes none.
    """
    now, sent = office.now(), 0
    allowed = timedelta(minutes=office.settings.schedule.alert_after_minutes)
    for health in office.store.health():
        if health.failing_since is None or now - health.failing_since < allowed:
            continue
        with office.store.begin(now) as work:
            if not work.alert_due(health.name, health.failing_since):
                continue
            facts = {
                "what": f"{health.name} has not worked since {health.failing_since:%a %d %b %H:%M}",
                "detail": health.last_error or "",
                "todo": "Run: intake check",
            }
            sent += _alert(facts, work, office)
    return sent


def alert_if_stopped(office: Office) -> int:
    """Tell staff once when the breaker holds all automatic letters; returns how many were told."""
    breaker, now = office.store.breaker(), office.now()
    if breaker.tripped is None:
        return 0
    limits = office.settings.policy.limits
    number, window = (limits.all_day, "day") if breaker.reason.endswith("day") else (limits.all_hour, "hour")
    with office.store.begin(now) as work:
        if not work.alert_due("breaker", breaker.tripped):
            return 0
        facts = {
            "what": "Automatic letters are stopped",
            "detail": f"The limit of {number} letters in one {window} was reached on "
            f"{breaker.tripped.astimezone(now.tzinfo):%a %d %b %H:%M}: a loop with a machine, or a very busy day. "
            "Requests are taken in as ever; their letters are held.",
            "todo": "Look at what is held: intake letters list. Let it go or drop it: intake letters approve, "
            "intake letters drop. Then let automatic letters go out again: intake breaker reset.",
        }
        return _alert(facts, work, office)


def _alert(facts: Mapping[str, object], work: Work, office: Office) -> int:
    """Queue an alert for every address of `digest_to`; returns for how many."""
    queued = 0
    for address in office.settings.schedule.digest_to:
        letter = Letter(LetterKind.ALERT, Address(address), facts=facts)
        message_id = _message_id(work, office)
        mail = compose(
            letter,
            reference=None,
            received=None,
            office=office.settings.office,
            fields=office.settings.fields,
            letters=office.letters,
            message_id=message_id,
            now=work.now,
        )
        queued += _queue(letter, mail, message_id, work, office)
    return queued


_UNSENT = (LetterState.SUPPRESSED, LetterState.HELD, LetterState.FAILED)


def _needs_a_person(row: TicketRow) -> bool:
    ticket = row.ticket
    return ball_with(ticket.status) is BallWith.OFFICE or bool(
        ticket.flags & {"reply_to_read", "undeliverable"}
    )


def _held_by_breaker(office: Office) -> list[DigestItem]:
    """One line for all letters that the breaker holds, however old: they wait for one decision."""
    held = [row for row in office.store.letters(LetterState.HELD) if held_by_breaker(row.state, row.rule)]
    if not held:
        return []
    why = "letters stopped by the breaker: send them or drop them"
    return [DigestItem(f"{len(held)} held letters", why, since=held[0].queued, todo="intake letters list")]


def _to_decide(row: TicketRow) -> DigestItem:
    ticket = row.ticket
    why = _WHY.get(ticket.status, "")
    if "reply_to_read" in ticket.flags:
        why = _READ_REPLY
    if "undeliverable" in ticket.flags:
        why = "our letter could not be delivered: find another way to reach them"
    noted = ", ".join(sorted(ticket.flags - {"reply_to_read", "undeliverable"}))
    return _item(row, f"{why} ({noted})" if noted else why, f"intake show {ticket.reference}")


def _waiting(row: TicketRow) -> DigestItem:
    asked = ", ".join(row.ticket.missing)
    return _item(row, f"we asked for: {asked}" if asked else row.ticket.status.value.replace("_", " "), "")


def _arrived(row: TicketRow) -> DigestItem:
    return _item(row, row.ticket.status.value.replace("_", " "), "")


def _item(row: TicketRow, why: str, todo: str) -> DigestItem:
    ticket = row.ticket
    title = ", ".join(ticket.request.datasets) or ticket.subject or "(no subject)"
    who = ticket.requester.name or ticket.requester.addr_spec
    return DigestItem(title, why, ticket.reference, who, ticket.updated, todo)


def _unanswered(letter: LetterRow) -> DigestItem:
    title = f"{letter.kind.value.replace('_', ' ')}: {letter.state.value}"
    return DigestItem(title, letter.reason, letter.reference or "", letter.to, letter.queued)


def _health(office: Office, now: datetime) -> list[HealthLine]:
    lines = []
    for health in office.store.health():
        well = health.failing_since is None
        since = (
            f"failing since {health.failing_since:%d %b %H:%M}: {health.last_error}"
            if health.failing_since
            else ""
        )
        good = (
            f"last success {health.last_success:%d %b %H:%M}" if health.last_success else "never worked yet"
        )
        lines.append(HealthLine(health.name, well, since or good))
    if stopped := office.store.breaker().tripped:
        said = f"stopped since {stopped.astimezone(now.tzinfo):%d %b %H:%M}; run: intake breaker show"
        lines.append(HealthLine("automatic letters", well=False, detail=said))
    age = (now - office.snapshot.fetched_at).days
    fresh = office.catalogue_is_fresh()
    lines.append(HealthLine("catalogue", fresh, f"{len(office.snapshot.datasets)} datasets, {age} days old"))
    return lines


def _bounced_notices(rows: Iterable[OutcomeRow]) -> Iterator[HealthLine]:
    """What of our own digests and alerts came back: whoever still gets one should know."""
    return (
        HealthLine("letters to staff", well=False, detail=row.reason)
        for row in rows
        if row.rule == NOTICE_BOUNCED
    )


def _message_id(work: Work, office: Office) -> str:
    domain = office.settings.office.address.rpartition("@")[2]
    return sign_id("", work.next_letter(None), domain, office.store.key)


def _queue(letter: Letter, mail: EmailMessage, message_id: str, work: Work, office: Office) -> bool:
    """Put a letter to staff through the gate and into the ledger; False where the gate suppressed it."""
    letter = judge(letter, None, work.recall_staff(letter.to), office.book.policy)
    passed = letter.state is LetterState.QUEUED
    work.queue(
        letter,
        None,
        mail.as_bytes(policy=SMTP) if passed else None,
        message_id if passed else None,
        to=[letter.to.addr_spec],
        envelope_from=office.settings.smtp.envelope_from or office.settings.office.address,
    )
    return passed
