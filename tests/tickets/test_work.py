"""What one transaction writes: tickets, their history, letters, numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.errors import StoreError
from intake.estimate.estimate import CostEstimate, EstimateLine
from intake.message.model import Address, Origin, Provenance
from intake.request.model import Contact, Field, Finding, Request, RequestKind
from intake.triage.decision import Decision, Disposition, Event, LetterKind, LetterState, Outcome
from intake.triage.status import Resolution, Status

from .mail import (
    NOON,
    OFFICE,
    TREES,
    appended,
    arrival,
    ignored,
    letter,
    message,
    opened,
    recall,
    take,
    write,
)

LATER = NOON + timedelta(days=2)
COST = CostEstimate(
    number=1,
    lines=(
        EstimateLine("extract", "analyst", 90, 4_200, 6_300),
        EstimateLine("free allowance", "analyst", 60, 4_200, -4_200),
        EstimateLine("review and redaction", "clerk", 30, 3_000, 0),
    ),
    total_cents=2_100,
    deposit_cents=0,
    valid_until=date(2026, 12, 2),
    card_id="town",
    card_version="2026-07",
)


def test_references_run_within_the_year(store):
    before = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    numbers = [
        take(store, message(message_id=f"<{n}@x>"), opened(), uid=n, now=before + timedelta(hours=n))
        for n in range(3)
    ]
    assert numbers == ["OD-2026-00001", "OD-2027-00001", "OD-2027-00002"]


def test_year_of_a_reference_is_that_of_the_offices_clock(store):
    eve = datetime(2026, 12, 31, 21, 0, tzinfo=ZoneInfo("America/New_York"))
    assert take(store, message(), opened(), now=eve) == "OD-2026-00001"
    assert store.ticket("OD-2026-00001").ticket.opened == eve


def test_held_message_opens_a_ticket_and_ignored_one_none(store):
    held = Decision(Disposition.HOLD, "unauthenticated", "failed DMARC", status=Status.HELD, request=TREES)
    assert take(store, message(), held, uid=1) == "OD-2026-00001"
    assert take(store, message("News", message_id="<n@x>"), ignored(), uid=2) is None
    assert [row.outcome for row in store.outcomes()] == [Outcome.HELD, Outcome.IGNORED]
    assert store.ticket("OD-2026-00001").ticket.status is Status.HELD


def test_duplicate_names_the_earlier_ticket_and_adds_nothing_to_it(store):
    reference = take(store, message(), opened(), uid=1)
    again = Decision(Disposition.DUPLICATE, "seen-before", "recorded before", reference=reference)
    assert take(store, message(), again, uid=2) == reference
    (row,) = store.tickets()
    assert row.messages == 1
    assert len(store.ticket(reference).conversation) == 1


def test_requester_is_whom_an_answer_goes_to(store):
    mail = message(sender="no-reply@forms.example", reply_to=(Address("ruth@example.org", "Ruth Abernathy"),))
    reference = take(store, mail, opened())
    assert store.ticket(reference).ticket.requester == Address("ruth@example.org", "Ruth Abernathy")


def test_each_changed_field_leaves_who_said_what_when(store):
    reference = take(store, message(), opened(), uid=1)
    proof = Finding(Field.FORMATS, ("XLSX",), "en Excel, por favor", "formats")
    refined = replace(
        TREES, formats=("XLSX",), time_range=None, findings=(*TREES.findings, proof), contact=Contact("Ines")
    )
    answer = message("en Excel, por favor", message_id="<2@x>", sender="colleague@walkers.example")
    decision = appended(reference, refined, events=(Event("follow_up", "it states formats"),))
    take(store, answer, decision, uid=2, now=LATER)
    file = store.ticket(reference)
    said = {event.data["field"]: event for event in file.events if event.kind == "field"}
    assert set(said) == {"formats", "time_range", "contact"}
    assert said["formats"].by == "colleague@walkers.example"
    assert said["formats"].at == LATER
    assert said["formats"].text == "formats: CSV, GeoJSON → XLSX (“en Excel, por favor”)"
    assert said["formats"].data["before"] == ["CSV", "GeoJSON"]
    assert said["time_range"].text.endswith("→ nothing (“desde 2019”)")
    moved = [event for event in file.events if event.kind == "status"]
    assert [(event.text, event.by) for event in moved] == [
        ("needs_detail → received: it states formats", "intake")
    ]
    assert [event.kind for event in file.events][-1] == "follow_up"
    assert file.ticket.request == refined
    assert (file.ticket.missing, file.ticket.updated, file.ticket.opened) == ((), LATER, NOON)


def test_message_that_changes_nothing_leaves_only_its_own_event(store):
    reference = take(store, message(), opened(), uid=1)
    same = appended(
        reference, status=Status.NEEDS_DETAIL, missing=("formats",), events=(Event("noted", "thanks"),)
    )
    take(store, message("Thank you!", message_id="<2@x>"), same, uid=2, now=LATER)
    file = store.ticket(reference)
    assert [event.kind for event in file.events] == ["noted"]
    assert file.ticket.updated == LATER


def test_out_of_office_makes_a_ticket_no_newer_and_its_sender_no_participant(store):
    reference = take(store, message(), opened(), uid=1)
    machine = message(
        "I am out of the office.",
        message_id="<2@x>",
        sender="autoreply@walkers.example",
        provenance=Provenance(Origin.AUTO_REPLY, ("auto-submitted",)),
    )
    same = appended(reference, status=Status.NEEDS_DETAIL, missing=("formats",))
    take(store, machine, same, uid=2, now=LATER)
    ticket = store.ticket(reference).ticket
    assert ticket.updated == NOON
    assert ticket.participants == {"ines@walkers.example"}


def test_who_the_requester_writes_to_takes_part_and_who_others_write_to_does_not(store):
    reference = take(store, message(to=(OFFICE, "chair@walkers.example")), opened(), uid=1)
    guest = message(
        "I add my boss.", sender="chair@walkers.example", cc=("boss@x.example",), message_id="<2@x>"
    )
    take(store, guest, appended(reference), uid=2)
    assert store.ticket(reference).ticket.participants == {"ines@walkers.example", "chair@walkers.example"}


def test_message_to_ten_thousand_makes_no_crowd_of_participants(store):
    crowd = tuple(f"member{n}@club.example" for n in range(10_000))
    reference = take(store, message(cc=crowd), opened())
    assert len(store.ticket(reference).ticket.participants) <= 51


def test_flags_and_related_are_added_to_what_the_ticket_has(store):
    reference = take(
        store, message(), opened(flags=frozenset({"weak_sender"}), related=("OD-2025-00007",)), uid=1
    )
    more = appended(
        reference, flags=frozenset({"protected:minors"}), related=("OD-2025-00009", "OD-2025-00007")
    )
    take(store, message("x", message_id="<2@x>"), more, uid=2)
    ticket = store.ticket(reference).ticket
    assert ticket.flags == {"weak_sender", "protected:minors"}
    assert ticket.related == ("OD-2025-00007", "OD-2025-00009")


def test_closing_and_reopening_are_dated_and_explained(store):
    reference = take(store, message(), opened(), uid=1)
    withdrawn = appended(reference, status=Status.CLOSED, resolution=Resolution.WITHDRAWN)
    take(store, message("I no longer need it.", message_id="<2@x>"), withdrawn, uid=2, now=LATER)
    ticket = store.ticket(reference).ticket
    assert (ticket.status, ticket.resolution, ticket.closed) == (Status.CLOSED, Resolution.WITHDRAWN, LATER)
    assert store.tickets(open_only=True) == []
    thanks = appended(reference, status=Status.CLOSED)
    take(store, message("Thanks", message_id="<3@x>"), thanks, uid=3)
    assert store.ticket(reference).ticket.resolution is Resolution.WITHDRAWN
    take(store, message("After all, please.", message_id="<4@x>"), appended(reference), uid=4)
    ticket = store.ticket(reference).ticket
    assert (ticket.status, ticket.resolution, ticket.closed) == (Status.RECEIVED, None, None)
    assert len(store.tickets(open_only=True)) == 1


def test_estimate_keeps_its_rate_card_and_the_older_one_stays_in_the_history(store):
    reference = take(store, message(), opened(estimate=COST), uid=1)
    assert store.ticket(reference).ticket.estimate == COST
    second = replace(COST, number=2, total_cents=1_050, card_version="2027-07")
    take(store, message("Only 2020.", message_id="<2@x>"), appended(reference, estimate=second), uid=2)
    take(store, message("Thanks.", message_id="<3@x>"), appended(reference), uid=3)
    file = store.ticket(reference)
    assert file.ticket.estimate == second
    (event,) = [event for event in file.events if event.kind == "estimate"]
    assert event.data["card_version"] == "2027-07"


def test_staff_change_a_ticket_under_their_own_name(store):
    reference = take(store, message(), opened())
    with store.begin(LATER) as work:
        ticket = work.ticket(reference)
        work.update(
            replace(ticket, status=Status.IN_PREPARATION, flags=frozenset({"rush"})),
            by="clerk",
            reason="paid at the desk",
            events=(Event("note", "asked IT for an export", "clerk"),),
        )
    file = store.ticket(reference)
    assert (file.ticket.status, file.ticket.flags, file.ticket.updated) == (
        Status.IN_PREPARATION,
        {"rush"},
        LATER,
    )
    assert [(event.kind, event.by) for event in file.events] == [("status", "clerk"), ("note", "clerk")]
    assert "paid at the desk" in file.events[0].text


def test_unknown_ticket_is_said_with_the_near_ones(store):
    take(store, message(), opened())
    with pytest.raises(StoreError, match="near it are OD-2026-00001"):
        store.ticket("od-2026-0001")
    with pytest.raises(StoreError, match="There is no ticket"), store.begin(NOON) as work:
        work.update(replace(store.ticket("OD-2026-00001").ticket, reference="OD-1999-00001"), by="clerk")


def test_letter_is_kept_with_its_octets_rule_and_cause(store):
    with store.begin(NOON) as work:
        reference = work.record(arrival(), b"octets", message(), opened())
        octets = b"From: office\r\nSubject: =?utf-8?q?=C3=81rboles?= [OD]\r\n\r\nHola.\r\n"
        number = work.queue(
            letter(cc=(Address("chair@walkers.example"),)),
            reference,
            octets,
            "<1@us>",
            to=["ines@walkers.example", "chair@walkers.example"],
            envelope_from=OFFICE,
        )
    (row,) = store.letters_caused_by("main", 7, 1)
    assert (row.id, row.reference, row.email, row.subject) == (number, reference, octets, "Árboles [OD]")
    assert row.recipients == ("ines@walkers.example", "chair@walkers.example")
    assert (row.to, row.state, row.reason, row.message_id) == (
        "ines@walkers.example",
        LetterState.QUEUED,
        "passed",
        "<1@us>",
    )
    assert store.ticket(reference).letters == (row,)
    (listed,) = store.tickets()
    assert listed.letters == (replace(row, email=None),)
    assert store.letters_caused_by("main", 7, 2) == []


def test_suppressed_letter_is_a_row_without_octets_and_others_need_them(store):
    reference = take(store, message(), opened())
    write(store, letter(state=LetterState.SUPPRESSED, rule="failed-address"), reference)
    (row,) = store.ticket(reference).letters
    assert (row.state, row.reason, row.email) == (LetterState.SUPPRESSED, "failed-address", None)
    with pytest.raises(ValueError, match="needs its octets"), store.begin(NOON) as work:
        work.queue(letter(), reference, None, None, to=["ines@walkers.example"], envelope_from=OFFICE)


def test_rounds_count_the_questions_that_were_written(store):
    reference = take(store, message(), opened())
    write(store, letter(LetterKind.MORE_DETAIL), reference, message_id="<1@us>")
    write(store, letter(LetterKind.MORE_DETAIL, state=LetterState.SUPPRESSED), reference)
    write(store, letter(LetterKind.ACKNOWLEDGEMENT), reference, message_id="<2@us>")
    assert recall(store, message(message_id="<9@x>"), signed=(reference,)).ticket.rounds == 1


def test_ids_of_letters_are_never_given_twice(store):
    reference = take(store, message(), opened())
    given = []
    for _ in range(3):
        with store.begin(NOON) as work:
            given += [work.next_letter(reference), work.next_letter(None)]
    assert given == ["1", "1", "2", "2", "3", "3"]


def test_two_letters_of_one_message_id_are_refused(store):
    write(store, letter(), message_id="<1@us>")
    with pytest.raises(StoreError):
        write(store, letter(), message_id="<1@us>")
    assert len(store.letters()) == 1


def test_conversation_stands_in_the_order_of_time_with_its_words(store):
    reference = take(store, message(), opened(), uid=1)
    write(store, letter(), reference, message_id="<1@us>", now=NOON + timedelta(minutes=1))
    write(store, letter(state=LetterState.HELD, rule="breaker"), reference, message_id="<2@us>")
    file = store.ticket(reference)
    assert [(entry.direction, entry.text.strip()) for entry in file.conversation] == [
        ("in", "Please send the street tree inventory."),
        ("out", "We have it."),
    ]
    assert file.conversation[0].sender == "ines@walkers.example"
    assert file.conversation[0].sha256 == message().sha256
    assert file.conversation[1].letter is LetterKind.ACKNOWLEDGEMENT


def test_letters_are_listed_by_state_and_by_day(store):
    write(store, letter(LetterKind.DIGEST), message_id="<1@us>", now=NOON - timedelta(days=3))
    write(store, letter(state=LetterState.HELD), message_id="<2@us>")
    assert [row.message_id for row in store.letters()] == ["<1@us>", "<2@us>"]
    assert [row.message_id for row in store.letters(LetterState.HELD)] == ["<2@us>"]
    assert [row.message_id for row in store.letters(since=NOON)] == ["<2@us>"]


HOSTILE = "NUL \0, half a pair \ud83d, \ufffe and \u202eright to left"


def test_what_no_database_can_store_is_replaced_and_nothing_fails(store):
    request = Request(
        RequestKind.DATASET,
        datasets=(HOSTILE,),
        contact=Contact(HOSTILE),
        findings=(Finding(Field.DATASETS, (HOSTILE,), HOSTILE, "prose"),),
    )
    mail = message(HOSTILE, subject=HOSTILE, message_id=f"<{HOSTILE}>", references=(HOSTILE,))
    reference = take(store, mail, opened(request, flags=frozenset({HOSTILE}), events=(Event("x", HOSTILE),)))
    clean = "NUL \ufffd, half a pair \ufffd, \ufffe and \u202eright to left"
    file = store.ticket(reference)
    assert file.ticket.subject == clean
    assert file.ticket.request.datasets == (clean,)
    assert file.ticket.request.findings[0].text == clean
    assert file.conversation[0].text == clean
    assert file.events[0].text == clean
    assert recall(store, mail, named=(HOSTILE,)).duplicate_of == (Outcome.TICKET, reference)
    assert store.reference_of("main", 7, 1) == reference


def test_keys_of_any_length_are_stored_and_found_again(store):
    endless = "<" + "✉𐍈" * 40_000 + "@example.org>"
    sender = "x" * 30_000 + "@" + "y" * 30_000 + ".example"
    mail = message(message_id=endless, sender=sender)
    reference = take(store, mail, opened(), uid=1)
    assert recall(store, mail).duplicate_of == (Outcome.TICKET, reference)
    other = message(message_id=endless[:-2] + ">", sender=sender)
    assert recall(store, other).same_id is False
    assert recall(store, message("CSV", message_id="<2@x>", sender=sender), named=(reference,)).ticket
    write(store, letter(to=sender), reference)
    assert recall(store, other).sent.to_address_day == 1
