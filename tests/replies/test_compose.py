"""What stands in the headers of a letter, and what can never get there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, default

import pytest

from intake.message.model import Address
from intake.replies.envelope import bare_subject

OUTLOOK_ID = f"<{'AS8PR04MB' + 'x' * 90}@eurprd04.prod.outlook.example>"


def test_a_reply_names_its_parent_and_the_thread(write, received):
    mail = write(received=replace(received, references=("<first@a.example>", "<second@a.example>")))
    assert mail["In-Reply-To"] == received.message_id
    assert mail["References"] == f"<first@a.example> <second@a.example> {received.message_id}"


def test_without_references_the_thread_begins_with_what_the_parent_answers(write, received):
    mail = write(received=replace(received, in_reply_to=("<ours@brightwater.example>",)))
    assert mail["References"] == f"<ours@brightwater.example> {received.message_id}"


def test_long_message_ids_are_never_encoded(write, received):
    mail = write(received=replace(received, message_id=OUTLOOK_ID, references=("<a@b.example>",)))
    octets = mail.as_bytes(policy=SMTP)
    assert f"References: <a@b.example>\r\n {OUTLOOK_ID}\r\n".encode() in octets
    assert f"In-Reply-To: {OUTLOOK_ID}\r\n".encode() in octets


def test_a_very_long_thread_keeps_its_first_and_its_latest_ids(write, received):
    thread = tuple(f"<{number}@a.example>" for number in range(300))
    ids = write(received=replace(received, references=thread))["References"].split()
    assert len(ids) == 20
    assert ids[0] == "<0@a.example>"
    assert ids[-2:] == ["<299@a.example>", received.message_id]


@pytest.mark.parametrize(
    "forged", ["<a@b>\r\nBcc: all@example.net", "no brackets", "<>", "<a b@c>", "<ümlaut@c>"]
)
def test_a_message_id_that_is_none_starts_no_thread(write, received, forged):
    mail = write(received=replace(received, message_id=forged))
    assert "In-Reply-To" not in mail
    assert "Bcc" not in mail


def test_ids_that_are_none_are_left_out_of_the_thread(write, received):
    mail = write(
        received=replace(received, references=("<good@a.example>", "<bad id>", "rubbish\r\nX-Bad: 1"))
    )
    assert mail["References"] == f"<good@a.example> {received.message_id}"


def test_a_message_without_an_id_is_answered_outside_of_any_thread(write, received):
    mail = write(received=replace(received, message_id=None))
    assert "References" not in mail


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Tree inventory", "Re: [OD-2026-00042] Tree inventory"),
        ("Re: Re: Fwd: Tree inventory", "Re: [OD-2026-00042] Tree inventory"),
        ("RE[2]: AW: Re : Tree inventory", "Re: [OD-2026-00042] Tree inventory"),
        ("Re: [OD-2026-00042] Tree inventory", "Re: [OD-2026-00042] Tree inventory"),
        ("[OD-2026-00042] Re: [OD-2026-00007] Trees", "Re: [OD-2026-00042] Trees"),
        ("Regarding: trees", "Re: [OD-2026-00042] Regarding: trees"),
        ("[EXTERNAL] Trees", "Re: [OD-2026-00042] [EXTERNAL] Trees"),
        ("", "[OD-2026-00042] We have your message"),
        ("Re: ", "[OD-2026-00042] We have your message"),
    ],
)
def test_the_subject_is_theirs_with_the_reference_once(write, received, theirs, ours):
    assert write(received=replace(received, subject=theirs))["Subject"] == ours


def test_without_a_ticket_the_subject_has_no_reference(write):
    assert write(reference=None)["Subject"] == "Re: Tree inventory for a shade study"


def test_a_long_subject_is_shortened_at_a_word(write, received):
    subject = write(received=replace(received, subject="the inventory of all trees " * 40))["Subject"]
    assert len(subject) < 150
    assert subject.endswith("trees the…")


def test_an_endless_row_of_prefixes_is_gone_at_once():
    assert bare_subject("Re: " * 5_000 + "trees") == ""


@pytest.mark.parametrize(
    "hostile",
    [
        "Trees\r\nBcc: everybody@example.net",
        "Trees\nX-Injected: yes",
        "Trees\x00\x1b[31m",
        "Trees \u202egpj.exe\u202c",
        "Tr\u200bees\ufeff",
        "\u2028Trees\u2029",
    ],
)
def test_a_hostile_subject_stays_one_plain_line(write, received, hostile):
    mail = message_from_bytes(
        write(received=replace(received, subject=hostile)).as_bytes(policy=SMTP), policy=default
    )
    assert "Bcc" not in mail
    assert "X-Injected" not in mail
    assert mail["Subject"].startswith("Re: [OD-2026-00042] Trees")
    assert all(letter.isprintable() for letter in mail["Subject"])


def test_a_link_in_their_subject_is_not_sent_on(write, received):
    mail = write(received=replace(received, subject="Win at https://casino.example/?a=1 now"))
    assert mail["Subject"] == "Re: [OD-2026-00042] Win at [link] now"


def test_a_hostile_name_stays_inside_its_own_address(write):
    to = Address("lena@mailbox.example", 'Lena" <boss@town.example>,\r\nBcc: x@y.example')
    mail = message_from_bytes(write(to=to).as_bytes(policy=SMTP), policy=default)
    assert [address.addr_spec for address in mail["To"].addresses] == ["lena@mailbox.example"]
    assert "Bcc" not in mail


@pytest.mark.parametrize("local", ["o'brien", "first.last+tag", '"john doe"', "-dash", "a..b"])
def test_unusual_local_parts_survive(write, local):
    mail = message_from_bytes(
        write(to=Address(f"{local}@mailbox.example")).as_bytes(policy=SMTP), policy=default
    )
    assert mail["To"].addresses[0].domain == "mailbox.example"
    assert mail["To"].addresses[0].username.strip('"') == local.strip('"')


def test_a_domain_outside_of_ascii_goes_out_in_ascii(write):
    octets = write(to=Address("info@münchen.example")).as_bytes(policy=SMTP)
    assert b"To: info@xn--mnchen-3ya.example" in octets


def test_the_requester_reads_along_in_copy(write):
    mail = write(cc=(Address("first@writer.example", "First Writer"),))
    assert mail["Cc"] == "First Writer <first@writer.example>"


def test_automatic_letters_say_so(write):
    mail = write("more_detail", missing=("datasets",))
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Intake-Letter"] == "more_detail"


def test_an_alert_is_generated_not_replied(write):
    assert write("alert", received=None, reference=None)["Auto-Submitted"] == "auto-generated"


def test_the_date_is_in_the_time_zone_of_the_office(write):
    assert write()["Date"] == "Tue, 03 Mar 2026 09:30:00 -0500"


def test_the_same_letter_is_the_same_octets(write):
    assert write().as_bytes() == write().as_bytes()


def test_every_line_of_the_message_is_short_enough_for_any_server(write, match):
    octets = write(suggestions=(match,), assumed=("fields",)).as_bytes(policy=SMTP)
    assert octets.isascii()
    assert max(map(len, octets.split(b"\r\n"))) <= 78


def test_text_comes_first_and_html_is_the_alternative(write):
    mail = write()
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_a_date_that_cannot_be_true_is_not_repeated(write, received, text_of):
    mail = write(received=replace(received, date=datetime(1999, 1, 1, tzinfo=UTC)))
    assert "1999" not in text_of(mail)
    assert "Tuesday, March 3, 2026" in text_of(mail)


def test_a_language_without_letters_is_answered_in_english(write, text_of):
    assert "We have your request." in text_of(write(language="tlh"))
