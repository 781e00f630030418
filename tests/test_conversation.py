"""Letters back and forth through the whole walk: what a follow-up changes, and what is written back."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from intake.triage.decision import Outcome
from intake.triage.status import Resolution, Status
from tests.test_process import VAGUE, Desk

_NUMBERS = itertools.count(1)


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


def begin(desk, text=VAGUE, subject="leaf routes", **headers):
    """A first message; returns our letter to it."""
    desk.take(text, subject=subject, message_id="<first@mail.example.org>", **headers)
    return last_letter(desk)


def last_letter(desk):
    return [mail for _, mail in desk.letters() if mail is not None][-1]


def reply(desk, text, letter=None, **headers):
    """An answer to our last letter, as a mail program sends it."""
    answered = letter or last_letter(desk)
    given = {
        "subject": str(answered["Subject"]),
        "message_id": f"<reply{next(_NUMBERS)}@mail.example.org>",
        "In_Reply_To": answered["Message-ID"],
        "References": f"<first@mail.example.org> {answered['Message-ID']}",
    }
    return desk.take(text, **(given | headers))


def put(desk, status, days=0):
    """Staff move the only ticket to a status, and days go by."""
    ticket = desk.only_ticket()
    resolution = Resolution.FULFILLED if status is Status.CLOSED else None
    with desk.store.begin(desk.office.now()) as work:
        work.update(replace(ticket, status=status, resolution=resolution), by="clerk")
    desk.now += timedelta(days=days)


def test_quoted_subject_of_a_reply_is_not_an_answer(desk):
    begin(desk, "Could I get these?\n\nRuth\n", subject="Leaf routes 2023 as Excel")
    reply(desk, "CSV please.\n")
    assert desk.only_ticket().request.formats == ("CSV",)
    reply(desk, "Make it 2021 to 2024.\n")
    ticket = desk.only_ticket()
    assert ticket.request.formats == ("CSV",)
    assert ticket.request.time_range.start.year == 2021


def test_what_a_reply_adds_to_its_subject_is_read(desk):
    begin(desk)
    reply(desk, "Thank you.\n", subject="Re: [OD-2026-00001] leaf routes - 2023 as CSV please")
    assert desk.only_ticket().request.formats == ("CSV",)


def test_thanks_under_our_quoted_subject_changes_nothing(desk):
    begin(desk, "Could I get these?\n\nRuth\n", subject="Leaf routes 2023 as Excel")
    before, letters = desk.only_ticket(), len(desk.letters())
    decision = reply(desk, "Thank you!\n")
    assert decision.outcome is Outcome.FOLLOW_UP
    assert desk.only_ticket().request == before.request
    assert len(desk.letters()) == letters


def test_telephone_number_in_a_signature_earns_no_letter_and_no_round(desk):
    begin(desk)
    decision = reply(desk, "Thanks, I will answer soon.\n\n-- \nRuth Abernathy\nPhone: 919-555-0134\n")
    ticket = desk.only_ticket()
    assert decision.letters == ()
    assert ticket.rounds == 1
    assert ticket.request.contact.phone == "+19195550134"
    assert set(ticket.missing) == {"time_range", "formats"}


def test_answer_to_a_held_ticket_is_kept_and_not_answered(tmp_path):
    desk = Desk(tmp_path)
    policy = desk.office.book.policy.model_copy(update={"trusted_authserv_ids": ("mx.town.example",)})
    object.__setattr__(desk.office.book, "policy", policy)
    desk.take(VAGUE, Authentication_Results="mx.town.example; dmarc=fail header.from=example.org")
    decision = desk.take("For 2023, as CSV please.\n", subject="[OD-2026-00001] Tree inventory")
    assert decision.outcome is Outcome.FOLLOW_UP
    assert decision.letters == ()
    ticket = desk.only_ticket()
    assert ticket.status.value == "held"
    assert ticket.request.formats == ("CSV",)
    desk.store.close()


@pytest.mark.parametrize(
    "text",
    [
        "The attached subpoena duces tecum commands you to produce the leaf collection routes for 2023 as CSV.\n",
        "This is a litigation hold. Preserve all records about the leaf truck crash of June 2.\n",
        "If nobody answers me by Friday we will sue the town.\n",
    ],
)
def test_legal_process_gets_no_automatic_letter_and_waits_for_a_person(desk, text):
    decision = desk.take(text, subject="For the clerk")
    assert decision.status is Status.UNDER_REVIEW
    assert "legal_process" in decision.flags
    assert desk.letters() == []


@pytest.mark.parametrize("status", [Status.NEEDS_DETAIL, Status.IN_PREPARATION, Status.CLOSED])
def test_legal_process_on_a_ticket_stops_every_automatic_letter_of_it(desk, status):
    begin(desk)
    put(desk, status)
    decision = reply(desk, "You are now under a litigation hold for the leaf routes of 2023.\n")
    assert decision.letters == ()
    assert desk.only_ticket().status is Status.UNDER_REVIEW
    assert {"legal_process", "reply_to_read"} <= desk.only_ticket().flags
    assert reply(desk, "And CSV please, for 2021 to 2024.\n").letters == ()
