"""One visit to a mailbox: every new message is taken in, alone; then the server's copies are filed.

The order is the promise: the attempt is counted before the parse, the outcome is committed before the
server's copy is touched, and filing is retried by itself on the next visit when it fails.
"""

from __future__ import annotations

import logging
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from intake.errors import MailboxError, MessageError, StoreError
from intake.mailbox import Mailbox
from intake.message.arrival import Arrival
from intake.office import Office, mailbox_of
from intake.process import process
from intake.settings import MailboxSection
from intake.tickets.store import StoreConflict
from intake.triage.decision import Outcome
from intake.triage.rules import NOTICE_BOUNCED

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
_LEASE_SECONDS = 900
_RENEW_EVERY = 50  # messages
_MOST_DOUBLINGS = 10
_LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit did: how many messages came to which outcome, and what stopped it, if anything did."""

    mailbox: str
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    error: str = ""


def poll(
    office: Office, holder: str, progress: Progress | None = None, *, resting: bool = False
) -> list[Visit]:
    """Visit each configured mailbox once. A mailbox that another process holds is left to it.

    With `resting` one that is down is left alone for growing pauses, as the service does; cron asks anew.
    """
    visits = []
    for name, section in office.settings.mailbox.items():
        if resting and _rests(name, office):
            continue
        if not office.store.lease(f"mailbox:{name}", holder, office.now(), _LEASE_SECONDS):
            _log.info("mailbox %s is being visited by another process", name)
            continue

        def after_each(done: int, of: int, name: str = name) -> None:
            # A long visit keeps its lease; one that hangs loses it to another process.
            if done % _RENEW_EVERY == 0:
                office.store.lease(f"mailbox:{name}", holder, office.now(), _LEASE_SECONDS)
            if progress:
                progress(done, of)

        try:
            visits.append(_visited(name, section, office, after_each))
        finally:
            office.store.release_lease(f"mailbox:{name}", holder)
    return visits


def pause(failures: int, usual: timedelta) -> timedelta:
    """How long a mailbox is left alone after so many failed visits in a row; a quarter of an hour at most."""
    return min(usual * (1 << min(failures, _MOST_DOUBLINGS)), _LONGEST_PAUSE)


def _rests(name: str, office: Office) -> bool:
    usual = timedelta(seconds=office.settings.schedule.poll_seconds)
    down = next((health for health in office.store.health() if health.name == name and health.failures), None)
    return down is not None and office.now() < down.last_visit + pause(down.failures, usual)


def _visited(name: str, section: MailboxSection, office: Office, after_each: Progress) -> Visit:
    """One visit with its result on record; a mailbox that is down is said once, not at every visit."""
    try:
        with mailbox_of(name, section) as mailbox:
            outcomes = visit(mailbox, section, office, after_each)
    except MailboxError as error:
        health = office.store.visited(name, office.now(), error=str(error))
        if health.failures == 1:
            _log.warning("%s", error)
        return Visit(name, error=str(error))
    office.store.visited(name, office.now(), error=None)
    if outcomes:
        _log.info(
            "mailbox %s: %s", name, ", ".join(f"{n} {outcome.value}" for outcome, n in outcomes.items())
        )
    return Visit(name, outcomes)


def visit(
    mailbox: Mailbox, section: MailboxSection, office: Office, after_each: Progress
) -> Counter[Outcome]:
    """Take in what is new in an open mailbox, then file what is done. Raises MailboxError."""
    outcomes: Counter[Outcome] = Counter()
    new = office.store.first_look(mailbox.waiting(), office.now())
    limit = office.settings.limits.message_octets
    large = [arrival for arrival in new if arrival.size > limit]
    try:
        for done, (arrival, raw) in enumerate(mailbox.fetch([a for a in new if a.size <= limit]), 1):
            outcomes[take_in(arrival, raw, office)] += 1
            after_each(done, len(new))
        for arrival in large:
            outcomes[take_in(arrival, mailbox.headers(arrival), office, too_large=True)] += 1
    finally:
        _file(mailbox, section, office)
    return outcomes


def take_in(arrival: Arrival, raw: bytes, office: Office, *, too_large: bool = False) -> Outcome:
    """Bring one message to its outcome, whatever is in it; a failure quarantines it alone."""
    attempts = office.store.attempt(arrival, office.now())
    if attempts > office.settings.limits.attempts:
        reason = f"given up after {attempts - 1} attempts that ended the program"
        return _quarantine(arrival, raw, office, reason, "")
    try:
        decision = process(raw, arrival, office, too_large=too_large)
    except MessageError as error:
        return _quarantine(arrival, raw, office, str(error), "")
    except StoreConflict:
        return Outcome.DUPLICATE  # another process was faster; its record stands
    except StoreError:
        raise  # the store is at fault, not the message: it stays where it is
    except Exception as error:  # noqa: BLE001 - whatever one message does, the next is handled
        _log.exception("message %s/%s is quarantined", arrival.mailbox, arrival.uid)
        return _quarantine(arrival, raw, office, f"{type(error).__name__}: {error}", traceback.format_exc())
    if decision.rule == NOTICE_BOUNCED:
        _log.warning("%s; check digest_to of [schedule]", decision.reason)
    return decision.outcome


def retry(number: int, office: Office) -> Outcome:
    """Try a quarantined message again from the octets that were kept. Raises StoreError where none were."""
    arrival, raw = office.store.release(number)
    if raw is None:
        raise StoreError(
            f"Message {number} was never fetched; the next visit to {arrival.mailbox} brings it."
        )
    return take_in(arrival, raw, office)


def _quarantine(arrival: Arrival, raw: bytes, office: Office, reason: str, trace: str) -> Outcome:
    office.store.quarantine(arrival, raw, reason, trace, office.now())
    return Outcome.QUARANTINED


def _file(mailbox: Mailbox, section: MailboxSection, office: Office) -> None:
    """Move or flag the server's copies of what has its outcome; what fails is tried at the next visit."""
    by_folder: dict[str, list[Arrival]] = {}
    for arrival, outcome, too_large in office.store.to_settle(mailbox.name):
        folder = section.done_folder
        if outcome is Outcome.QUARANTINED:
            folder = section.quarantine_folder
        elif too_large:
            folder = section.too_large_folder
        by_folder.setdefault("" if section.afterwards == "flag" else folder, []).append(arrival)
    for folder, arrivals in by_folder.items():
        mailbox.settle(arrivals, folder)
        office.store.settled(arrivals, office.now())
