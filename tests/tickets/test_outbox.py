"""Queued letters: claimed by one, sent once, tried again, given up, approved."""

from datetime import timedelta

import pytest

from intake.errors import StoreError
from intake.message.model import Address
from intake.tickets.outbox import Outbox, backoff
from intake.triage.decision import FailedAddress, LetterKind, LetterState

from .mail import NOON, OFFICE, appended, bounce_of, letter, message, opened, recall, take, write

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(store):
    return Outbox(store)


@pytest.fixture
def reference(store):
    return take(store, message(), opened())


def only(store):
    (row,) = store.letters()
    return row


def test_letter_is_claimed_with_its_exact_octets_and_envelope(store, outbox, reference):
    number = write(store, letter(), reference, message_id="<1@us>")
    claimed = outbox.claim("first", NOON, 60)
    assert (claimed.id, claimed.reference, claimed.kind) == (number, reference, LetterKind.ACKNOWLEDGEMENT)
    assert (claimed.envelope_from, claimed.to) == (OFFICE, ("ines@walkers.example",))
    assert claimed.email.endswith(b"\r\n\r\nWe have it.\r\n")
    assert (claimed.message_id, claimed.attempts, claimed.queued) == ("<1@us>", 1, NOON)


def test_claimed_letter_is_nobody_elses_until_the_lease_ends(store, outbox):
    write(store, letter())
    assert outbox.claim("first", NOON, 60) is not None
    assert outbox.claim("second", NOON + MINUTE - timedelta(seconds=1), 60) is None
    taken_over = outbox.claim("second", NOON + MINUTE, 60)
    assert taken_over.attempts == 2
    assert taken_over.message_id == "<1.ours@townofexample.example>"


def test_letters_go_out_in_the_order_of_their_due_time(store, outbox):
    late = write(store, letter(), message_id="<2@us>", now=NOON + MINUTE)
    early = write(store, letter(), message_id="<1@us>")
    assert outbox.claim("w", NOON, 60).id == early
    assert outbox.claim("w", NOON, 60) is None
    assert outbox.claim("w", NOON + MINUTE * 0.9, 600) is None
    assert outbox.claim("w", NOON + MINUTE, 600).id in (early, late)


def test_only_queued_letters_are_claimed(store, outbox):
    write(store, letter(state=LetterState.HELD), message_id="<1@us>")
    write(store, letter(state=LetterState.SUPPRESSED))
    assert outbox.claim("w", NOON, 60) is None


def test_sent_letter_keeps_the_servers_words_and_is_not_sent_again(store, outbox):
    number = write(store, letter())
    outbox.claim("w", NOON, 60)
    outbox.sent(number, NOON, "250 2.0.0 Ok: queued as 4FzX1")
    row = only(store)
    assert (row.state, row.sent, row.answer, row.reason) == (
        LetterState.SENT,
        NOON,
        "250 2.0.0 Ok: queued as 4FzX1",
        "passed",
    )
    assert outbox.claim("w", NOON + timedelta(days=1), 60) is None


def test_worker_that_lost_its_letter_cannot_undo_what_the_other_did(store, outbox):
    number = write(store, letter())
    outbox.claim("slow", NOON, 60)
    outbox.claim("fast", NOON + MINUTE, 60)
    outbox.sent(number, NOON + MINUTE, "250 fast")
    outbox.failed(number, NOON + MINUTE * 2, "550 slow")
    outbox.postpone(number, NOON + MINUTE * 2, "451 slow", NOON + MINUTE * 3)
    assert (only(store).state, only(store).answer) == (LetterState.SENT, "250 fast")


def test_letter_refused_for_good_fails_and_the_ticket_says_so(store, outbox, reference):
    number = write(store, letter(), reference)
    outbox.claim("w", NOON, 60)
    outbox.failed(number, NOON, "554 5.7.1 message content rejected")
    assert (only(store).state, only(store).reason) == (
        LetterState.FAILED,
        "554 5.7.1 message content rejected",
    )
    assert [event.kind for event in store.ticket(reference).events] == ["letter_failed"]
    assert recall(store, message(message_id="<2@x>")).failed == frozenset()
    assert store.ticket(reference).ticket.flags == frozenset()


def test_address_refused_for_good_becomes_a_failed_address(store, outbox, reference):
    number = write(store, letter(to="Ines@walkers.example"), reference)
    outbox.claim("w", NOON, 60)
    refused = {"Ines@walkers.example": "550 5.1.1 User unknown"}
    outbox.failed(number, NOON, "all recipients were refused", refused=refused)
    assert recall(store, message(message_id="<2@x>")).failed == {"ines@walkers.example"}
    assert store.ticket(reference).ticket.flags == {"undeliverable"}


def test_one_refused_recipient_of_two_fails_while_the_letter_is_sent(store, outbox):
    number = write(store, letter())
    outbox.claim("w", NOON, 60)
    outbox.sent(number, NOON, "250 Ok", refused={"chair@walkers.example": "550 5.1.1 no such user"})
    assert only(store).state is LetterState.SENT
    chair = message(sender="chair@walkers.example")
    assert recall(store, chair).failed == {"chair@walkers.example"}


