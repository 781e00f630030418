"""Octets to a Message: what real mail programs send, and what hostile ones do."""

import contextlib
import email.message
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.errors import MessageError, MessageTooComplex, MessageTooLarge
from intake.message.parse import ParseLimits, parse


def mail(body, *, content_type="text/plain; charset=utf-8", **headers):
    head = {
        "From": "Opal Renner <opal.renner@example.org>",
        "To": "opendata@town.example",
        "Subject": "Sidewalk survey",
        "Date": "Tue, 3 Nov 2026 16:20:05 -0500",
        "Message-ID": "<sidewalk-1@example.org>",
        "Content-Type": content_type,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    octets = body if isinstance(body, bytes) else body.encode()
    return "".join(f"{name}: {value}\r\n" for name, value in head.items()).encode("utf-8") + b"\r\n" + octets


def test_plain_message_is_read_whole():
    message = parse(mail("Where does the sidewalk on Ash Street end?\r\n"))
    assert message.from_.addr_spec == "opal.renner@example.org"
    assert message.from_.name == "Opal Renner"
    assert message.subject == "Sidewalk survey"
    assert message.message_id == "<sidewalk-1@example.org>"
    assert message.date.isoformat() == "2026-11-03T16:20:05-05:00"
    assert message.text == "Where does the sidewalk on Ash Street end?"


def test_windows_quotes_under_a_latin_1_label_are_quotes():
    message = parse(
        mail(b"the town\x92s \x93official\x94 map", content_type="text/plain; charset=iso-8859-1")
    )
    assert message.body == "the town\u2019s \u201cofficial\u201d map"


def test_unknown_charset_is_no_obstacle():
    assert (
        "piñata" in parse(mail("la piñata".encode(), content_type="text/plain; charset=x-nobody-knows")).body
    )


def test_undeclared_octets_in_a_subject_are_kept():
    raw = mail("x").replace(b"Sidewalk survey", "Encuesta de peatones – año 2025".encode())
    assert parse(raw).subject == "Encuesta de peatones – año 2025"


def test_nul_and_lone_surrogates_do_not_reach_the_store():
    message = parse(mail("a\x00b", Subject="one\x00two =?utf-8?b?7aCA?="))
    assert "\x00" not in message.body + message.subject
    (message.body + message.subject).encode("utf-8")


def test_bidirectional_tricks_leave_subject_and_name():
    message = parse(mail("x", Subject="invoice\u202egpj.exe"))
    assert message.subject == "invoicegpj.exe"


def test_folded_header_with_line_break_is_one_line():
    assert (
        parse(mail("x", Subject="parcel layer\r\n for the\r\n\twest side")).subject
        == "parcel layer for the west side"
    )


def test_flowed_text_is_joined_as_its_writer_meant():
    body = "I would like the counts of \r\nbicycles on the greenway, please.\r\n-- \r\nOpal\r\n"
    message = parse(mail(body, content_type="text/plain; charset=utf-8; format=flowed"))
    assert "counts of bicycles on the greenway" in message.body


def test_html_only_mail_becomes_the_text_that_a_reader_sees():
    html = (
        "<html><head><style>p{color:red}</style></head><body><div style='display:none'>preheader</div>"
        "<p>Could you send the <b>bike counts</b>?</p><table><tr><td>Format</td><td>CSV</td></tr></table></body></html>"
    )
    message = parse(mail(html, content_type="text/html; charset=utf-8"))
    assert message.html
    assert "Could you send the bike counts?" in message.body
    assert "Format\tCSV" in message.body
    assert "preheader" not in message.body
    assert "color" not in message.body


def test_stub_that_asks_for_a_browser_gives_way_to_the_html():
    raw = mail(
        "--b\r\nContent-Type: text/plain\r\n\r\nYour mail client does not support HTML.\r\n--b\r\n"
        "Content-Type: text/html\r\n\r\n<p>Please send me the list of public benches with their location and the year"
        " in which each was put up, for our walking group.</p>\r\n--b--\r\n",
        content_type='multipart/alternative; boundary="b"',
    )
    assert "public benches" in parse(raw).body


def test_words_of_an_attached_message_do_not_become_the_writers_own():
    raw = mail(
        "--b\r\nContent-Type: text/plain\r\n\r\nSee the attached mail.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        "From: someone@example.net\r\nSubject: secret\r\n\r\nwords of another\r\n--b--\r\n",
        content_type='multipart/mixed; boundary="b"',
    )
    message = parse(raw)
    assert "words of another" not in message.body
    assert b"words of another" in message.embedded[0]


def test_attachment_name_is_no_path():
    raw = mail(
        "--b\r\nContent-Type: text/plain\r\n\r\nsample\r\n--b\r\nContent-Type: text/csv\r\n"
        'Content-Disposition: attachment; filename="../../etc/cron.d/sample.csv"\r\n\r\nid,name\r\n1,Ash\r\n--b--\r\n',
        content_type='multipart/mixed; boundary="b"',
    )
    (part,) = parse(raw).attachments
    assert part.filename == "sample.csv"
    assert part.content.startswith(b"id,name")


def test_missing_and_broken_headers_are_told_apart_from_a_broken_message():
    received = datetime(2026, 11, 3, 21, 30, tzinfo=UTC)
    message = parse(b"Date: the day after tomorrow\r\n\r\nanybody there?\r\n", received=received)
    assert message.from_ is None
    assert message.message_id is None
    assert message.date == received
    assert "unreadable-date" in message.defects


def test_faulty_reply_to_does_not_block_the_answer():
    message = parse(mail("x", Reply_To='"Opal Renner"'))
    assert message.correspondent.addr_spec == "opal.renner@example.org"


def test_too_large_is_refused_before_it_is_parsed():
    with pytest.raises(MessageTooLarge):
        parse(mail("x" * 2_000), limits=ParseLimits(octets=1_000))


def test_too_deep_and_too_many_parts_are_refused():
    nested = email.message.Message()
    nested.set_payload("core")
    for _ in range(40):
        outer = email.message.Message()
        outer["Content-Type"] = "multipart/mixed"
        outer.attach(nested)
        nested = outer
    with pytest.raises(MessageTooComplex):
        parse(nested.as_bytes())
    many = "".join("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" for _ in range(2_000)) + "--b--\r\n"
    with pytest.raises(MessageTooComplex):
        parse(mail(many, content_type='multipart/mixed; boundary="b"'))


HOSTILE = {
    "hundred thousand headers": b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\nbody",
    "hundred thousand encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n\r\nbody",
    "ten thousand recipients": b"To: "
    + b", ".join(b"a%d@example.org" % n for n in range(10_000))
    + b"\r\n\r\nbody",
    "a header line of three megabytes": b"X-Long: " + b"y" * 3_000_000 + b"\r\n\r\nbody",
    "a thousand brackets for an id": b"Message-ID: "
    + b"<" * 1_000
    + b"\r\nReferences: "
    + b"<<>><" * 5_000
    + b"\r\n\r\nbody",
    "deep HTML": b"Content-Type: text/html\r\n\r\n" + b"<div><blockquote>" * 60_000 + b"x",
    "nested comments in an address": b"From: " + b"(" * 5_000 + b"a@example.org\r\n\r\nbody",
    "a boundary that never comes": b'Content-Type: multipart/mixed; boundary="'
    + b"z" * 5_000
    + b'"\r\n\r\n'
    + b"--z\r\n" * 5_000,
    "nothing at all": b"",
    "only a line end": b"\r\n",
    "octets of no language": bytes(range(256)) * 50,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_octets_become_a_message_or_a_message_error(raw):
    try:
        message = parse(raw)
    except MessageError:
        return
    (message.subject + message.body).encode("utf-8")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from(
        [b"text/plain", b"text/html", b"multipart/mixed; boundary=a", b"message/rfc822", b"multipart/report"]
    ),
)
def test_any_octets_behind_any_type_do_no_harm(body, kind):
    with contextlib.suppress(MessageError):
        parse(b"From: x@example.org\r\nContent-Type: " + kind + b"\r\n\r\n--a\r\n" + body)
