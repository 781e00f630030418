"""Which ticket a message joins, through the whole walk: what proves it, and what only names it."""

import itertools

import pytest

from intake.office import furnish
from intake.settings import load
from intake.triage.decision import Outcome
from tests.test_process import VAGUE, Desk

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


@pytest.fixture
def plus_desk(tmp_path):
    """The office of a town whose server takes plus addresses; it has asked Ruth."""
    (tmp_path / "intake.toml").write_text("[office]\nplus_addresses = true\n", encoding="utf-8")
    desk = Desk(tmp_path)
    desk.office = furnish(load(tmp_path, {}), lambda: desk.now, desk.store)
    begin(desk)
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
    assert question(empty_desk).get_body(("plain",)).get_content().startswith("Hello Bo Lee,")


def test_from_that_proves_nothing_brings_nobody_along(desk):
    write(desk, subject="[OD-2026-00001] leaf routes", Cc="eve@evil.example")
    assert participants(desk) == {RUTH}
    write(desk, In_Reply_To=question(desk)["Message-ID"], Cc="aide@example.org")
    assert participants(desk) == {"aide@example.org", RUTH}


def test_words_of_a_participant_are_told_in_the_name_of_from(desk):
    write(
        desk, In_Reply_To=question(desk)["Message-ID"], sender=EVE, Reply_To=RUTH, subject="Re: leaf routes"
    )
    events = desk.store.ticket("OD-2026-00001").events
    assert {event.by for event in events if event.kind == "field"} == {"eve@evil.example"}


def test_our_id_without_brackets_among_others_joins(desk):
    ours = question(desk)["Message-ID"].strip("<>")
    for references in (
        f"first@mail.example.org {ours}",
        f"<first@mail.example.org> {ours[:40]}\r\n {ours[40:]}",
    ):
        decision = write(desk, "Thank you.\n", sender=EVE, subject="leaf routes", References=references)
        assert decision.reference == "OD-2026-00001"


def test_our_id_before_hundreds_of_newer_ones_joins(desk):
    newer = "\r\n ".join(f"<{number}.newer@mail.example.org>" for number in range(250))
    decision = write(
        desk, sender=EVE, subject="routes", References=f"{question(desk)['Message-ID']}\r\n {newer}"
    )
    assert decision.outcome is Outcome.FOLLOW_UP


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_forged_id_joins_nothing_and_says_possibly_related(desk, header):
    forged = f"<OD-2026-00001.1.{'a' * 52}@townofexample.example>"
    decision = write(desk, sender=EVE, subject="routes", **{header: forged})
    assert (decision.outcome, decision.related) == (Outcome.TICKET, ("OD-2026-00001",))
    assert "possibly_related" in decision.flags


def test_forged_id_of_a_ticket_that_is_not_there_is_related_to_nothing(desk):
    decision = write(desk, sender=EVE, subject="routes", In_Reply_To=f"<OD-2026-00077.1.{'a' * 52}@x>")
    assert (decision.outcome, decision.related) == (Outcome.TICKET, ())


def test_relay_that_writes_an_id_of_its_own_over_ours_leaves_the_reference_in_the_subject(desk):
    """Amazon SES, among others, replaces the Message-ID of what it sends."""
    rewritten = "<010001932f6a3b1c-4d0e-4a57-9b7e-000000@email.amazonses.com>"
    said = {"subject": str(question(desk)["Subject"]), "In_Reply_To": rewritten, "References": rewritten}
    assert write(desk, sender=EVE, **said).related == ("OD-2026-00001",)
    assert write(desk, **said).outcome is Outcome.FOLLOW_UP


def test_headers_like_ours_on_incoming_mail_do_nothing(empty_desk):
    plain = begin(empty_desk)
    claimed = empty_desk.take(
        VAGUE,
        subject="leaf routes",
        message_id="<second@mail.example.org>",
        sender=EVE,
        X_Intake_Letter="delivery",
        X_Intake_Reference="OD-2026-00001",
        X_Intake_Status="closed",
    )
    assert (claimed.outcome, claimed.status, claimed.rule) == (plain.outcome, plain.status, plain.rule)
    assert (claimed.related, claimed.flags) == ((), plain.flags)
    assert [(one.kind, one.state) for one in claimed.letters] == [
        (one.kind, one.state) for one in plain.letters
    ]


@pytest.mark.parametrize("header", ["to", "Cc", "Delivered_To", "X_Original_To"])
def test_answer_to_the_plus_address_joins_without_any_other_trace(plus_desk, header):
    plus = question(plus_desk)["Reply-To"].addresses[0].addr_spec
    decision = write(plus_desk, sender="Ruth at home <ruth@home.example>", subject="routes", **{header: plus})
    assert (decision.outcome, decision.reference) == (Outcome.FOLLOW_UP, "OD-2026-00001")
    assert participants(plus_desk) == {RUTH, "ruth@home.example"}


def test_plus_address_with_a_reference_alone_joins_nothing(plus_desk):
    for detail in ("od-2026-00001", f"od-2026-00001.{'a' * 26}", "od-2026-00001.1"):
        bare = f"opendata+{detail}@townofexample.example"
        assert write(plus_desk, sender=EVE, subject="routes", to=bare).outcome is Outcome.TICKET


def test_letters_have_no_reply_to_where_the_town_does_not_say_that_it_takes_plus_addresses(desk):
    assert question(desk)["Reply-To"] is None


def test_machine_that_answers_to_the_plus_address_changes_nothing(plus_desk):
    plus = question(plus_desk)["Reply-To"].addresses[0].addr_spec
    before = plus_desk.only_ticket()
    away = write(
        plus_desk, "I am away until Monday.\n", to=plus, subject="Away", Auto_Submitted="auto-replied"
    )
    assert (away.outcome, away.letters) == (Outcome.FOLLOW_UP, ())
    assert plus_desk.only_ticket().status is before.status


def test_mail_from_a_plus_address_of_ours_comes_from_ourselves(empty_desk):
    assert begin(empty_desk, sender="opendata+x@townofexample.example").outcome is Outcome.IGNORED


def test_plus_address_of_ours_in_reply_to_is_written_to_by_nobody(empty_desk):
    decision = begin(empty_desk, Reply_To="OpenData+anything@TownOfExample.example")
    assert (decision.outcome, decision.letters) == (Outcome.HELD, ())


def test_plus_address_of_ours_takes_part_in_no_conversation(empty_desk):
    begin(empty_desk, Cc="opendata+x@townofexample.example, opendatabase@townofexample.example")
    assert participants(empty_desk) == {RUTH, "opendatabase@townofexample.example"}
