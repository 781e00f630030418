"""Every message is accounted for exactly once: seen, tried, decided, filed."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.errors import StoreError
from intake.message.arrival import Arrival
from intake.tickets.store import StoreConflict
from intake.triage.decision import Outcome

from .mail import NOON, appended, arrival, ignored, message, opened, take

BROKEN = b"From: =?x?\r\nMessage-ID: <broken@example.org>\r\nSubject: Mon rapport \xe9t\xe9\r\n\r\n\x00\xff"


def outcomes(store):
    return [(row.uid, row.outcome) for row in store.outcomes()]


def test_what_has_no_outcome_is_looked_at_and_what_has_one_is_not(store):
    waiting = [arrival(uid) for uid in (3, 4, 9)]
    assert store.first_look(waiting, NOON) == waiting
    take(store, message(), opened(), uid=4)
    assert store.first_look(waiting, NOON) == [arrival(3), arrival(9)]
    assert store.unaccounted(waiting) == [arrival(3), arrival(9)]
    assert store.undecided("main") == [arrival(3), arrival(9)]


def test_empty_mailbox_is_no_trouble(store):
    assert store.first_look([], NOON) == []
    assert store.to_settle("main") == []


def test_first_look_without_a_record_says_the_same_and_enters_nothing(store):
    assert store.unaccounted([arrival(1)]) == [arrival(1)]
    assert store.undecided("main") == []


def test_attempt_is_counted_before_anything_can_fail_and_survives_it(store):
    assert store.attempt(arrival(), NOON) == 1
    with pytest.raises(AttributeError):
        take(store, message(), opened(events=("an event that is none",)))
    assert store.tickets() == []
    assert store.attempt(arrival(), NOON) == 2
    assert store.first_look([arrival()], NOON) == [arrival()]


def test_message_that_has_its_outcome_cannot_get_another(store):
    take(store, message(), opened())
    with pytest.raises(StoreConflict, match="outcome already"):
        take(store, message("something else"), ignored())
    assert outcomes(store) == [(1, Outcome.TICKET)]


def test_two_copies_recorded_without_looking_open_one_ticket(store):
    take(store, message(), opened(), uid=1)
    with pytest.raises(StoreConflict):
        take(store, message(), opened(), uid=2)
    assert len(store.tickets()) == 1
    assert store.unaccounted([arrival(2)]) == [arrival(2)]


def test_uidvalidity_change_brings_all_messages_again_as_new_keys(store):
    take(store, message(), opened(), uid=5)
    renumbered = arrival(5, uidvalidity=8)
    assert store.first_look([renumbered], NOON) == [renumbered]


def test_the_same_uid_in_another_mailbox_is_another_message(store):
    take(store, message(), opened(), uid=5)
    take(store, message("Another letter", message_id="<b2@example.org>"), ignored(), uid=5, mailbox="second")
    assert [(row.mailbox, row.outcome) for row in store.outcomes()] == [
        ("main", Outcome.TICKET),
        ("second", Outcome.IGNORED),
    ]


def test_largest_uid_of_imap_is_kept(store):
    largest = Arrival("main", 4_294_967_295, 4_294_967_295, 4_294_967_295)
    store.attempt(largest, NOON)
    assert store.undecided("main") == [largest]


def test_date_of_the_year_one_is_taken_for_no_date(store):
    odd = Arrival("main", 7, 1, 10, datetime(1, 1, 1, tzinfo=UTC))
    assert store.first_look([odd], NOON) == [odd]
    assert store.undecided("main")[0].received is None


def test_outcome_and_filing_are_two_facts(store):
    take(store, message(), opened(), uid=1)
    take(store, message("News of the week", message_id="<n@example.org>"), ignored(), uid=2)
    assert store.to_settle("main") == [
        (arrival(1), Outcome.TICKET, False),
        (arrival(2), Outcome.IGNORED, False),
    ]
    assert store.to_settle("second") == []
    store.settled([arrival(1)], NOON)
    assert [one for one, _, _ in store.to_settle("main")] == [arrival(2)]
    store.settled([arrival(1), arrival(2)], NOON)
    assert store.to_settle("main") == []


def test_message_too_large_is_told_apart_when_it_is_filed(store):
    take(store, message(), opened(flags=frozenset({"too_large"})))
    assert store.to_settle("main") == [(arrival(), Outcome.TICKET, True)]


def test_outcomes_are_listed_in_the_order_of_arrival_however_many(store):
    many = [arrival(uid) for uid in range(1, 1203)]
    store.first_look(many, NOON)
    for uid in (1202, 7, 600):
        mail = message(f"letter {uid}", message_id=f"<{uid}@example.org>")
        take(store, mail, ignored(), uid=uid)
    assert [row.uid for row in store.outcomes()] == [7, 600, 1202]
    for uid in (9, 8):
        store.quarantine(
            arrival(uid), None, "the server closed the connection", "", NOON + timedelta(hours=1)
        )
    assert [row.uid for row in store.outcomes(since=NOON + timedelta(minutes=1))] == [8, 9]


def test_outcome_row_has_the_keys_that_the_command_line_prints(store):
    take(store, message(), opened())
    (row,) = store.outcomes()
    assert row.as_json() == {
        "mailbox": "main",
        "uidvalidity": 7,
        "uid": 1,
        "message_id": "<a1@walkers.example>",
        "from": "ines@walkers.example",
        "subject": "Tree inventory",
        "outcome": "ticket",
        "reason": "missing: formats",
        "reference": "OD-2026-00001",
    }


def test_message_without_message_id_or_sender_is_recorded_all_the_same(store):
    take(store, message(sender=None, message_id=None), opened())
    (row,) = store.outcomes()
    assert (row.message_id, row.sender, row.reference) == (None, "", "OD-2026-00001")


def test_octets_of_every_recorded_message_are_kept_as_they_came(store):
    raw = bytes(range(256)) * 300
    mail = message()
    take(store, mail, ignored(), raw=raw)
    assert store.raw(mail.sha256) == raw
    with pytest.raises(StoreError, match="keeps no message"):
        store.raw("0" * 64)


def test_quarantined_message_keeps_its_octets_and_what_can_be_seen_of_it(store):
    store.attempt(arrival(), NOON)
    store.quarantine(arrival(), BROKEN, "ValueError: bad charset", "Traceback …", NOON)
    (row,) = store.quarantined()
    assert (row.reason, row.traceback, row.attempts) == ("ValueError: bad charset", "Traceback …", 1)
    assert row.message_id == "<broken@example.org>"
    assert row.subject.startswith("Mon rapport")
    assert store.quarantined_raw(row.id) == BROKEN
    assert store.raw(row.sha256) == BROKEN
    assert store.quarantined_one(row.id) == row
    assert outcomes(store) == [(1, Outcome.QUARANTINED)]
    assert store.first_look([arrival()], NOON) == []


def test_headers_given_for_a_quarantined_message_are_those_shown(store):
    headers = {"message-id": "<k@example.org>", "from": "ruth@example.org", "subject": "Plows"}
    store.quarantine(arrival(), None, "too deep", "", NOON, headers=headers)
    (row,) = store.quarantined()
    assert (row.message_id, row.sender, row.subject, row.sha256) == (
        "<k@example.org>",
        "ruth@example.org",
        "Plows",
        None,
    )


def test_message_with_an_outcome_is_not_quarantined_afterwards(store):
    take(store, message(), opened())
    store.quarantine(arrival(), BROKEN, "a second poller failed on it", "", NOON)
    assert outcomes(store) == [(1, Outcome.TICKET)]
    assert store.quarantined() == []


def test_released_message_is_accounted_for_until_it_has_its_new_outcome(store):
    store.attempt(arrival(), NOON)
    store.quarantine(arrival(), BROKEN, "failed", "", NOON)
    (row,) = store.quarantined()
    assert store.release(row.id) == (arrival(), BROKEN)
    assert outcomes(store) == [(1, Outcome.QUARANTINED)]
    assert store.attempt(arrival(), NOON) == 1
    take(store, message(), opened(), raw=BROKEN)
    assert outcomes(store) == [(1, Outcome.TICKET)]
    assert store.quarantined() == []
    with pytest.raises(StoreError, match="in quarantine"):
        store.release(row.id)


def test_released_message_without_octets_is_fetched_again_at_the_next_visit(store):
    store.quarantine(arrival(), None, "ended the program three times", "", NOON)
    (row,) = store.quarantined()
    with pytest.raises(StoreError, match="no octets"):
        store.quarantined_raw(row.id)
    assert store.release(row.id) == (arrival(), None)
    assert store.first_look([arrival()], NOON) == [arrival()]


def test_message_without_octets_that_is_filed_away_cannot_be_released(store):
    store.quarantine(arrival(), None, "ended the program three times", "", NOON)
    store.settled([arrival()], NOON)
    (row,) = store.quarantined()
    with pytest.raises(StoreError, match="move it back into main"):
        store.release(row.id)
    assert outcomes(store) == [(1, Outcome.QUARANTINED)]


def test_nothing_of_that_number_in_quarantine_is_said(store):
    take(store, message(), opened())
    for number in (1, 99):
        with pytest.raises(StoreError, match="There is no message"):
            store.quarantined_one(number)


def test_follow_up_is_found_with_its_ticket(store):
    reference = take(store, message(), opened(), uid=1)
    take(store, message("As CSV", message_id="<a2@walkers.example>"), appended(reference), uid=2)
    assert store.reference_of("main", 7, 2) == reference
    assert store.reference_of("main", 7, 3) is None
