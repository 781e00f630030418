"""The demonstration's mail is real mail: whole messages, reserved domains, places that can be filled."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest

from intake.demo_mail import first_visit, second_visit

PLACES = {"@IN_REPLY_TO@", "@REFERENCES@", "@REFERENCE@", "@SUBJECT@", "@DATE@"}
RESERVED = re.compile(r"(?:^|\.)(?:example\.(?:com|net|org)|example)$")
FIRST = dict(first_visit())
SECOND = dict(second_visit())


def parsed(octets: bytes) -> EmailMessage:
    message = email.message_from_bytes(octets, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def filled(octets: bytes) -> bytes:
    values = {
        b"@IN_REPLY_TO@": b"<letter@townofexample.example>",
        b"@REFERENCES@": b"<first@example.org> <letter@townofexample.example>",
        b"@REFERENCE@": b"OD-2026-00007",
        b"@SUBJECT@": b"Re: [OD-2026-00007] storm drains",
        b"@DATE@": b"Mon, 02 Nov 2026 14:00:00 -0500",
    }
    for place, value in values.items():
        octets = octets.replace(place, value)
    return octets


WHOLE = FIRST | {name: filled(octets) for name, octets in SECOND.items()}


def test_fourteen_write_first_and_five_answer():
    assert (len(FIRST), len(SECOND)) == (14, 5)
    assert [name[:2] for name in FIRST] == [f"{number:02}" for number in range(1, 15)]


@pytest.mark.parametrize("name", WHOLE)
def test_every_message_is_whole(name):
    message = parsed(WHOLE[name])
    assert all(part.defects == [] for part in message.walk())
    for header in ("From", "To", "Date", "Subject", "Message-ID"):
        assert len(message.get_all(header)) == 1
    assert message["Message-ID"].strip().startswith("<")
    assert any(
        part.get_content_maintype() == "text" and part.get_content().strip() for part in message.walk()
    )


@pytest.mark.parametrize("name", WHOLE)
def test_lines_end_as_on_the_wire_and_fit(name):
    octets = WHOLE[name]
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    assert max(map(len, octets.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("name", WHOLE)
def test_nobody_real_is_named(name):
    text = "\n".join(
        str(part.get_content())
        for part in parsed(WHOLE[name]).walk()
        if part.get_content_maintype() == "text"
    )
    headers = "\n".join(f"{key}: {value}" for key, value in parsed(WHOLE[name]).items())
    for domain in re.findall(r"@([A-Za-z0-9.-]+\.[a-z]+)", headers + text):
        assert RESERVED.search(domain), domain
    for host in re.findall(r"https?://([A-Za-z0-9.-]+)", text):
        assert RESERVED.search(host) or host in ("www.w3.org", "schemas.microsoft.com"), host


@pytest.mark.parametrize("name", FIRST)
def test_the_first_messages_arrive_on_one_working_day_and_leave_no_place_open(name):
    written = parsedate_to_datetime(parsed(FIRST[name])["Date"]).astimezone(ZoneInfo("America/New_York"))
    assert written.date().isoformat() == "2026-11-02"
    assert 8 <= written.hour < 17
    assert re.findall(rb"@[A-Z_]+@", FIRST[name]) == []


@pytest.mark.parametrize("name", SECOND)
def test_an_answer_knows_its_letter_and_has_no_other_places(name):
    octets = SECOND[name]
    assert {place.decode() for place in re.findall(rb"@[A-Z_]+@", octets)} <= PLACES
    message = parsed(octets)
    answered = [first for first in FIRST if first.startswith(message["X-Demo-Answers"])]
    assert len(answered) == 1
    assert message["In-Reply-To"] == "@IN_REPLY_TO@"
    assert parsed(FIRST[answered[0]])["From"].addresses[0].addr_spec == message["From"].addresses[0].addr_spec


def test_no_two_messages_share_an_id():
    ids = [parsed(octets)["Message-ID"] for octets in WHOLE.values()]
    assert len(set(ids)) == len(ids)


def test_machines_are_recognisable_by_their_headers():
    assert parsed(FIRST["09-out-of-office.eml"])["Auto-Submitted"] == "auto-generated"
    assert parsed(FIRST["10-bounce.eml"]).get_content_type() == "multipart/report"
    assert parsed(FIRST["11-newsletter.eml"])["List-Id"]
    assert parsed(SECOND["05-out-of-office.eml"])["Auto-Submitted"] == "auto-replied"


def test_the_sample_carries_its_columns():
    (part,) = parsed(FIRST["04-street-sweeping-sample.eml"]).iter_attachments()
    assert part.get_filename() == "sweeping-sample.csv"
    assert (
        part.get_content().splitlines()[0]
        == "segment_id,street_name,from_street,to_street,swept_on,curb_miles"
    )
