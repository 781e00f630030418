"""The words newly written, as mail programs and people arrange them."""

import pytest

from intake.message.quotes import split

TOP_POSTED = """2023 is enough, thank you.

Hal

On Mon, Nov 2, 2026 at 10:12 AM Open Data Office <
opendata@town.example> wrote:

> Which years do you need?
> Reply to this mail.
"""

OUTLOOK = """Excel works for us.

________________________________
From: Open Data Office <opendata@town.example>
Sent: Monday, November 2, 2026 10:12 AM
To: Hal Winters <hal@example.org>
Subject: RE: meters

Which format would you like?
"""

INLINE = """Answers below.

> 1. Which years do you need?
2019 and 2020
> 2. Which format would you like?
CSV
"""

FORWARD = """Can you help him? I don't know who has this.

---------- Forwarded message ---------
From: Theo Marsh <theo@example.net>
Date: Sun, Nov 1, 2026 at 8:00 PM
Subject: mosquito traps
To: <council@town.example>

I want the mosquito trap counts for last summer.

Theo Marsh
"""


def test_top_posted_answer_stands_alone():
    fold = split(TOP_POSTED)
    assert fold.text == "2023 is enough, thank you.\n\nHal"
    assert "Which years" in fold.folded
    assert "wrote:" in fold.folded


def test_outlook_header_block_ends_the_new_words():
    fold = split(OUTLOOK, subject="RE: meters")
    assert fold.text == "Excel works for us."
    assert "Which format" in fold.folded


def test_answers_between_quoted_questions_stay():
    fold = split(INLINE)
    assert "2019 and 2020" in fold.text
    assert "CSV" in fold.text
    assert "Which years" not in fold.text


def test_forward_is_content_and_its_writer_is_known():
    fold = split(FORWARD, subject="Fwd: mosquito traps")
    assert "mosquito trap counts for last summer" in fold.text
    assert fold.forwarded.from_.addr_spec == "theo@example.net"
    assert fold.forwarded.from_.name == "Theo Marsh"


def test_spanish_attribution_is_folded():
    fold = split(
        "De 2020 a 2024, gracias.\n\nEl lun, 2 nov 2026 a las 10:12, Datos <datos@town.example> escribió:\n\n> ¿Qué años?\n"
    )
    assert fold.text == "De 2020 a 2024, gracias."


@pytest.mark.parametrize(
    "line", ["Sent from my iPhone", "Get Outlook for Android", "Enviado desde mi iPhone"]
)
def test_device_line_is_no_word_of_the_writer(line):
    assert split(f"CSV please\n\n{line}\n").text == "CSV please"


def test_marked_signature_is_folded_and_told_apart():
    fold = split("One year is fine.\n\n-- \nHal Winters\nWinters Plumbing\n919-555-0144\n")
    assert fold.text == "One year is fine."
    assert "Winters Plumbing" in fold.signature


def test_postscript_below_the_signature_is_read():
    fold = split("All of it please.\n\nThanks,\nHal\nWinters Plumbing | 919-555-0144\n\nPS Excel, not CSV.\n")
    assert "PS Excel, not CSV." in fold.text
    assert "919-555-0144" not in fold.text
    assert "919-555-0144" in fold.signature


def test_sentence_that_begins_like_an_attribution_is_a_sentence():
    text = (
        "On Monday the council wrote down three figures that I cannot find:\nthe pool budget is one of them."
    )
    assert split(text).text == text


@pytest.mark.parametrize("body", [TOP_POSTED, OUTLOOK, INLINE, FORWARD])
def test_no_line_is_lost(body):
    fold = split(body)
    kept = (fold.text + "\n" + fold.folded).split("\n")
    assert [
        line for line in body.split("\n") if line.strip() and line not in kept and line.rstrip() not in kept
    ] == []


@pytest.mark.parametrize(
    "line", ["On Mon ", "> ", "From: a\n", "-- \n", "On Mon, Nov 2, 2026 at\n", "x" * 50 + " wrote:\n", "\n"]
)
def test_two_hundred_kilobytes_of_anything_are_folded(line):
    split(line * (200_000 // len(line)))
