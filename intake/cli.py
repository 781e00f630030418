"""The command line: every door of the house. Heavy rooms are imported by the command that needs them.

Exit status: 0 on success, 1 when the work failed (a sentence on standard error says what and what to do),
2 on wrong usage. `--json` prints machine-readable lines and nothing else on standard output.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.arguments import Config, Json
from intake.errors import IntakeError
from intake.letters import breaker, letters

if TYPE_CHECKING:
    from intake.office import Clock, Office
    from intake.settings import Settings

app = typer.Typer(
    help="E-mail intake for a town's open-data office.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
quarantine = typer.Typer(help="What we failed on: list, show, retry, export.", invoke_without_command=True)
catalogue = typer.Typer(help="The published catalogue.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")
app.add_typer(catalogue, name="catalogue")
app.add_typer(letters, name="letters")
app.add_typer(breaker, name="breaker")

Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Message, mbox, Maildir, directory, or -.")
]
Reference = Annotated[str, typer.Argument(metavar="REF", help="A ticket's reference, such as OD-2026-00042.")]


def main() -> None:
    """Run the command line; our own errors become one sentence and exit status 1."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        app()
    except IntakeError as error:
        sys.stderr.write(f"intake: {error}\n")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`intake tickets | head`): no fault of anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.command()
def demo(
    *,
    serve: Annotated[
        bool, typer.Option("--serve", help="Keep the servers on, open to a mail client.")
    ] = False,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="Where to leave digest and store.")
    ] = None,
) -> None:
    """The main job with nothing to set up: real visits over IMAP, real letters over SMTP, on loopback."""
    from intake.errors import ConfigurationError

    try:
        from intake.demo import run_demo
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"The demonstration needs {error.name}: install it with  pip install 'opendata-intake[demo]'."
        ) from None
    logging.getLogger().setLevel(logging.WARNING)
    run_demo(serve=serve, keep=keep)


@app.command()
def run(config: Config = None) -> None:
    """The service: polls, delivers and mails the digest until it gets SIGTERM."""
    from intake.schedule import run as serve

    serve(_office(config, mailboxes=True))


@app.command()
def poll(config: Config = None) -> None:
    """One visit to each mailbox and one delivery round, then exit (for cron)."""
    from intake.deliver import deliver
    from intake.digest import alert_if_stopped
    from intake.poll import poll as visit_all
    from intake.schedule import holder_name

    office = _office(config, mailboxes=True)
    visits = visit_all(office, holder_name(), _show_progress if sys.stderr.isatty() else None)
    alert_if_stopped(office)
    done = deliver(office, holder_name())
    for visit in visits:
        counts = ", ".join(f"{number} {outcome.value}" for outcome, number in visit.outcomes.items())
        typer.echo(f"{visit.mailbox}: {visit.error or counts or 'nothing new'}")
    typer.echo(f"letters: {done.sent} sent, {done.failed} refused, {done.postponed} postponed")
    if done.error:
        sys.stderr.write(f"intake: {done.error} The letters wait and are tried again.\n")
    if office.store.breaker().tripped:
        sys.stderr.write("intake: automatic letters are stopped and held; run: intake breaker show\n")
    if any(visit.error for visit in visits):
        raise typer.Exit(1)


@app.command()
def messages(config: Config = None, *, as_json: Json = False) -> None:
    """The outcome of every message, in the order of arrival."""
    from intake.output import message_line

    for row in _office(config).store.outcomes():
        typer.echo(json.dumps(row.as_json()) if as_json else message_line(row))


@app.command()
def parse(files: Files, config: Config = None, *, as_json: Json = False) -> None:
    """What we read from messages; touches nothing."""
    from intake.message.parse import ParseLimits
    from intake.output import parsed_row, parsed_text

    settings = _settings(config)
    limits = ParseLimits(octets=settings.limits.message_octets)
    for source, raw in _messages(files):
        row = parsed_row(source, raw, settings, limits)
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else parsed_text(row))


@app.command()
def replay(files: Files, config: Config = None, *, as_json: Json = False) -> None:
    """What would be done with messages, rehearsed in a store of its own; changes nothing."""
    from intake.output import replayed_text
    from intake.replay import replay as replayed

    for row in replayed(_messages(files), _settings(config), _clock()):
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json else replayed_text(row))


@app.command()
def tickets(
    config: Config = None,
    *,
    as_json: Json = False,
    open_only: Annotated[bool, typer.Option("--open", help="Leave out closed tickets.")] = False,
) -> None:
    """All tickets, one line each."""
    from intake.output import ticket_json, tickets_table

    rows = _office(config).store.tickets(open_only=open_only)
    if as_json:
        for row in rows:
            typer.echo(json.dumps(ticket_json(row), ensure_ascii=False))
    else:
        tickets_table(rows)


