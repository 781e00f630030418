"""`intake demo`: the whole job on this machine, with nothing to set up and nothing left running.

A town's configuration directory is made, two servers are started on the loopback interface, a dozen people
write, the poller visits, letters go out, some people answer, the poller visits again. It is the same code as
in production: only the servers are small.
"""

from __future__ import annotations

import email
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.policy import default
from email.utils import format_datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from intake.deliver import deliver
from intake.demo_mail import first_visit, second_visit
from intake.demo_servers import PASSWORD, imap_server, post, smtp_sink
from intake.digest import digest_facts
from intake.errors import ConfigurationError
from intake.office import Office, clock_of, open_office
from intake.output import ticket_whole, tickets_table
from intake.poll import poll
from intake.replies.compose import digest_html, digest_text
from intake.settings import load
from intake.triage.decision import LetterState, Outcome

_TOML = """\
# Made by `intake demo`: a town says only what differs from what ships.
[office]
name = "Town of Example Open Data"
town = "Town of Example"
address = "opendata@townofexample.example"
phone = "919-555-0100"
website = "https://www.townofexample.example/open-data"
payment_instructions = "You can pay by check or at the counter of Town Hall, 100 Main Street."

[mailbox.main]
host = "127.0.0.1"
port = {imap}
tls = "none"
user = "opendata"

[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"

[policy]
languages = ["en"]
"""
_HOLDER = "demo"


def run_demo(*, serve: bool, keep: Path | None) -> None:
    """Run the demonstration and print it; with `serve` keep the servers on until interrupted."""
    console = Console(highlight=False)
    folder = keep or Path(tempfile.mkdtemp(prefix="intake-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with _step(console, "starting an IMAP and an SMTP server on this machine"):
            imap = stack.enter_context(imap_server())
            _, smtp = stack.enter_context(smtp_sink())
            office = _open(folder, imap, smtp)
            stack.callback(office.store.close)
        _act(console, office, imap)
        html = folder / "digest.html"
        html.write_text(digest_html(digest_facts(office), office.letters), encoding="utf-8")
        _tell_the_end(console, folder, html, office.store.tickets()[0].ticket.reference)
        if serve:
            _keep_serving(console, office, imap, smtp)


def _act(console: Console, office: Office, imap: int) -> None:
    mails = first_visit()
    with _step(console, f"{len(mails)} messages arrive in the inbox"):
        post(imap, [octets for _, octets in mails])
    _round(console, office, "first visit: reading over IMAP, answering over SMTP")
    _outcomes(console, office, "What became of each message")
    # A server notes arrivals to the second; nobody answers within the same one.
    time.sleep(1)
    answers = list(_answers(office))
    with _step(console, f"{len(answers)} answers to our letters arrive"):
        post(imap, answers)
    _round(console, office, "second visit")
    _outcomes(console, office, "What became of the answers", skip=len(mails))
    console.rule("[bold]Tickets", align="left")
    tickets_table(office.store.tickets(), console)
    _conversation(console, office)
    _letters(console, office)
    console.rule("[bold]The digest that staff read", align="left")
    console.print(escape(digest_text(digest_facts(office), office.letters)))


def _open(folder: Path, imap: int, smtp: int) -> Office:
    (folder / "intake.toml").write_text(_TOML.format(imap=imap, smtp=smtp), encoding="utf-8")
    environment = {**os.environ, "INTAKE_MAILBOX_MAIN_PASSWORD": PASSWORD}
    return open_office(load(folder, environment), clock_of(environment))


def _round(console: Console, office: Office, what: str) -> None:
    with _step(console, what):
        visits = poll(office, _HOLDER)
        done = deliver(office, _HOLDER)
    for visit in visits:
        if visit.error:
            raise ConfigurationError(visit.error)
    console.print(f"  {sum(visits[0].outcomes.values())} messages, {done.sent} letters sent")


@contextmanager
def _step(console: Console, what: str) -> Iterator[None]:
    began = time.perf_counter()
    with console.status(what):
        yield
    console.print(f"[green]✓[/green] {what} [dim]{time.perf_counter() - began:.1f} s[/dim]")


def _outcomes(console: Console, office: Office, title: str, *, skip: int = 0) -> None:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0), expand=True)
    table.add_column("outcome", no_wrap=True)
    table.add_column("ticket", no_wrap=True)
    table.add_column("subject, or why it was left alone", no_wrap=True, overflow="ellipsis", ratio=1)
    colours = {
        Outcome.TICKET: "green",
        Outcome.FOLLOW_UP: "cyan",
        Outcome.HELD: "yellow",
        Outcome.QUARANTINED: "red",
    }
    for row in list(office.store.outcomes())[skip:]:
        colour = colours.get(row.outcome, "dim")
        words = escape(row.subject) if row.reference else f"[dim]{escape(row.reason)}[/dim]"
        table.add_row(f"[{colour}]{row.outcome.value}[/{colour}]", row.reference or "", words)
    console.print(table)


