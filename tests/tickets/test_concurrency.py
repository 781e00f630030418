"""Several real processes on one store."""

import os
import subprocess
import sys
from pathlib import Path

from intake.tickets.store import Store

from .mail import NOON, letter, message, opened, take, write

HERE = Path(__file__).parent


def together(deed, url, processes=3):
    """What each of several processes printed, that all did the same deed at the same time."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent.parent)}
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error", HERE / "worker.py", deed, url, f"worker{number}"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    assert [process.stdout.readline() for process in running] == ["ready\n"] * processes
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * processes, said
    return [out.split() for out, _ in said]


def test_processes_that_open_an_empty_store_at_once_agree_on_installation_and_key(empty):
    first, *others = together("installation", empty, 5)
    assert len(first) == 2
    assert others == [first] * 4


def test_letters_claimed_by_several_processes_are_each_sent_once(store, url):
    ids = [write(store, letter(), message_id=f"<{n}.ours@townofexample.example>") for n in range(120)]
    claimed = together("claim", url)
    assert sorted(int(number) for each in claimed for number in each) == sorted(ids)
    assert {row.state.value for row in store.letters()} == {"sent"}


def test_one_of_several_processes_gets_the_lease(url):
    assert sorted(together("lease", url)) == [["False"], ["False"], ["True"]]


def test_messages_taken_in_by_several_processes_open_one_ticket_each(store, url):
    references = [reference for each in together("take", url) for reference in each]
    assert len(references) == len(set(references)) == 40
    assert len(store.tickets()) == 40
    assert [row.uid for row in store.outcomes()] == sorted(row.uid for row in store.outcomes())
    assert len(list(store.outcomes())) == 40


def test_numbers_given_by_several_processes_are_unique_and_without_gap(url):
    references = sorted(reference for each in together("number", url) for reference in each)
    assert references == [f"OD-2026-{number:05d}" for number in range(1, 121)]


def test_follow_ups_taken_in_by_several_processes_all_leave_their_mark(store, url):
    reference = take(store, message(), opened())
    together("flag", url)
    file = store.ticket(reference)
    assert file.ticket.flags == {f"worker{n}.{uid}" for n in range(3) for uid in range(20)}
    assert len(file.conversation) == 61


def test_a_store_that_is_open_elsewhere_opens_at_once(store, url):
    with store.begin(NOON) as work:
        work.next_letter(None)  # holds the write lock of SQLite
        other = Store.open(url)
        assert other.key == store.key
        assert other.tickets() == []
        other.close()
