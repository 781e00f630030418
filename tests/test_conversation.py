"""Letters back and forth through the whole walk: what a follow-up changes, and what is written back."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from intake.triage.decision import Outcome
from intake.triage.status import Resolution, Status
from tests.test_process import COMPLETE, VAGUE, Desk, text_of

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


def history(desk):
    return desk.store.ticket(desk.only_ticket().reference).events


def events(desk):
    return [event.kind for event in history(desk)]


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
    reply(desk, "CSV please, and make it 2021 to 2024.\n")
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


@pytest.mark.parametrize(
    "text",
    [
        "Never mind, I no longer need this.\n\nRuth\n",
        "Thanks, found it on the portal! You can close this.\n",
        "Please withdraw my request.\n",
        "Ya no lo necesito, muchas gracias.\n",
    ],
)
def test_plain_withdrawal_closes_with_one_short_letter(desk, text):
    begin(desk)
    decision = reply(desk, text)
    ticket = desk.only_ticket()
    assert (ticket.status, ticket.resolution) == (Status.CLOSED, Resolution.WITHDRAWN)
    assert [letter.kind.value for letter in decision.letters] == ["closing"]
    assert "as you asked" in text_of(last_letter(desk))
    assert "withdrawal" in events(desk)
    assert reply(desk, "Thank you!\n").letters == ()
    assert desk.only_ticket().status is Status.CLOSED


def test_withdrawal_of_what_is_in_work_or_by_somebody_else_is_proposed_to_staff(desk):
    begin(desk, Cc="Bo Lee <bo@example.org>")
    decision = reply(desk, "Please cancel this request.\n", sender="Bo Lee <bo@example.org>")
    assert decision.letters == ()
    assert desk.only_ticket().status is Status.NEEDS_DETAIL
    put(desk, Status.IN_PREPARATION)
    reply(desk, "Please cancel my request.\n")
    ticket = desk.only_ticket()
    assert ticket.status is Status.IN_PREPARATION
    assert "withdrawal_proposed" in ticket.flags


def test_town_that_closes_nothing_by_itself_gets_withdrawals_proposed(desk):
    policy = desk.office.book.policy.model_copy(update={"close_withdrawn": False})
    object.__setattr__(desk.office.book, "policy", policy)
    begin(desk)
    decision = reply(desk, "Never mind.\n")
    assert decision.letters == ()
    assert "withdrawal_proposed" in desk.only_ticket().flags


def test_never_mind_one_format_is_a_correction(desk):
    begin(desk, "Please send the leaf collection routes for 2023 as a shapefile.\n")
    reply(desk, "Never mind the shapefile, CSV is fine.\n")
    ticket = desk.only_ticket()
    assert ticket.status is not Status.CLOSED
    assert "CSV" in ticket.request.formats


def test_any_news_articles_is_no_query_about_the_request(desk):
    begin(desk)
    decision = reply(desk, "Could you also tell me whether there are any news articles on the leaf truck?\n")
    assert decision.rule != "status-query"


@pytest.mark.parametrize(
    "text",
    [
        "Any news on this?\n",
        "Hello, I wrote two weeks ago. What is the status of my request?\n",
        "¿Hay novedades sobre mi solicitud? Gracias.\n",
    ],
)
def test_query_about_the_state_gets_one_letter_a_day_that_says_what_we_wait_for(desk, text):
    begin(desk)
    before = desk.only_ticket()
    decision = reply(desk, text)
    assert [letter.variant for letter in decision.letters] == ["status"]
    said = " ".join(text_of(last_letter(desk)).split())
    assert "We are waiting for your answer" in said
    assert "Which period should it cover?" in said
    assert "Monday, November 2, 2026" in said
    assert reply(desk, "Any updates?\n").letters[0].rule == "once-a-day:status"
    after = desk.only_ticket()
    assert (after.request, after.rounds, after.status) == (before.request, before.rounds, before.status)
    assert events(desk).count("status_query") == 2


def test_announced_answer_and_thanks_get_no_letter_and_stand_in_the_history(desk):
    begin(desk)
    assert reply(desk, "I will get back to you next week.\n").letters == ()
    assert reply(desk, "Thanks a lot, this is perfect.\n\nRuth\n").letters == ()
    assert events(desk)[-2:] == ["later", "thanks"]
    assert set(desk.only_ticket().missing) == {"time_range", "formats"}


def test_reply_within_the_days_reopens_and_keeps_what_is_missing(desk):
    begin(desk)
    put(desk, Status.CLOSED, days=5)
    decision = reply(desk, "I would still like these routes, as CSV.\n")
    ticket = desk.only_ticket()
    assert ticket.status is Status.RECEIVED
    assert ticket.resolution is None
    assert ticket.missing == ("time_range",)
    assert len(decision.letters) == 1
    assert "reopened" in events(desk)


def test_reply_after_the_days_opens_a_linked_ticket(desk):
    begin(desk, COMPLETE, subject="Leaf routes as CSV")
    put(desk, Status.CLOSED, days=100)
    decision = reply(desk, "Could I get the leaf collection routes for 2026 as well, as CSV?\n")
    assert decision.outcome is Outcome.TICKET
    assert decision.related == ("OD-2026-00001",)


def test_other_data_asked_for_under_a_closed_ticket_open_a_linked_one(desk):
    begin(desk, COMPLETE)
    put(desk, Status.CLOSED, days=5)
    decision = reply(
        desk, "Hello again, please send me the building permits issued in 2020 as Excel.\n\nRuth\n"
    )
    assert decision.outcome is Outcome.TICKET
    assert decision.related == ("OD-2026-00001",)
    old, new = sorted((row.ticket for row in desk.store.tickets()), key=lambda ticket: ticket.reference)
    assert old.status is Status.CLOSED
    assert new.request.formats == ("XLSX",)


@pytest.mark.parametrize(
    "text", ["Thank you!\n", "Thanks a lot, this is perfect.\n\nRuth\n", "Mil gracias.\n"]
)
def test_thanks_never_reopen(desk, text):
    begin(desk, COMPLETE)
    put(desk, Status.CLOSED, days=5)
    decision = reply(desk, text)
    assert decision.letters == ()
    assert desk.only_ticket().status is Status.CLOSED
    assert desk.only_ticket().resolution is Resolution.FULFILLED


def test_appeal_on_a_closed_ticket_goes_under_review_with_the_neutral_letter(desk):
    begin(desk, COMPLETE)
    put(desk, Status.CLOSED, days=5)
    decision = reply(
        desk,
        "To whom it may concern,\n\nI appeal the decision of October 12 by which you denied my request for the\n"
        "leaf collection routes. Please tell me who decides on this appeal.\n\nRuth Abernathy\n",
    )
    assert desk.only_ticket().status is Status.UNDER_REVIEW
    assert [letter.variant for letter in decision.letters] == ["neutral"]
    assert "reopened" in events(desk)


def test_other_data_in_an_open_thread_do_not_overwrite_the_ticket(desk):
    begin(desk, COMPLETE)
    before = desk.only_ticket()
    decision = reply(
        desk,
        "Hello again,\n\nI have a new request: please send me the building permits issued in 2024 as Excel,\n"
        "with permit number and address.\n\nRuth\n",
    )
    ticket = desk.only_ticket()
    assert ticket.request == before.request
    assert {"several_requests", "reply_to_read"} <= ticket.flags
    assert [letter.variant for letter in decision.letters] == ["neutral"]
    assert "several_requests" in events(desk)


def test_answer_that_names_the_data_in_other_words_is_an_answer(desk):
    begin(desk)
    reply(desk, "The pickup schedules for 2021 to 2024 please, as CSV.\n")
    assert desk.only_ticket().missing == ()
    assert "several_requests" not in desk.only_ticket().flags


def test_new_address_is_written_down_and_letters_go_where_they_went(desk):
    begin(desk)
    decision = reply(desk, "I changed jobs; please send everything to ruth@newjob.example from now on.\n")
    ticket = desk.only_ticket()
    assert "contact_change" in ticket.flags
    assert ticket.requester.addr_spec == "ruth.abernathy@example.org"
    assert all(letter.to.addr_spec != "ruth@newjob.example" for letter in decision.letters)
    (told,) = [event for event in history(desk) if event.kind == "contact_change"]
    assert "ruth@newjob.example" in told.text
    reply(desk, "For 2023, as CSV.\n")
    assert last_letter(desk)["To"].addresses[0].addr_spec == "ruth.abernathy@example.org"


def test_questions_are_asked_in_two_letters_and_then_a_person_takes_over(desk):
    begin(desk, "Hello,\n\nI need the leaf collection routes.\n\nRuth\n")
    kinds = []
    for text in (
        "It is for a school project.\n",
        "Columns: route number and street name.\n",
        "Only the street name.\n",
    ):
        kinds += [letter.variant or letter.kind.value for letter in reply(desk, text).letters]
    ticket = desk.only_ticket()
    assert kinds[0] == "received"
    assert "taken_over" in kinds
    assert ticket.rounds == 2
    assert ticket.status is Status.RECEIVED


def test_correction_is_restated_and_stands_in_the_history_with_both_values(desk):
    begin(desk, COMPLETE)
    decision = reply(desk, "Sorry, I meant 2023 through 2025, and Excel instead of CSV.\n")
    ticket = desk.only_ticket()
    assert ticket.request.formats == ("XLSX",)
    assert ticket.request.time_range.start.year == 2023
    assert [letter.variant for letter in decision.letters] == ["changed"]
    told = {event.data["field"]: event.data for event in history(desk) if event.kind == "field"}
    assert (told["formats"]["before"], told["formats"]["after"]) == (["CSV"], ["XLSX"])


def test_two_requests_in_one_mail_are_not_priced_and_staff_split_them(desk):
    decision = desk.take(
        "Good morning,\n\n1. Please send me the leaf collection routes for 2023 as CSV.\n"
        "2. Separately, I would like the building permits for 2019 to 2022 as CSV.\n\nRuth\n",
        subject="Two things",
    )
    assert "several_requests" in decision.flags
    assert decision.estimate is None
    assert decision.status is Status.RECEIVED
    assert len(decision.letters) == 1
    assert decision.letters[0].variant == "received"


def test_letter_quotes_both_of_two_lines_that_disagree(desk):
    letter = begin(
        desk, "Data: leaf collection routes\nPeriod: 2022\nYears wanted: 2019 to 2020\nFormat: CSV\n"
    )
    said = " ".join(text_of(letter).split())
    assert 'You wrote "2022 / 2019 to 2020", which can be read in more than one way.' in said
    reply(desk, "1. 2019 to 2020\n")
    assert desk.only_ticket().request.time_range.start.year == 2019
    assert desk.only_ticket().missing == ()


@pytest.mark.parametrize(
    "text",
    [
        "Did you cancel my request?\n",
        "I don't want to withdraw my request, just checking.\n",
        "Please do not close my request.\n",
        "I never found it, please look again.\n",
        "We found it is missing the street names.\n",
        "Never mind my last message, please go on.\n",
        "Forget it, I meant the bulk pickup routes.\n",
        "I no longer need the street names, everything else stays.\n",
        "If you can't do it for free, cancel it.\n",
    ],
)
def test_what_only_sounds_like_a_withdrawal_closes_nothing(desk, text):
    begin(desk)
    decision = reply(desk, text)
    assert desk.only_ticket().status is not Status.CLOSED
    assert all(letter.variant != "withdrawn" for letter in decision.letters)


@pytest.mark.parametrize(
    "headers",
    [
        {"sender": "Leo <leo@example.net>", "Reply_To": "ruth.abernathy@example.org"},
        {"In_Reply_To": "<first@mail.example.org>", "References": "<first@mail.example.org>"},
    ],
)
def test_withdrawal_that_nothing_proves_to_be_the_requesters_closes_nothing(desk, headers):
    begin(desk)
    reply(desk, "Never mind, found it on the portal.\n", **headers)
    assert desk.store.ticket("OD-2026-00001").ticket.status is not Status.CLOSED


def test_subpoena_long_after_the_end_opens_a_flagged_ticket(desk):
    begin(desk)
    put(desk, Status.CLOSED, days=200)
    decision = reply(
        desk,
        "You are hereby served with a subpoena duces tecum in Smith v. Town; preserve all records of it.\n",
    )
    assert decision.letters == ()
    opened = desk.store.ticket("OD-2027-00001").ticket
    assert (opened.status, opened.related) == (Status.UNDER_REVIEW, ("OD-2026-00001",))
