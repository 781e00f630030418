"""What the command line shows to a person: the words of strangers do nothing to the terminal."""

import io
import json

import pytest
from rich.console import Console

from intake.output import evidence_row, ticket_json, ticket_whole, tickets_table
from tests.test_process import Desk

BACKWARDS = "\u202e"
ISOLATED = "\u2066"
WISH = f"""Hello,

please send me the leaf collection {BACKWARDS}routes\u202c for 2022 to 2024 as CSV.
The file is {ISOLATED}gnp.exe\u2069. It is [bold]urgent[/bold].

Ruth Abernathy
"""


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.take(WISH, subject="leaf routes")
    yield desk
    desk.store.close()


def shown(desk, show):
    out = io.StringIO()
    show(Console(file=out, width=200, highlight=False))
    return out.getvalue()


def test_bidirectional_controls_of_a_body_are_written_out_in_the_terminal(desk):
    text = shown(desk, lambda console: ticket_whole(desk.store.ticket("OD-2026-00001"), console))
    assert "collection \\u202eroutes\\u202c for 2022" in text
    assert "\\u2066gnp.exe\\u2069. It is [bold]urgent[/bold]." in text
    assert not {BACKWARDS, ISOLATED, "\u202c", "\u2069", "\r"} & set(text)
    assert "\\u000d" not in text


def test_bidirectional_controls_are_written_out_in_the_list_of_tickets_too(desk):
    (row,) = desk.store.tickets()
    assert any(BACKWARDS in name for name in row.ticket.request.datasets)
    assert BACKWARDS not in shown(desk, lambda console: tickets_table([row], console))


def test_json_keeps_every_character_as_it_came(desk):
    (row,) = desk.store.tickets()
    assert BACKWARDS in json.loads(json.dumps(ticket_json(row)))["request"]["datasets"][0]
    assert BACKWARDS in evidence_row(row.ticket.request)["datasets"]["text"]
