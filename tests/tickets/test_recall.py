"""What the store recalls about a message: seen before, whose ticket, what already went out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.message.model import Address, Origin, Provenance
from intake.triage.decision import FailedAddress, LetterKind, LetterState, Outcome, Sent

from .mail import (
    NOON,
    OFFICE,
    TREES,
    appended,
    arrival,
    bounce_of,
    ignored,
    letter,
    message,
    opened,
    recall,
    take,
    write,
)

RUTH = "ruth@example.org"


@pytest.fixture
def reference(store):
    """A ticket of Ines, who wrote to us and to a colleague of hers."""
    return take(store, message(cc=("colleague@walkers.example",)), opened(), uid=100)


def test_first_message_of_all_knows_nothing(store):
    known = recall(store, message())
    assert (known.duplicate_of, known.same_id, known.ticket, known.related) == (None, False, None, ())
    assert known.sent == Sent()
    assert known.failed == frozenset()


def test_same_message_under_another_key_is_a_duplicate(store, reference):
    assert recall(store, message(cc=("colleague@walkers.example",))).duplicate_of == (
        Outcome.TICKET,
        reference,
    )


@pytest.mark.usefixtures("reference")
def test_same_message_id_with_other_words_is_no_duplicate(store):
    known = recall(store, message("Quite another letter"))
    assert known.duplicate_of is None
    assert known.same_id


def test_duplicate_is_found_among_others_of_the_same_message_id(store):
    first, second = message("one"), message("two")
    take(store, first, ignored(), uid=1)
    reference = take(store, second, opened(), uid=2)
    assert recall(store, second).duplicate_of == (Outcome.TICKET, reference)
    assert recall(store, first).duplicate_of == (Outcome.IGNORED, None)
    assert not recall(store, first).same_id


def test_message_without_message_id_is_a_duplicate_where_its_octets_are_the_same(store):
    take(store, message("Form 7", message_id=None), ignored(), uid=1)
    assert recall(store, message("Form 7", message_id=None)).duplicate_of == (Outcome.IGNORED, None)
    other = recall(store, message("Form 8", message_id=None))
    assert (other.duplicate_of, other.same_id) == (None, False)


def test_quarantined_copy_makes_no_duplicate_of_the_next(store):
    mail = message()
    store.quarantine(arrival(1), b"octets", "failed", "", NOON, headers={"message-id": mail.message_id})
    assert recall(store, mail).duplicate_of is None


def test_signed_id_joins_whoever_writes(store, reference):
    stranger = message("Here is the rest.", sender=RUTH, message_id="<r@example.org>")
    known = recall(store, stranger, signed=(reference,))
    assert (known.ticket.reference, known.joined_by) == (reference, "signed-id")


def test_signed_id_of_a_ticket_that_is_not_there_joins_nothing(store):
    known = recall(store, message(), signed=("OD-2026-09999",))
    assert (known.ticket, known.joined_by, known.related) == (None, "", ())


def test_participant_who_names_the_reference_joins(store, reference):
    for sender in ("INES@Walkers.Example", "colleague@walkers.example"):
        known = recall(store, message("As CSV.", sender=sender, message_id="<2@x>"), named=(reference,))
        assert (known.ticket.reference, known.joined_by) == (reference, "participant")


@pytest.mark.parametrize("sender", ["eve@evil.example", "no-reply@forms.example", None])
def test_reply_to_of_a_participant_proves_nothing(store, reference, sender):
    mail = message("As CSV.", sender=sender, message_id="<2@x>", reply_to=(Address("ines@walkers.example"),))
    known = recall(store, mail, named=(reference,))
    assert (known.ticket, known.related) == (None, (reference,))


def test_answer_to_a_participant_counts_at_the_address_in_from(store, reference):
    """A Reply-To of nobody's would count nothing, and the answer goes to From."""
    write(store, letter(), reference, message_id="<l1@us>")
    mail = message("As CSV.", message_id="<2@x>", reply_to=(Address("eve@evil.example"),))
    known = recall(store, mail, named=(reference,))
    assert (known.joined_by, known.sent.to_address_day) == ("participant", 1)


def test_stranger_who_names_the_reference_joins_nothing(store, reference):
    known = recall(store, message("Send it to me.", sender=RUTH, message_id="<2@x>"), named=(reference,))
    assert (known.ticket, known.related) == (None, (reference,))


def test_office_is_no_participant(store, reference):
    (row,) = store.tickets()
    assert row.ticket.participants == {"ines@walkers.example", "colleague@walkers.example"}
    assert recall(store, message("x", sender=OFFICE, message_id="<2@x>"), named=(reference,)).ticket is None


def test_reply_to_a_message_of_the_ticket_joins_a_participant_and_nobody_else(store, reference):
    answer = message(
        "Excel is fine too.",
        sender="colleague@walkers.example",
        message_id="<2@x>",
        in_reply_to=("<a1@walkers.example>",),
    )
    assert recall(store, answer).ticket.reference == reference
    stranger = message("Me too.", sender=RUTH, message_id="<3@x>", references=("<a1@walkers.example>",))
    known = recall(store, stranger)
    assert (known.ticket, known.related) == (None, (reference,))


def test_reply_to_a_letter_of_ours_joins_a_participant(store, reference):
    write(store, letter(), reference, message_id="<l1@townofexample.example>")
    answer = message("CSV", message_id="<2@x>", references=("<a1@elsewhere>", "<l1@townofexample.example>"))
    assert recall(store, answer).joined_by == "participant"


