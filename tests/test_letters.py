"""What staff do at the command line about letters that are held, and about the breaker."""

import json

import pytest
from typer.testing import CliRunner

from intake.cli import app
from intake.digest import alert_if_stopped
from intake.errors import StoreError
from intake.tickets.outbox import Outbox
from intake.triage.decision import LetterState

from .test_loops import configured, take_strangers
from .test_process import MONDAY, Desk


@pytest.fixture
def town(tmp_path, monkeypatch):
    """A town whose breaker opened after two letters and holds three."""
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("INTAKE_NOW", MONDAY.isoformat())
    monkeypatch.setenv("INTAKE_CONFIG", str(tmp_path))
    desk = configured(Desk(tmp_path / "data"), limits={"all_hour": 2})
    take_strangers(desk, range(5))
    yield desk
    desk.store.close()


def intake(*words):
    return CliRunner().invoke(app, words)


def states(desk):
    rows = [row for row in desk.store.letters() if row.kind.value != "alert"]
    return [row.state.value for row in rows]


def test_held_letters_are_listed_with_number_and_rule(town):
    said = intake("letters", "list")
    assert said.exit_code == 0
    assert len(said.stdout.splitlines()) == 3
    assert "p2@mail2.example  (breaker:hour)" in said.stdout
    rows = [json.loads(line) for line in intake("letters", "list", "--json").stdout.splitlines()]
    assert [row["to"] for row in rows] == [f"p{n}@mail{n}.example" for n in (2, 3, 4)]
    assert rows[1]["rule"] == "breaker"


def test_letters_are_approved_by_their_numbers_and_a_ticket_says_by_whom(town):
    first, second = (row.id for row in town.store.letters(LetterState.HELD)[:2])
    done = intake("letters", "approve", str(first), str(second), "--by", "ann")
    assert (done.exit_code, done.stdout) == (0, "2 letters are queued\n")
    assert states(town) == ["queued"] * 4 + ["held"]
    reference = next(row.reference for row in town.store.letters() if row.id == first)
    event = town.store.ticket(reference).events[-1]
    assert (event.by, event.text.rpartition(" ")[2]) == ("ann", "approved")


def test_all_that_the_breaker_holds_is_dropped_in_one_word(town):
    done = intake("letters", "drop", "--breaker", "--by", "ann")
    assert (done.exit_code, done.stdout) == (0, "3 letters are dropped\n")
    assert states(town) == ["queued"] * 2 + ["suppressed"] * 3


def test_letter_that_is_not_held_is_said_and_the_others_are_decided(town):
    sent = town.store.letters()[0].id
    held = town.store.letters(LetterState.HELD)[0].id
    done = intake("letters", "approve", str(sent), str(held))
    assert done.exit_code == 1
    assert f"Letter {sent} is queued, not held" in done.stderr
    assert states(town) == ["queued"] * 3 + ["held"] * 2


@pytest.mark.parametrize("words", [(), ("7", "--breaker"), ("seven",), ("-3",), ("99999999999999999999",)])
def test_decision_about_no_letter_is_wrong_usage(town, words):
    assert intake("letters", "approve", *words).exit_code == 2


def test_breaker_is_shown_and_reset_by_a_named_person(town):
    shown = intake("breaker", "show").stdout
    assert shown.startswith("open since 2026-11-02 09:10 (breaker:hour)")
    assert "3 so far" in shown
    assert json.loads(intake("breaker", "show", "--json").stdout)["open"] is True
    assert intake("breaker", "reset", "--by", "ann").exit_code == 0
    assert town.store.breaker().reset_by == "ann"
    assert intake("breaker", "show").stdout == (
        "closed: automatic letters go out; 3 letters of before are still held\n"
    )
    again = intake("breaker", "reset")
    assert isinstance(again.exception, StoreError)
    assert "nothing to reset" in str(again.exception)


def test_staff_are_told_once_that_letters_are_stopped_and_what_to_do(tmp_path):
    desk = configured(Desk(tmp_path), limits={"all_hour": 1}, digest_to=("clerk@staff.example",))
    take_strangers(desk, [1])
    assert alert_if_stopped(desk.office) == 0
    take_strangers(desk, [2])
    assert alert_if_stopped(desk.office) == 0  # told already
    claimed = iter(lambda: Outbox(desk.store).claim("w", desk.now, 60), None)
    alert = next(letter for letter in claimed if letter.kind.value == "alert")
    assert alert.to == ("clerk@staff.example",)
    assert b"intake breaker reset" in alert.email
    desk.store.close()
