"""Letters of ours that come back, through the whole walk: whose ticket, whose fault, and what staff learn."""

import email
import logging
from email.policy import default

import pytest

from intake.digest import digest_facts, queue_digest
from intake.message.arrival import Arrival
from intake.poll import take_in
from intake.settings import load
from intake.tickets.outbox import Outbox
from intake.triage.decision import LetterState, Outcome
from tests.test_process import COMPLETE, OURS, VAGUE, Desk

RUTH = "ruth.abernathy@example.org"
BLOCK = "Final-Recipient: rfc822; {}\nAction: {}\nStatus: {}\n"


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.take(
        VAGUE, subject="leaf routes", message_id="<first@mail.example.org>", Cc="Bo Lee <bo@example.org>"
    )
    deliver(desk)
    yield desk
    desk.store.close()


def deliver(desk):
    """Every letter that is due is taken by a server; the last one, as a message."""
    outbox, octets = Outbox(desk.store), b""
    while claimed := outbox.claim("w", desk.now, 60):
        outbox.sent(claimed.id, desk.now, "250 Ok")
        octets = claimed.email
    return email.message_from_bytes(octets, policy=default)


def report(*blocks, returned=""):
    raw = (
        f"From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\nTo: {OURS}\n"
        "Subject: Undelivered Mail Returned to Sender\nMessage-ID: <20261102.bounce@mx.example.org>\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\n\n'
        "--b1\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n"
        "--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        + "\n".join(blocks)
        + (f"\n--b1\nContent-Type: text/rfc822-headers\n\n{returned}\n" if returned else "")
        + "\n--b1--\n"
    )
    return raw.replace("\n", "\r\n").encode()


def our_letter(desk):
    ((_, question), *_) = desk.letters()
    return f"Message-ID: {question['Message-ID']}\nSubject: {question['Subject']}\n"


def marked(decision):
    return [failed.address for failed in decision.failed]


def test_one_failed_recipient_of_two_is_marked_alone(desk):
    blocks = BLOCK.format("bo@example.org", "failed", "5.1.1"), BLOCK.format(RUTH, "delivered", "2.0.0")
    decision = desk.take(report(*blocks, returned=our_letter(desk)))
    assert marked(decision) == ["bo@example.org"]
    assert decision.failed[0].status == "5.1.1"
    assert "ruth" not in decision.reason


@pytest.mark.parametrize("status", ["4.4.7", "5.2.2", "5.7.1"])
def test_full_mailbox_spam_filter_and_lost_server_flag_the_ticket_and_mark_nobody(desk, status):
    decision = desk.take(report(BLOCK.format(RUTH, "failed", status), returned=our_letter(desk)))
    assert marked(decision) == []
    assert "undeliverable" in desk.only_ticket().flags
    assert status in decision.reason


def test_address_behind_a_forward_is_marked_by_the_name_that_we_know(desk):
    block = f"Original-Recipient: rfc822;{RUTH}\n" + BLOCK.format(
        "ruth@internal.isp.example", "failed", "5.1.1"
    )
    assert marked(desk.take(report(block, returned=our_letter(desk)))) == [RUTH]


def test_report_with_only_the_reference_in_the_returned_subject_flags_and_marks_nobody(desk):
    block = BLOCK.format("somebody@else.example", "failed", "5.1.1")
    decision = desk.take(report(block, returned="Subject: [OD-2026-00001] leaf routes\n"))
    assert decision.outcome is Outcome.FOLLOW_UP
    assert marked(decision) == []
    assert "undeliverable" in desk.only_ticket().flags
    assert "may be false" in decision.reason


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Delivery Status Notification (Failure)", "Your message wasn't delivered to {}: address not found."),
        ("Unzustellbar: Blätter", "Ihre Nachricht an {} konnte nicht zugestellt werden."),
    ],
)
def test_report_that_names_an_address_we_wrote_to_finds_its_ticket_and_marks_nobody(desk, subject, text):
    decision = desk.take(text.format(RUTH), sender="postmaster@mx.example.org", subject=subject)
    assert (decision.outcome, decision.reference) == (Outcome.FOLLOW_UP, "OD-2026-00001")
    assert marked(decision) == []
    assert "undeliverable" in desk.only_ticket().flags
    assert [item.reference for item in digest_facts(desk.office).decide] == ["OD-2026-00001"]


