"""Answers to the questions of our letter, in every place where people type them."""

import pytest

from intake.message.quotes import split
from intake.request.model import State
from tests.test_conversation import begin, reply
from tests.test_process import Desk, text_of

ATTRIBUTION = "On Mon, Nov 2, 2026 at 9:00 AM Open Data Office <opendata@townofexample.example> wrote:"
OUTLOOK = """________________________________
From: Open Data Office <opendata@townofexample.example>
Sent: Monday, November 2, 2026 9:00 AM
To: Ruth Abernathy <ruth.abernathy@example.org>
Subject: Re: leaf routes
"""


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


def quoted(letter, answers=()):
    """Our letter behind marks, with answers under the lines that hold certain words."""
    lines = [ATTRIBUTION]
    for line in text_of(letter).splitlines():
        lines.append("> " + line)
        lines += [answer for words, answer in answers if words in line]
    return "\n".join(lines) + "\n"


def unmarked(letter, answers):
    """Our letter under Outlook's header lines, with answers under the lines that hold certain words."""
    lines = [OUTLOOK]
    for line in text_of(letter).splitlines():
        lines.append(line)
        lines += [answer for words, answer in answers if words in line]
    return "\n".join(lines) + "\n"


def years(ticket):
    span = ticket.request.time_range
    return (span.start and span.start.year, span.end and span.end.year)


def test_any_is_fine_under_our_quoted_question_of_the_format_is_any_format(desk):
    letter = begin(desk)
    reply(desk, quoted(letter, [("Which period", "2021 through 2024"), ("Which file format", "any is fine")]))
    ticket = desk.only_ticket()
    assert ticket.request.formats == ("any",)
    assert years(ticket) == (2021, 2024)
    assert ticket.missing == ()


def test_answers_below_the_examples_of_our_questions_are_theirs_too(desk):
    letter = begin(desk)
    reply(
        desk, quoted(letter, [("from the current year", "all of it"), ("GeoJSON for maps", "no preference")])
    )
    ticket = desk.only_ticket()
    assert ticket.request.time_range.whole == "all"
    assert ticket.request.formats == ("any",)


def test_year_in_the_answer_about_columns_is_no_period(desk):
    letter = begin(desk)
    answers = [("Which period", "all years"), ("Which columns", "2020 and later only need address")]
    reply(desk, quoted(letter, answers))
    ticket = desk.only_ticket()
    assert ticket.request.time_range.whole == "all"
    assert ticket.request.fields == ("address",)


def test_answers_typed_into_an_unmarked_outlook_quotation_are_read(desk):
    letter = begin(desk)
    answers = [("Which period", "   2021 through 2024"), ("GeoJSON for maps", "Excel please")]
    reply(desk, "My answers are below.\n\n" + unmarked(letter, answers))
    ticket = desk.only_ticket()
    assert years(ticket) == (2021, 2024)
    assert ticket.request.formats == ("XLSX",)
    assert ticket.request.fields == ()
    assert ticket.request.intended_use is None


def test_unmarked_quotation_without_answers_answers_nothing(desk):
    letter = begin(desk)
    before = desk.only_ticket().request
    reply(desk, "I will look into it.\n\n" + unmarked(letter, []))
    assert desk.only_ticket().request == before


def test_words_below_the_whole_of_our_quoted_letter_answer_no_single_question(desk):
    letter = begin(desk)
    reply(desk, quoted(letter) + "\n2021 to 2024 please, as CSV.\n")
    ticket = desk.only_ticket()
    assert ticket.request.intended_use is None
    assert ticket.request.formats == ("CSV",)
    assert years(ticket) == (2021, 2024)


@pytest.mark.parametrize(
    ("text", "formats", "span"),
    [
        ("1. 2021-2024\n2. CSV\n3. all of them\n4. school project\n", ("CSV",), (2021, 2024)),
        ("1) the last three years\n2) any\n", ("any",), (2023, 2026)),
        ("1. no preference\n2. no preference\n", ("any",), (2026, None)),
        ("1. 2019\n2. whatever you have, thanks\n", ("any",), (2019, 2019)),
        ("1. CSV\n2. 2021 to 2024\n", ("CSV",), (2021, 2024)),
        (
            "1. Which period should it cover? 2023\n2. Which file format suits you? JSON\n",
            ("JSON",),
            (2023, 2023),
        ),
        ("1. 2022\n2. cualquiera está bien\n", ("any",), (2022, 2022)),
    ],
)
def test_numbered_answers_are_read_for_the_question_of_their_number(desk, text, formats, span):
    letter = begin(desk)
    reply(desk, text + "\nRuth\n\n" + quoted(letter))
    ticket = desk.only_ticket()
    assert ticket.request.formats == formats
    assert years(ticket) == span


def test_purpose_that_is_kept_back_by_number_is_declined(desk):
    begin(desk)
    reply(desk, "1. 2023\n2. any\n4. I'd rather not say\n")
    assert "intended_use" not in desk.only_ticket().assumed


def test_bare_year_answers_the_question_of_the_period(desk):
    begin(desk)
    reply(desk, "2023\n")
    assert years(desk.only_ticket()) == (2023, 2023)
    assert desk.only_ticket().missing == ("formats",)
    reply(desk, "any\n")
    assert desk.only_ticket().missing == ()


@pytest.mark.parametrize("text", ["No preference.\n", "I don't know, sorry.\n", "Da igual, gracias.\n"])
def test_no_preference_takes_what_our_letter_offers(desk, text):
    begin(desk)
    reply(desk, text)
    ticket = desk.only_ticket()
    assert ticket.missing == ()
    assert years(ticket) == (2026, None)
    assert ticket.request.states()["time_range"] is State.WILDCARD


def test_nobody_knows_which_data_is_no_answer_to_which_data(desk):
    begin(desk, "Could you send me some data for 2023 as CSV, please?\n", subject="hello")
    assert "datasets" in desk.only_ticket().missing
    reply(desk, "I don't know.\n")
    assert "datasets" in desk.only_ticket().missing


def test_pairs_of_quoted_line_and_answer_are_kept():
    fold = split("> Which years?\n2019\nand 2020\n\nBest,\nHal\n> Which format?\n>\nCSV\n")
    assert [(pair.quoted, pair.said) for pair in fold.interleaved] == [
        (("Which years?",), "2019\nand 2020"),
        (("Which format?", ""), "CSV"),
    ]
