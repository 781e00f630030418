"""`intake check`: is everything that the house needs in place? One line each, ok or what to fix."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from intake.errors import IntakeError
from intake.office import Clock, mailbox_of, read_snapshot, submission_of
from intake.replies.samples import render_samples
from intake.replies.templates import Letters
from intake.settings import MailboxSection, Settings, load, store_url
from intake.tickets.store import Store

Line = tuple[str, bool, str]


def check(directory: Path | None, environment: Mapping[str, str], clock: Clock) -> Iterator[Line]:
    """Yield (what, is it a fault, words) for every part; later parts are left out where the settings fail."""
    try:
        settings = load(directory, environment)
    except IntakeError as error:
        yield "settings", True, str(error)
        return
    yield "settings", False, f"{directory or 'what ships'}, for {settings.office.name}"
    yield _tried("letters", lambda: _letters(settings))
    yield _tried("catalogue", lambda: _catalogue(settings, clock))
    yield _rates(settings)
    yield _tried("store", lambda: _store(settings))
    if not settings.mailbox:
        yield "mailbox", True, "none is configured: add [mailbox.main] with host and user to intake.toml"
    for name, section in settings.mailbox.items():
        yield _tried(f"mailbox {name}", partial(_mailbox, name, section))
    if settings.smtp.host:
        yield _tried("smtp", lambda: _smtp(settings))
    else:
        yield "smtp", True, "no host: letters are queued and wait; set host in [smtp] of intake.toml"
    if not settings.schedule.digest_to:
        yield "digest", True, "nobody gets it: name addresses in digest_to of [schedule] in intake.toml"


def _tried(name: str, attempt: Callable[[], str]) -> Line:
    try:
        return name, False, attempt()
    except IntakeError as error:
        return name, True, str(error)


def _letters(settings: Settings) -> str:
    count = render_samples(
        Letters.load(settings.template_folders),
        office=settings.office,
        fields=settings.fields,
        languages=settings.policy.languages,
    )
    return f"{count} letters render, in {', '.join(settings.policy.languages)}"


def _catalogue(settings: Settings, clock: Clock) -> str:
    snapshot = read_snapshot(settings)
    age = (clock() - snapshot.fetched_at).days
    stale = age > settings.catalogue.max_age_days
    note = (
        f"; older than {settings.catalogue.max_age_days} days, so it is not quoted to requesters"
        if stale
        else ""
    )
    return f"{len(snapshot.datasets)} datasets, fetched {age} days ago{note}"


def _rates(settings: Settings) -> Line:
    card = settings.rates.card
    if card.adopted:
        return (
            "rates",
            False,
            f"card {card.id}, version {card.version}, adopted {card.adopted_on or 'on a day not given'}",
        )
    words = f"card {card.id} is an example: write your town's own in rates.toml with adopted = true"
    return "rates", True, words


def _store(settings: Settings) -> str:
    store = Store.open(store_url(settings), prefix=settings.office.reference_prefix)
    try:
        return f"{len(store.tickets())} tickets, installation {store.installation}"
    finally:
        store.close()


def _mailbox(name: str, section: MailboxSection) -> str:
    return mailbox_of(name, section).check()


def _smtp(settings: Settings) -> str:
    with submission_of(settings) as submission:
        return submission.check()