def test_signed_id_outweighs_the_reference_in_the_subject(store, reference):
    other = take(store, message("Bus stops", message_id="<b@walkers.example>"), opened(), uid=2)
    known = recall(store, message("CSV", message_id="<3@x>"), signed=(other,), named=(reference,))
    assert (known.ticket.reference, known.related) == (other, (reference,))


@pytest.mark.usefixtures("reference")
def test_thousands_of_references_are_no_burden_and_the_nearest_counts(store):
    noise = tuple(f"<{n}@flood.example>" for n in range(20_000))
    mail = message("CSV", message_id="<2@x>", references=(*noise, "<a1@walkers.example>"))
    assert (
        recall(store, mail, named=tuple(f"OD-2020-{n:05d}" for n in range(5_000))).joined_by == "participant"
    )


def test_bounce_joins_the_ticket_of_the_letter_that_it_returns(store, reference):
    write(store, letter(), reference, message_id="<l1@townofexample.example>")
    known = recall(store, bounce_of("<l1@townofexample.example>", "ines@walkers.example"))
    assert (known.ticket.reference, known.joined_by) == (reference, "signed-id")
    assert recall(store, bounce_of("<never@townofexample.example>", "ines@walkers.example")).ticket is None


def test_claim_to_return_a_letter_without_being_a_bounce_joins_nothing(store, reference):
    write(store, letter(), reference, message_id="<l1@townofexample.example>")
    forged = replace(
        bounce_of("<l1@townofexample.example>", "ines@walkers.example"), provenance=Provenance(Origin.PERSON)
    )
    assert recall(store, forged).ticket is None


def test_recalled_ticket_equals_the_one_that_was_recorded(store, reference):
    ticket = recall(store, message("CSV", message_id="<2@x>"), signed=(reference,)).ticket
    assert ticket.request == TREES
    assert ticket.opened == ticket.updated == NOON
    assert ticket.opened.utcoffset() == timedelta(0)
    assert ticket.requester == Address("ines@walkers.example")
    assert (ticket.language, ticket.missing, ticket.rounds, ticket.closed) == ("es", ("formats",), 0, None)


def test_failed_addresses_among_the_possible_recipients_are_known(store, reference):
    gone = FailedAddress("Ines@walkers.example", "5.1.1", "no such user")
    mail = bounce_of("<l1@x>", "ines@walkers.example")
    take(store, mail, appended(reference, failed=(gone,)), uid=101)
    assert recall(store, message(message_id="<3@x>")).failed == {"ines@walkers.example"}
    colleague = message(sender="colleague@walkers.example", message_id="<4@x>")
    assert recall(store, colleague).failed == frozenset()
    assert recall(store, colleague, signed=(reference,)).failed == {"ines@walkers.example"}


def test_mail_from_a_failed_address_clears_it(store, reference):
    gone = FailedAddress("ines@walkers.example", "5.1.1", "no such user")
    bounced = appended(reference, failed=(gone, gone), flags=frozenset({"undeliverable", "protected:minors"}))
    take(store, bounce_of("<l1@x>", gone.address), bounced, uid=101)
    alive = appended(reference, cleared=("ines@walkers.example",))
    take(store, message("I moved to a new server.", message_id="<5@x>"), alive, uid=102)
    assert recall(store, message(message_id="<6@x>")).failed == frozenset()
    assert store.ticket(reference).ticket.flags == {"protected:minors"}


def test_counters_count_what_went_out_automatically_within_their_windows(store, reference):
    number = iter(range(100))

    def wrote(considered, about=None, *, ago, **more):
        write(store, considered, about, now=NOON - ago, message_id=f"<{next(number)}@us>", **more)

    hour, day = timedelta(hours=1), timedelta(days=1)
    wrote(letter(), reference, ago=hour / 2, fingerprint="same words")
    wrote(letter(variant="not_a_request"), ago=hour * 2, fingerprint="same words")
    wrote(letter(LetterKind.TOO_LARGE, to="INES@WALKERS.EXAMPLE"), ago=hour * 23)
    wrote(letter(to="colleague@walkers.example"), reference, ago=hour * 3)
    wrote(letter(to="leo@elsewhere.example"), ago=hour / 3, fingerprint="same words")
    wrote(letter(variant="not_a_request"), reference, ago=day + hour, fingerprint="same words")
    wrote(letter(LetterKind.NOTE, automatic=False), reference, ago=hour / 2, fingerprint="same words")
    for unsent in (LetterState.HELD, LetterState.SUPPRESSED):
        wrote(letter(state=unsent), reference, ago=hour / 2, fingerprint="same words")
    sent = recall(store, message(message_id="<2@x>"), signed=(reference,), fingerprint="same words").sent
    assert sent == Sent(
        to_address_day=3,
        to_domain_day=4,
        for_ticket_day=2,
        same_body_day=3,
        all_hour=2,
        not_a_request_day=1,
        too_large_day=1,
        all_day=5,
        to_requester_day=3,
        acknowledged_day={"received": 2},
    )


def test_letters_without_a_fingerprint_are_not_the_same_body(store):
    write(store, letter())
    assert recall(store, message(), fingerprint="").sent.same_body_day == 0


def test_message_without_any_address_is_recalled(store):
    known = recall(store, message(sender=None), named=("OD-2026-00001",))
    assert (known.ticket, known.sent) == (None, Sent())


def test_from_us_is_handed_through(store):
    assert recall(store, message(), from_us=True).from_us
