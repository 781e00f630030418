"""Which ticket a message joins, through the whole walk: what proves it, and what only names it."""

import itertools

import pytest

from intake.triage.decision import LetterState, Outcome
from tests.test_process import COMPLETE, OURS, VAGUE, Desk, text_of

RUTH = "ruth.abernathy@example.org"
EVE = "Eve <eve@evil.example>"
ANSWER = "For 2021 to 2024, as CSV please.\n"
_NUMBERS = itertools.count(1)


@pytest.fixture
def desk(tmp_path):
    """The office, which has asked Ruth about her leaf routes (OD-2026-00001)."""
    desk = Desk(tmp_path)
    begin(desk)
    yield desk
    desk.store.close()


@pytest.fixture
def empty_desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


def begin(desk, **headers):
    return desk.take(VAGUE, subject="leaf routes", message_id="<first@mail.example.org>", **headers)


def write(desk, text=ANSWER, **headers):
    return desk.take(text, message_id=f"<{next(_NUMBERS)}@mail.example.org>", **headers)


def question(desk):
    """The last letter that went out."""
    return [mail for _, mail in desk.letters() if mail][-1]


def participants(desk, reference="OD-2026-00001"):
    return desk.store.ticket(reference).ticket.participants


def test_reply_to_of_somebody_elses_requester_opens_a_ticket_of_its_own(desk):
    first = write(desk, "As CSV please.\n", sender=EVE, Reply_To=RUTH, subject="[OD-2026-00001]")
    assert (first.outcome, first.related) == (Outcome.TICKET, ("OD-2026-00001",))
    second = write(desk, sender=EVE, subject="[OD-2026-00001]")
    assert second.outcome is Outcome.TICKET
    assert participants(desk) == {RUTH}


def test_participant_is_answered_at_from_where_reply_to_names_a_stranger(desk):
    decision = write(desk, subject="[OD-2026-00001]", Reply_To=EVE)
    assert decision.outcome is Outcome.FOLLOW_UP
    assert [letter.to.addr_spec for letter in decision.letters] == [RUTH]
    assert participants(desk) == {RUTH}


def test_reply_to_with_our_signed_id_says_where_the_answer_goes_and_adds_nobody(desk):
    decision = write(
        desk,
        In_Reply_To=question(desk)["Message-ID"],
        Reply_To="Ruth at home <ruth@home.example>",
        subject="Re: leaf routes",
    )
    assert decision.outcome is Outcome.FOLLOW_UP
    assert decision.letters[0].to.addr_spec == "ruth@home.example"
    assert participants(desk) == {RUTH}


def test_person_behind_a_web_form_takes_part_and_the_form_does_not(empty_desk):
    begin(empty_desk, sender="Web form <forms@town.example>", Reply_To="Leo Ames <leo@example.net>")
    assert participants(empty_desk) == {"leo@example.net"}
    assert write(empty_desk, sender="leo@example.net", subject="[OD-2026-00001]").outcome is Outcome.FOLLOW_UP


@pytest.mark.parametrize("reply_to", [None, EVE, "Leo Ames <leo@example.net>"])
@pytest.mark.parametrize("form", ["forms@town.example", "no-reply@forms.example"])
def test_stranger_at_the_same_web_form_joins_nothing(empty_desk, form, reply_to):
    begin(empty_desk, sender=form, Reply_To="Leo Ames <leo@example.net>")
    decision = write(empty_desk, sender=form, Reply_To=reply_to, subject="About [OD-2026-00001]")
    assert (decision.outcome, decision.related) == (Outcome.TICKET, ("OD-2026-00001",))


def test_stranger_at_a_form_without_any_address_of_the_person_joins_nothing(empty_desk):
    begin(empty_desk, sender="Request portal <no-reply@forms.example>")
    decision = write(empty_desk, sender="no-reply@forms.example", subject="About [OD-2026-00001]")
    assert decision.outcome is Outcome.TICKET


def test_somebody_whom_the_requester_put_in_copy_may_answer(empty_desk):
    begin(empty_desk, Cc="Bo Lee <bo@example.org>")
    decision = write(empty_desk, sender="Bo Lee <bo@example.org>", subject="Re: [OD-2026-00001] leaf routes")
    assert (decision.outcome, decision.missing) == (Outcome.FOLLOW_UP, ())
    (answer,) = decision.letters
    assert (answer.to.addr_spec, [one.addr_spec for one in answer.cc]) == ("bo@example.org", [RUTH])


def test_words_of_a_participant_are_told_in_the_name_of_from(desk):
    write(
        desk, In_Reply_To=question(desk)["Message-ID"], sender=EVE, Reply_To=RUTH, subject="Re: leaf routes"
    )
    events = desk.store.ticket("OD-2026-00001").events
    assert {event.by for event in events if event.kind == "field"} == {"eve@evil.example"}
