"""The office at work: settings made into the things that do the work, opened once and handed around."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from intake.catalogue.dataset import Match, Snapshot
from intake.catalogue.index import Index
from intake.catalogue.sources import read_dcat_us
from intake.errors import ConfigurationError
from intake.mailbox import Mailbox
from intake.mailbox.imap import ImapAccount, ImapMailbox
from intake.mailbox.maildir import MaildirMailbox
from intake.message.model import Message
from intake.replies.smtp import SmtpServer, Submission
from intake.replies.templates import Letters
from intake.request.model import Request
from intake.settings import MailboxSection, Settings, catalogue_file, store_url
from intake.tickets.store import Store
from intake.triage.case import Rulebook

Clock = Callable[[], datetime]


def clock_of(environment: dict[str, str] | os._Environ[str]) -> Clock:
    """The clock: the system's, or the fixed moment of `INTAKE_NOW` (ISO 8601 with an offset)."""
    if not (fixed := environment.get("INTAKE_NOW")):
        return lambda: datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ConfigurationError(f"INTAKE_NOW is {fixed!r}; write it like 2026-11-02T09:00:00-05:00.")
    return lambda: moment


@dataclass(frozen=True, slots=True)
class Office:
    """Store, letters, catalogue, rules and clock, as the settings say."""

    settings: Settings
    store: Store
    letters: Letters
    snapshot: Snapshot
    index: Index
    book: Rulebook
    clock: Clock

    def now(self) -> datetime:
        """This moment, aware, in the office's own time zone."""
        return self.clock().astimezone(ZoneInfo(self.settings.office.time_zone))

    def catalogue_is_fresh(self) -> bool:
        """False where the snapshot is too old to be quoted to requesters; its age is from its own fetch."""
        return (self.now() - self.snapshot.fetched_at).days <= self.settings.catalogue.max_age_days

    def matches(self, message: Message, request: Request) -> tuple[Match, ...]:
        """What is published of the data asked for, best first; nothing while the snapshot is too old."""
        if not request.datasets or not self.catalogue_is_fresh():
            return ()
        return self.index.match(
            request.datasets, message.text, request, limit=self.settings.catalogue.suggest
        )


def open_office(settings: Settings, clock: Clock) -> Office:
    """Open the store and load what the settings name. Raises ConfigurationError or StoreError."""
    store = Store.open(store_url(settings), prefix=settings.office.reference_prefix)
    return furnish(settings, clock, store)


def furnish(settings: Settings, clock: Clock, store: Store) -> Office:
    """An office around a store that is already open."""
    snapshot = read_snapshot(settings)
    return Office(
        settings=settings,
        store=store,
        letters=Letters.load(settings.template_folders),
        snapshot=snapshot,
        index=Index(snapshot, settings.phrases.synonyms),
        book=Rulebook(
            policy=settings.policy,
            fields=settings.fields,
            rates=settings.rates.card,
            efforts=settings.rates.efforts,
            holidays=settings.holidays,
        ),
        clock=clock,
    )


def read_snapshot(settings: Settings) -> Snapshot:
    """The catalogue as it lies in its file; its age is that of the file."""
    path = catalogue_file(settings)
    try:
        data, fetched = path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise ConfigurationError(f"{path}: the catalogue cannot be read: {error.strerror}.") from None
    return read_dcat_us(data, fetched_at=fetched)


def mailbox_of(name: str, section: MailboxSection) -> Mailbox:
    """The mailbox that a section describes, not yet connected."""
    if section.kind == "maildir":
        if section.path is None:
            raise ConfigurationError(
                f'[mailbox.{name}] is a maildir and names no path; add path = "/var/mail/...".'
            )
        return MaildirMailbox(name, section.path)
    if not section.host or not section.user:
        raise ConfigurationError(f"[mailbox.{name}] needs host and user in intake.toml.")
    return ImapMailbox(
        ImapAccount(
            name=name,
            host=section.host,
            port=section.port,
            tls=section.tls,
            user=section.user,
            password=section.password,
            oauth=section.oauth,
            ca_file=section.ca_file,
            timeout=section.timeout_seconds,
            folder=section.folder,
        )
    )


@contextmanager
def submission_of(settings: Settings) -> Iterator[Submission]:
    """One connection to the SMTP server, kept for a whole delivery round."""
    smtp = settings.smtp
    server = SmtpServer(
        host=smtp.host,
        port=smtp.port,
        tls=smtp.tls,
        user=smtp.user,
        password=smtp.password,
        ca_file=smtp.ca_file,
        timeout=smtp.timeout_seconds,
    )
    with Submission(server) as submission:
        yield submission
