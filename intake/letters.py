"""The doors to what the gate holds: `intake letters` lists, approves or drops it, `intake breaker` resets.

Heavy rooms are imported by the command that needs them.
"""

from __future__ import annotations

import getpass
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.arguments import Config, Json
from intake.errors import StoreError

if TYPE_CHECKING:
    from intake.office import Office
    from intake.tickets.store import LetterRow

letters = typer.Typer(help="Letters that wait for a person: list, approve, drop.", no_args_is_help=True)
breaker = typer.Typer(help="The breaker that holds all automatic letters: show, reset.", no_args_is_help=True)

Numbers = Annotated[
    list[int] | None,
    typer.Argument(metavar="NUMBER...", min=1, max=2**31 - 1, help="Letters, as the list numbers them."),
]
All = Annotated[bool, typer.Option("--breaker", help="All letters that the breaker holds.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides; you, if nobody is named.")]


@letters.command("list")
def list_letters(config: Config = None, *, as_json: Json = False) -> None:
    """The letters that are held, each with its number and the rule that holds it."""
    rows = _held(_office(config))
    for row in rows:
        typer.echo(json.dumps(_as_json(row), ensure_ascii=False) if as_json else _line(row))
    if not rows and not as_json:
        typer.echo("no letter is held")


@letters.command()
def approve(numbers: Numbers = None, config: Config = None, *, of_breaker: All = False, by: By = "") -> None:
    """Send letters that are held, at the next delivery round."""
    _decide(numbers, config, of_breaker, by, send=True)


@letters.command()
def drop(numbers: Numbers = None, config: Config = None, *, of_breaker: All = False, by: By = "") -> None:
    """Never send letters that are held."""
    _decide(numbers, config, of_breaker, by, send=False)


@breaker.command()
def show(config: Config = None, *, as_json: Json = False) -> None:
    """Whether automatic letters go out, and if not, since when and why."""
    office = _office(config)
    state, held = office.store.breaker(), len(_by_breaker(_held(office)))
    if as_json:
        since = state.tripped and state.tripped.isoformat()
        typer.echo(
            json.dumps({"open": bool(state.tripped), "since": since, "rule": state.reason, "held": held})
        )
    elif state.tripped is None:
        waits = f"; {held} letters of before are still held" if held else ""
        typer.echo(f"closed: automatic letters go out{waits}")
    else:
        since = f"{state.tripped.astimezone(office.now().tzinfo):%Y-%m-%d %H:%M}"
        typer.echo(f"open since {since} ({state.reason}): automatic letters are held, {held} so far")


@breaker.command()
def reset(config: Config = None, *, by: By = "") -> None:
    """Let automatic letters go out again. What is held stays held: approve or drop it."""
    office = _office(config)
    if not office.store.reset_breaker(office.now(), _person(by)):
        raise StoreError("The breaker is not open: there is nothing to reset.")
    held = len(_by_breaker(_held(office)))
    typer.echo(
        f"closed: automatic letters go out again; {held} are held: intake letters approve --breaker, or drop"
    )


def _decide(numbers: list[int] | None, config: Path | None, of_breaker: bool, by: str, *, send: bool) -> None:
    from intake.tickets.outbox import Outbox

    if bool(numbers) == of_breaker:
        raise typer.BadParameter("name letters by their numbers, or say --breaker for all that it holds")
    office = _office(config)
    outbox = Outbox(office.store)
    chosen = [row.id for row in _by_breaker(_held(office))] if of_breaker else numbers or []
    faults = 0
    for number in chosen:
        try:
            (outbox.approve if send else outbox.withdraw)(number, office.now(), _person(by))
        except StoreError as error:
            sys.stderr.write(f"intake: {error}\n")
            faults += 1
    typer.echo(f"{len(chosen) - faults} letters {'are queued' if send else 'are dropped'}")
    if faults:
        raise typer.Exit(1)


def _held(office: Office) -> list[LetterRow]:
    from intake.triage.decision import LetterState

    return office.store.letters(LetterState.HELD)


def _by_breaker(rows: list[LetterRow]) -> list[LetterRow]:
    from intake.triage.gate import held_by_breaker

    return [row for row in rows if held_by_breaker(row.state, row.rule)]


def _line(row: LetterRow) -> str:
    kind = row.kind.value.replace("_", " ")
    return f"{row.id}  {row.queued:%Y-%m-%d %H:%M}  {row.reference or '-'}  {kind} to {row.to}  ({row.rule})"


def _as_json(row: LetterRow) -> dict[str, str | int | None]:
    return {
        "number": row.id,
        "reference": row.reference,
        "kind": row.kind.value,
        "to": row.to,
        "subject": row.subject,
        "rule": row.rule,
        "queued": row.queued.isoformat(),
    }


def _person(by: str) -> str:
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "staff"


def _office(config: Path | None) -> Office:
    from intake.office import clock_of, open_office
    from intake.settings import load

    return open_office(load(config, os.environ), clock_of(os.environ))
