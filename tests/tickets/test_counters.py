"""What the gate counts: copies, plus-addresses, texts that are nearly one, all letters since the last reset."""

from datetime import timedelta

import pytest

from intake.message.model import Address
from intake.message.sameness import content_digest, sketch
from intake.triage.decision import LetterKind, LetterState

from .mail import NOON, ignored, letter, message, opened, recall, take, write

HOUR = timedelta(hours=1)
CAMPAIGN = "Please send me the speed counts of my street for 2024, our neighborhood wants safe crossings."
NAMES = ("Ruth Abernathy", "Leo Ames", "Ines Valdez", "Bo Lee")


def answered(store, mail, number, *, now=NOON, **more):
    """An automatic letter in answer to that text."""
    return write(
        store,
        letter(**more),
        sketch=sketch(mail),
        message_id=f"<{number}@us>",
        now=now,
        fingerprint=str(number),
    )


def similar(store, mail, percent=40, now=NOON):
    return recall(store, mail, now=now, sketch=sketch(mail), similar_percent=percent).sent.similar_body_day


def test_answers_to_nearly_one_text_are_counted_whoever_got_them(store):
    for number, name in enumerate(NAMES):
        answered(store, message(f"{CAMPAIGN} {name}"), number, to=f"p{number}@mail{number}.example")
    answered(store, message("The tree inventory of last year as Excel, please."), 9)
    answered(store, message(CAMPAIGN), 10, now=NOON - timedelta(days=1))
    answered(store, message(CAMPAIGN), 11, state=LetterState.HELD, rule="breaker")
    answered(store, message(CAMPAIGN), 12, state=LetterState.HELD, rule="limit")
    assert similar(store, message(f"{CAMPAIGN} Ida Pell")) == 5
    assert similar(store, message(f"{CAMPAIGN} Ida Pell"), percent=100) == 0
    assert similar(store, message("")) == 0


def test_letters_to_plus_addresses_count_for_the_address_behind_them(store):
    write(store, letter(to="Ines+trees@walkers.example"), message_id="<1@us>")
    write(store, letter(to="ines@walkers.example"), message_id="<2@us>")
    mail = message(sender="ines+bus@walkers.example", message_id="<2@x>")
    assert recall(store, mail).sent.to_address_day == 2


def test_copies_count_for_the_one_who_got_them(store):
    reference = take(store, message(), opened())
    copied = letter(to="leo@elsewhere.example", cc=(Address("ines+trees@walkers.example"),))
    write(store, copied, reference)
    sent = recall(
        store, message(sender="leo@elsewhere.example", message_id="<2@x>"), signed=(reference,)
    ).sent
    assert (sent.to_address_day, sent.to_requester_day) == (1, 1)
    assert recall(store, message(message_id="<3@x>")).sent.to_address_day == 1


def test_staffs_own_letters_are_counted_by_themselves(store):
    write(store, letter(), message_id="<1@us>")
    write(store, letter(LetterKind.DIGEST), message_id="<2@us>")
    with store.begin(NOON) as work:
        assert work.recall_staff(Address("INES@walkers.example")).sent.to_address_day == 1


def test_breaker_keeps_its_first_reason_until_a_person_resets_it(store):
    assert not recall(store, message()).stopped
    for minutes, reason in ((0, "breaker:hour"), (5, "breaker:day")):
        with store.begin(NOON + timedelta(minutes=minutes)) as work:
            work.trip(reason)
    assert recall(store, message()).stopped
    assert (store.breaker().tripped, store.breaker().reason) == (NOON, "breaker:hour")
    assert store.reset_breaker(NOON + HOUR, "ann")
    assert not store.reset_breaker(NOON + HOUR, "ann")
    assert (store.breaker().tripped, store.breaker().reset_by) == (None, "ann")
    assert not recall(store, message()).stopped
    with store.begin(NOON + 2 * HOUR) as work:
        work.trip("breaker:day")
    assert store.breaker().tripped == NOON + 2 * HOUR


def test_all_letters_are_counted_from_the_last_reset_and_without_those_a_person_let_go(store):
    write(store, letter(), message_id="<1@us>", now=NOON - HOUR / 2)
    with store.begin(NOON) as work:
        work.trip("breaker:hour")
    store.reset_breaker(NOON, "ann")
    write(store, letter(), message_id="<2@us>", now=NOON + HOUR / 4)
    write(store, letter(rule="approved: breaker"), message_id="<3@us>", now=NOON + HOUR / 4)
    sent = recall(store, message(), now=NOON + HOUR / 3).sent
    assert (sent.all_hour, sent.all_day, sent.to_address_day) == (1, 1, 3)


@pytest.mark.parametrize("way", ["mx1", "mx2"])
def test_copy_by_another_route_is_the_same_message(store, way):
    from dataclasses import replace

    mail = message()
    take(store, mail, ignored())
    copy = replace(mail, sha256=f"{way}{'0' * 61}")
    assert content_digest(copy) == content_digest(mail)
    assert recall(store, copy).duplicate_of is not None


def test_two_processes_with_two_copies_of_one_message_record_it_once(store):
    from dataclasses import replace

    from intake.tickets.store import StoreConflict

    take(store, message(), ignored(), uid=1)
    with pytest.raises(StoreConflict):
        take(store, replace(message(), sha256="f" * 64), opened(), uid=2)
