"""What a stranger writes into names, addresses and subjects never becomes a header or a word of our letters."""

import base64
import email
from dataclasses import replace
from email.message import EmailMessage
from email.policy import compat32

import pytest

from intake.message.model import Address
from intake.message.parse import parse
from intake.replies import envelope
from intake.replies.envelope import octets_of
from intake.triage.decision import LetterState, Outcome
from tests.test_process import VAGUE, Desk, letter

OF_A_LETTER = [
    "From", "To", "Subject", "Date", "Message-ID", "X-Intake-Letter", "Auto-Submitted",
    "X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "In-Reply-To", "References",
]  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


def encoded(text):
    """Text as an encoded word of RFC 2047, every octet of it."""
    return f"=?utf-8?q?{''.join(f'={octet:02X}' for octet in text.encode())}?="


def in_base64(text):
    return f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?="


BCC = "\r\nBcc: eve@evil.example"
BODY = "x\r\n\r\nPlease log in at evil.example"
TRICKS = [
    encoded(BCC),
    in_base64(BCC),
    encoded(BODY),
    in_base64(BODY),
    f"Ruth {encoded(BCC)}",
    f"Ruth{encoded(BODY)}",
    f"={encoded(BCC)}",
    encoded(BCC).replace("=?", "=\u200b?", 1),
    "=?iso-8859-1*en?Q?=0D=0ABcc=3A_eve=40evil.example?=",
]
ONCE_MORE = [*TRICKS, *(encoded(trick) for trick in TRICKS), encoded(encoded(encoded(BCC)))]


def quoted(name):
    return f'"{name}"'


def folded(name):
    return f"{name[: len(name) // 2]}\r\n {name[len(name) // 2 :]}"


def split(octets):
    """The header names of a letter as it goes out, and its body, as a mail server splits them."""
    head, _, body = octets.partition(b"\r\n\r\n")
    return email.message_from_bytes(head, policy=compat32).keys(), body


def assert_plain(octets):
    """The letter has the headers of a letter, each once, and begins with our own words."""
    names, body = split(octets)
    assert [name for name in names if name != "Cc"] == [name for name in OF_A_LETTER if name in names]
    assert set(OF_A_LETTER[:10]) <= set(names)
    assert body.startswith(b"--=_")


@pytest.mark.parametrize("write_name", [str, quoted, folded, encoded])
@pytest.mark.parametrize("trick", ONCE_MORE)
def test_name_of_a_sender_writes_no_header(write, trick, write_name):
    message = parse(letter(VAGUE, sender=f"{write_name(trick)} <ruth@example.org>"))
    mail = write(received=message, to=message.correspondent)
    assert_plain(octets_of(mail))
    assert [address.addr_spec for address in mail["To"].addresses] == ["ruth@example.org"]


@pytest.mark.parametrize("trick", ONCE_MORE)
def test_name_in_reply_to_writes_no_header(write, trick):
    message = parse(letter(VAGUE, Reply_To=f"{quoted(trick)} <leo@example.net>"))
    assert_plain(octets_of(write(received=message, to=message.correspondent)))


@pytest.mark.parametrize("trick", ONCE_MORE)
def test_name_of_a_requester_in_copy_writes_no_header(write, trick):
    message = parse(letter(VAGUE, sender=f"{quoted(trick)} <ruth@example.org>"))
    mail = write(cc=(message.correspondent,))
    assert_plain(octets_of(mail))
    assert [address.addr_spec for address in mail["Cc"].addresses] == ["ruth@example.org"]


@pytest.mark.parametrize("write_subject", [str, folded, encoded])
@pytest.mark.parametrize("trick", ONCE_MORE)
def test_subject_writes_no_header(write, trick, write_subject):
    message = parse(letter(VAGUE, subject=f"{write_subject(trick)} routes"))
    assert_plain(octets_of(write(received=message)))


@pytest.mark.parametrize("part", ["=?utf-8?q?=0D=0ABcc=3A_eve=40evil.example?=", "x=?utf-8?q?=0D=0A?="])
@pytest.mark.parametrize("spec", ["{}@example.org", "ruth@{}"])
def test_address_kept_from_before_writes_no_header(write, part, spec):
    """Stored once, an address is written to again and again."""
    assert_plain(octets_of(write(to=Address(spec.format(part), "Ruth"))))


def test_name_and_subject_write_no_header_through_the_whole_walk(desk):
    desk.take(VAGUE, sender=f"{quoted(encoded(BCC))} <ruth@example.org>", subject=encoded(encoded(BODY)))
    ((written, _),) = desk.letters()
    assert_plain(written.email)
    assert written.recipients == ("ruth@example.org",)


def test_bare_carriage_return_in_a_subject_writes_no_header(desk):
    """It is part of the line for one server and its end for the next."""
    raw = letter(VAGUE, message_id="<1@x>")
    desk.take(raw.replace(b"Subject: Tree", b"Subject: Tree\rX-Evil: 1\x0b\x0cX-Evil: 2"))
    ((written, _),) = desk.letters()
    assert_plain(written.email)


@pytest.mark.parametrize("header", ["From", "Reply-To"])
@pytest.mark.parametrize("local", ["=?utf-8?q?=0D=0ABcc=3A_eve=40evil.example?=", "a=?utf-8?q?=0D=0Ab?="])
def test_address_that_holds_an_encoded_word_is_none(desk, header, local):
    raw = letter(VAGUE, subject="leaf routes", message_id="<1@x>", Reply_To=f"Leo <{local}@example.org>")
    if header == "From":
        raw = letter(VAGUE, subject="leaf routes", message_id="<1@x>", sender=f"{local}@example.org")
    message = parse(raw)
    assert not any("=?" in one.addr_spec for one in (message.from_, *message.reply_to) if one)
    decision = desk.take(raw)
    if header == "From":
        assert (decision.outcome, decision.letters) == (Outcome.HELD, ())
    else:
        assert decision.letters[0].to.addr_spec == "ruth.abernathy@example.org"


def test_message_ids_that_look_like_encoded_words_are_left_as_they_are(write, received):
    strange, body = f"<{encoded(BCC)}@x>", f"<{encoded(BODY)}@x>"
    octets = octets_of(write(received=replace(received, message_id=strange, references=(body,))))
    assert_plain(octets)
    assert f"In-Reply-To: {strange}\r\nReferences: {body}\r\n {strange}\r\n".encode() in octets


@pytest.mark.parametrize("trick", [encoded(BCC), encoded(BODY), in_base64(BCC)])
def test_letter_that_says_other_headers_than_were_set_has_no_octets(trick):
    mail = EmailMessage()
    mail["To"] = "ruth@example.org"
    mail["Subject"] = "leaf routes"
    mail.set_content("We have your request.\n")
    assert octets_of(mail) is not None
    mail.replace_header("Subject", trick)
    assert octets_of(mail) is None


def test_letter_that_cannot_be_written_safely_is_held_and_the_request_kept(desk, monkeypatch):
    """Should the first safeguard ever miss a trick, the second holds."""
    monkeypatch.setattr(envelope, "_undecodable", str)
    decision = desk.take(VAGUE, subject=encoded(encoded(BODY)), message_id="<1@x>")
    assert decision.outcome is Outcome.TICKET
    ((written, _),) = desk.letters()
    assert (written.state, written.rule, written.email) == (LetterState.HELD, "unsafe-header", None)
