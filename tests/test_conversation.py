"""Letters back and forth through the whole walk: what a follow-up changes, and what is written back."""

import itertools

import pytest

from intake.triage.decision import Outcome
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