def _answers(office: Office) -> Iterator[bytes]:
    """The second visit's mail: each answers a real letter of ours, by its Message-ID."""
    letters = {}
    for row in office.store.outcomes():
        if row.reference:
            file = office.store.ticket(row.reference)
            sent = [letter for letter in file.letters if letter.state is LetterState.SENT]
            if sent and row.message_id:
                letters[row.message_id] = (row.reference, sent[-1], row.message_id)
    by_number = {name[:2]: email.message_from_bytes(raw, policy=default) for name, raw in first_visit()}
    for _, raw in second_visit():
        number = str(email.message_from_bytes(raw, policy=default)["X-Demo-Answers"]).strip()
        asked = letters.get(str(by_number[number]["Message-ID"]).strip())
        if asked is None:
            continue
        reference, letter, parent = asked
        subject = str(by_number[number]["Subject"])
        values = {
            "@IN_REPLY_TO@": letter.message_id or "",
            "@REFERENCES@": f"{parent} {letter.message_id}",
            "@REFERENCE@": reference,
            "@SUBJECT@": letter.subject or f"Re: {subject} [{reference}]",
            "@DATE@": format_datetime(office.now()),
        }
        text = raw.decode("utf-8")
        for mark, value in values.items():
            text = text.replace(mark, value)
        yield text.encode("utf-8")


def _conversation(console: Console, office: Office) -> None:
    """The ticket with the longest conversation, whole."""
    longest = max(office.store.tickets(), key=lambda row: row.messages, default=None)
    if longest is not None:
        console.rule(f"[bold]One conversation in full: {longest.ticket.reference}", align="left")
        ticket_whole(office.store.ticket(longest.ticket.reference), console)


def _letters(console: Console, office: Office) -> None:
    table = Table(title="Letters", title_justify="left", box=None, padding=(0, 2, 0, 0), expand=True)
    for name in ("ticket", "letter", "state"):
        table.add_column(name, no_wrap=True)
    table.add_column("to", no_wrap=True, overflow="ellipsis", ratio=1)
    for row in office.store.tickets():
        for letter in row.letters:
            fate = (
                letter.state.value
                if letter.state is LetterState.SENT
                else f"{letter.state.value}: {letter.reason}"
            )
            table.add_row(row.ticket.reference, letter.kind.value, fate, escape(letter.to))
    console.print(table)


def _tell_the_end(console: Console, folder: Path, html: Path, reference: str) -> None:
    console.rule(align="left")
    console.print(f"The digest as staff get it by mail: {html}", soft_wrap=True)
    console.print(f"The tickets stay in {folder}; look at one with", soft_wrap=True)
    console.print(f"  {Path(sys.argv[0])} show {reference} --config {folder}", soft_wrap=True)


def _keep_serving(console: Console, office: Office, imap: int, smtp: int) -> None:
    """Poll and deliver every few seconds until interrupted, so that a mail client can play along."""
    console.print(
        f"\nIMAP 127.0.0.1:{imap}, user opendata, password demonstration, no TLS; SMTP 127.0.0.1:{smtp}."
    )
    console.print("Put a message into INBOX and watch it being answered. Ctrl-C ends it.")
    try:
        while True:
            time.sleep(2)
            if any(visit.outcomes for visit in poll(office, _HOLDER)):
                deliver(office, _HOLDER)
                _outcomes(console, office, "So far")
    except KeyboardInterrupt:
        console.print("ended")