def test_forged_report_does_not_silence_the_requester(desk):
    forged = "Message-ID: <OD-2026-00001.1.aaaa@townofexample.example>\nSubject: [OD-2026-00001] x\n"
    desk.take(report(BLOCK.format(RUTH, "failed", "5.1.1"), returned=forged))
    decision = desk.take(COMPLETE, subject="more", message_id="<second@mail.example.org>")
    assert decision.letters[0].state is LetterState.QUEUED


def test_report_about_an_address_that_we_never_wrote_to_is_ignored(desk):
    decision = desk.take(report(BLOCK.format("somebody@else.example", "failed", "5.1.1")))
    assert decision.outcome is Outcome.IGNORED
    assert desk.only_ticket().flags == frozenset()


def test_reply_to_of_somebody_else_does_not_revive_a_failed_address(desk):
    desk.take(report(BLOCK.format(RUTH, "failed", "5.1.1"), returned=our_letter(desk)))
    form = {"sender": "Town form <form@site.example>", "Reply_To": RUTH, "message_id": "<form@site.example>"}
    assert desk.take(COMPLETE, **form).letters[0].rule == "failed-address"
    again = desk.take(COMPLETE + "\nAgain.\n", **form | {"message_id": "<again@site.example>"})
    assert again.letters[0].rule == "failed-address"
    assert desk.take(COMPLETE + "\nRuth herself.\n", message_id="<ruth@mail.example.org>").cleared == (RUTH,)


def test_whoever_writes_from_an_address_that_failed_is_answered_again(desk):
    desk.take(report(BLOCK.format(RUTH, "failed", "5.1.1"), returned=our_letter(desk)))
    (letter,) = desk.take("For 2021 to 2024, as CSV please.\n", message_id="<ruth@mail.example.org>").letters
    assert (letter.to.addr_spec, letter.rule) == (RUTH, "passed")


def test_digest_that_comes_back_is_told_in_the_log_and_in_the_next_digest(desk, caplog):
    settings = desk.office.settings
    schedule = settings.schedule.model_copy(update={"digest_to": ("clerk@townofexample.example",)})
    object.__setattr__(desk.office, "settings", settings.model_copy(update={"schedule": schedule}))
    queue_digest(desk.office)
    digest = deliver(desk)
    raw = report(
        BLOCK.format("clerk@townofexample.example", "failed", "5.1.1"),
        returned=f"Message-ID: {digest['Message-ID']}\n",
    )
    with caplog.at_level(logging.WARNING):
        arrival = Arrival("main", 7, 90, len(raw))
        desk.store.first_look([arrival], desk.now)
        assert take_in(arrival, raw, desk.office) is Outcome.IGNORED
    assert "our digest could not be delivered: clerk@townofexample.example 5.1.1" in caplog.text
    (line,) = [line for line in digest_facts(desk.office).health if line.name == "letters to staff"]
    assert not line.well
    assert "clerk@townofexample.example" in line.detail


def test_out_of_office_in_spanish_sets_no_deadline_and_a_person_looks_at_it(desk):
    decision = desk.take(
        "Hola, estoy de vacaciones del 3 al 9 de noviembre de 2026. Responderé a mi regreso.\n",
        subject="Re: [OD-2026-00001] leaf routes",
        message_id="<away@mail.example.org>",
    )
    assert decision.letters == ()
    ticket = desk.only_ticket()
    assert (ticket.request.deadline, ticket.rounds) == (None, 1)
    assert ticket.flags == {"reply_to_read"}


def test_address_of_the_envelope_is_one_of_our_own(tmp_path):
    (tmp_path / "intake.toml").write_text('[smtp]\nenvelope_from = "Bounces@townofexample.example"\n')
    assert "bounces@townofexample.example" in load(tmp_path, {}).policy.own_addresses