@app.command()
def show(reference: Reference, config: Config = None) -> None:
    """One ticket, whole: fields with evidence, conversation, events, letters."""
    from intake.output import ticket_whole

    ticket_whole(_office(config).store.ticket(reference))


@app.command()
def digest(
    config: Config = None,
    *,
    send: Annotated[bool, typer.Option("--send", help="Mail it to [schedule] digest_to now.")] = False,
    html: Annotated[bool, typer.Option("--html", help="Print the HTML instead of the text.")] = False,
) -> None:
    """What a person must decide, printed or mailed."""
    from intake.digest import digest_facts, queue_digest
    from intake.replies.compose import digest_html, digest_text

    office = _office(config)
    if send:
        count = queue_digest(office)
        typer.echo(f"The digest is queued for {count} readers.")
        return
    facts = digest_facts(office)
    typer.echo(digest_html(facts, office.letters) if html else digest_text(facts, office.letters))


@quarantine.callback()
def quarantine_list(context: typer.Context, config: Config = None) -> None:
    """Without a command: list what is quarantined."""
    context.obj = config
    if context.invoked_subcommand is None:
        _list_quarantine(config)


@quarantine.command("list")
def quarantine_list_command(context: typer.Context, config: Config = None) -> None:
    """List what is quarantined, with the reason."""
    _list_quarantine(config or context.obj)


@quarantine.command("show")
def quarantine_show(context: typer.Context, number: int, config: Config = None) -> None:
    """The reason and the traceback of one quarantined message."""
    row = _office(config or context.obj).store.quarantined_one(number)
    typer.echo(f"{row.id}  {row.mailbox}/{row.uid}  {row.reason}\n{row.traceback}")


@quarantine.command("retry")
def quarantine_retry(context: typer.Context, number: int, config: Config = None) -> None:
    """Try one message again, from the bytes that were kept."""
    from intake.poll import retry

    outcome = retry(number, _office(config or context.obj))
    typer.echo(f"{number}: {outcome.value}")


@quarantine.command("export")
def quarantine_export(context: typer.Context, number: int, file: Path, config: Config = None) -> None:
    """Write the raw bytes of one message to a file."""
    file.write_bytes(_office(config or context.obj).store.quarantined_raw(number))
    typer.echo(f"{file}: written")


@catalogue.command("search")
def catalogue_search(text: str, config: Config = None, *, as_json: Json = False) -> None:
    """What would be suggested to a requester, at most three, best first; `-` takes a query a line."""
    from intake.office import read_snapshot
    from intake.output import hits_row, hits_text

    settings = _settings(config)
    queries = (line.rstrip("\n") for line in sys.stdin) if text == "-" else iter([text])
    for row in hits_row(queries, read_snapshot(settings), settings):
        typer.echo(json.dumps(row, ensure_ascii=False) if as_json or text == "-" else hits_text(row))


@catalogue.command("show")
def catalogue_show(identifier: str, config: Config = None) -> None:
    """One published dataset, whole."""
    from intake.office import read_snapshot
    from intake.output import dataset_text

    typer.echo(dataset_text(read_snapshot(_settings(config)), identifier))


@app.command()
def check(config: Config = None) -> None:
    """Settings, templates, catalogue, mailboxes, SMTP: one line each, ok or what to fix."""
    from intake.check import check as check_all

    faults = 0
    for name, fault, detail in check_all(config, dict(os.environ), _clock()):
        typer.echo(f"{'FIX' if fault else 'ok '}  {name}: {detail}")
        faults += fault
    if faults:
        raise typer.Exit(1)


def _show_progress(done: int, of: int) -> None:
    sys.stderr.write(f"\r{done} of {of} messages{chr(10) if done == of else ''}")


def _settings(config: Path | None) -> Settings:
    from intake.settings import load

    return load(config, os.environ)


def _clock() -> Clock:
    from intake.office import clock_of

    return clock_of(os.environ)


def _office(config: Path | None, *, mailboxes: bool = False) -> Office:
    from intake.errors import ConfigurationError
    from intake.office import clock_of, open_office

    settings = _settings(config)
    if mailboxes and not settings.mailbox:
        place = config / "intake.toml" if config else "intake.toml in a directory that --config names"
        raise ConfigurationError(
            f"No mailbox is configured: add [mailbox.main] with host and user to {place}."
        )
    return open_office(settings, clock_of(os.environ))


def _messages(files: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The octets of every message that the arguments name, one at a time."""
    from intake.mailbox.maildir import messages_in

    for name in files:
        if name == "-":
            yield "-", sys.stdin.buffer.read()
        else:
            yield from messages_in(Path(name))


def _list_quarantine(config: Path | None) -> None:
    rows = _office(config).store.quarantined()
    for row in rows:
        typer.echo(f"{row.id}  {row.mailbox}/{row.uid}  {row.sender}  {row.subject}  {row.reason}")
    if not rows:
        typer.echo("nothing is quarantined")