@pytest.mark.parametrize("reply", ["552 5.2.2 mailbox full", "550 5.7.1 rejected by policy"])
def test_recipient_refused_for_another_reason_flags_the_ticket_and_stays_reachable(
    store, outbox, reference, reply
):
    number = write(store, letter(to="Ines@walkers.example"), reference)
    outbox.claim("w", NOON, 60)
    outbox.failed(number, NOON, "all recipients were refused", refused={"Ines@walkers.example": reply})
    assert recall(store, message(message_id="<2@x>")).failed == frozenset()
    assert store.ticket(reference).ticket.flags == {"undeliverable"}


def test_postponed_letter_waits_and_tells_why(store, outbox):
    number = write(store, letter())
    outbox.claim("w", NOON, 600)
    outbox.postpone(number, NOON, "451 4.7.1 greylisted", NOON + MINUTE * 5)
    assert (only(store).state, only(store).reason) == (LetterState.QUEUED, "451 4.7.1 greylisted")
    assert outbox.claim("w", NOON + MINUTE * 4, 60) is None
    assert outbox.claim("w", NOON + MINUTE * 5, 60).attempts == 2


def test_letter_that_waits_for_more_than_five_days_is_given_up(store, outbox, reference):
    number = write(store, letter(), reference)
    now, waits = NOON, 0
    while (claimed := outbox.claim("w", now, 60)) is not None:
        outbox.postpone(number, now, "421 too busy", now + backoff(claimed.attempts))
        now += backoff(claimed.attempts)
        waits += 1
    assert only(store).state is LetterState.FAILED
    assert only(store).reason == "given up after 5 days: 421 too busy"
    assert timedelta(days=4, hours=20) < now - NOON <= timedelta(days=5, hours=4)
    assert waits < 60


def test_pauses_double_from_a_minute_to_four_hours():
    assert [backoff(n) / MINUTE for n in range(1, 12)] == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240]
    assert backoff(0) == MINUTE
    assert backoff(10**9) == timedelta(hours=4)


def test_held_letter_goes_out_after_approval_by_a_named_person(store, outbox, reference):
    number = write(store, letter(LetterKind.COST_ESTIMATE, state=LetterState.HELD, rule="limit"), reference)
    outbox.approve(number, NOON + MINUTE, "clerk")
    assert outbox.claim("w", NOON + MINUTE, 60).id == number
    (event,) = store.ticket(reference).events
    assert (event.by, event.text) == ("clerk", "cost_estimate approved")
    with pytest.raises(StoreError, match="is queued, not held"):
        outbox.approve(number, NOON, "clerk")


def test_held_letter_that_a_person_withdraws_is_never_sent(store, outbox, reference):
    number = write(store, letter(LetterKind.COST_ESTIMATE, state=LetterState.HELD), reference)
    outbox.withdraw(number, NOON, "clerk")
    assert (only(store).state, only(store).reason) == (LetterState.SUPPRESSED, "withdrawn")
    assert outbox.claim("w", NOON, 60) is None


def test_letter_that_is_not_there_is_said(outbox):
    with pytest.raises(StoreError, match="no letter 404"):
        outbox.sent(404, NOON, "250 Ok")


def test_held_letter_without_octets_cannot_be_approved_and_says_what_to_do(store, outbox, reference):
    with store.begin(NOON) as work:
        held = letter(state=LetterState.HELD, rule="unsafe-header")
        number = work.queue(held, reference, None, None, to=["ines@walkers.example"], envelope_from=OFFICE)
    with pytest.raises(StoreError, match="write to the requester yourself"):
        outbox.approve(number, NOON, "clerk")
    outbox.withdraw(number, NOON, "clerk")
    assert only(store).state is LetterState.SUPPRESSED


def fail(store, reference, address):
    """A bounce says that an address of the conversation is dead."""
    gone = FailedAddress(address, "5.1.1", "no such user")
    take(store, bounce_of("<x@us>", address), appended(reference, failed=(gone,)), uid=900)


def test_letter_whose_address_failed_after_it_was_queued_is_not_sent(store, outbox, reference):
    write(store, letter(to="Ines@walkers.example"), reference, message_id="<1@us>")
    other = write(store, letter(to="leo@elsewhere.example"), message_id="<2@us>")
    fail(store, reference, "ines@walkers.example")
    assert outbox.claim("w", NOON, 60).id == other
    assert outbox.claim("w", NOON + MINUTE, 60).id == other
    first = store.letters()[0]
    assert (first.state, first.rule) == (LetterState.SUPPRESSED, "failed-address")
    assert "its address has failed since" in store.ticket(reference).events[-1].text


def test_copy_whose_address_failed_after_it_was_queued_is_left_out(store, outbox, reference):
    both = letter(to="leo@elsewhere.example", cc=(Address("ines@walkers.example"),))
    write(store, both, reference)
    fail(store, reference, "ines@walkers.example")
    assert outbox.claim("w", NOON, 60).to == ("leo@elsewhere.example",)
    assert only(store).rule == "passed; no copy to ines@walkers.example: failed-address"
    assert outbox.claim("w", NOON + MINUTE, 60).to == ("leo@elsewhere.example",)


def test_what_a_person_wrote_is_tried_at_an_address_that_failed(store, outbox, reference):
    number = write(store, letter(LetterKind.NOTE, automatic=False), reference)
    fail(store, reference, "ines@walkers.example")
    assert outbox.claim("w", NOON, 60).id == number
