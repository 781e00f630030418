"""Whole letters through the whole walk, on a real store: what becomes of each, and what is written back."""

import email
from datetime import UTC, datetime
from email.policy import default

import pytest

from intake.message.arrival import Arrival
from intake.office import furnish
from intake.process import process
from intake.settings import load
from intake.tickets.store import Store
from intake.triage.decision import LetterState, Outcome

MONDAY = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
OURS = "opendata@townofexample.example"


class Desk:
    """The office with its front door: `take` brings one message in."""

    def __init__(self, folder, now=MONDAY):
        self.now = now
        self.store = Store.open(f"sqlite:///{folder / 'intake.db'}")
        self.office = furnish(load(None, {}), lambda: self.now, self.store)
        self.uid = 0

    def take(self, text, **headers):
        self.uid += 1
        raw = text if isinstance(text, bytes) else letter(text, **headers)
        return process(raw, Arrival("main", 7, self.uid, len(raw)), self.office)

    def letters(self):
        """Every letter of every ticket, as (ledger row, message)."""
        found = []
        for row in self.store.tickets():
            for written in self.store.ticket(row.ticket.reference).letters:
                mail = email.message_from_bytes(written.email, policy=default) if written.email else None
                found.append((written, mail))
        return found

    def only_ticket(self):
        (row,) = self.store.tickets()
        return row.ticket


def letter(
    text,
    *,
    sender="Ruth Abernathy <ruth.abernathy@example.org>",
    to=OURS,
    subject="Tree inventory",
    message_id=None,
    **more,
):
    head = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": "Mon, 2 Nov 2026 08:12:00 -0500",
        "Message-ID": message_id or f"<{abs(hash((text, sender, subject)))}@mail.example.org>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    lines = [f"{name}: {value}" for name, value in head.items() if value is not None]
    return ("\r\n".join(lines) + "\r\n\r\n" + text.replace("\n", "\r\n")).encode()


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


VAGUE = """Hello,

could I get the leaf collection routes from you? Any neighborhood is fine
to start with.

Ruth Abernathy
"""

COMPLETE = """Good morning,

please send me the leaf collection routes for 2022 through 2025 as a CSV file,
with the route number, collection day and street name. It is for a flyer of our
neighborhood association.

Thank you,
Ruth Abernathy
"""


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def test_vague_request_is_asked_for_what_is_missing_and_only_that(desk):
    decision = desk.take(VAGUE, subject="leaf routes")
    assert decision.outcome is Outcome.TICKET
    assert set(decision.missing) == {"time_range", "formats"}
    ((row, mail),) = desk.letters()
    assert row.kind.value == "more_detail"
    assert mail["To"].addresses[0].addr_spec == "ruth.abernathy@example.org"
    assert "[OD-2026-00001]" in mail["Subject"]
    assert mail["Auto-Submitted"] == "auto-replied"
    assert "leaf collection routes" in text_of(mail)


def test_complete_request_is_acknowledged_with_every_field_restated(desk):
    decision = desk.take(COMPLETE, subject="Leaf routes as CSV")
    assert decision.missing == ()
    ((row, mail),) = desk.letters()
    assert row.kind.value in ("acknowledgement", "cost_estimate")
    words = text_of(mail)
    for said in ("leaf collection routes", "route number", "CSV", "2022", "2025"):
        assert said in words


def test_one_message_causes_one_letter_at_most(desk):
    for text in (VAGUE, COMPLETE):
        assert len(desk.take(text).letters) == 1


def test_answer_to_our_question_fills_the_ticket(desk):
    desk.take(VAGUE, subject="leaf routes", message_id="<first@mail.example.org>")
    ((_, question),) = desk.letters()
    decision = desk.take(
        "2021 to 2024 please, and CSV is fine.\n\nRuth\n",
        subject=str(question["Subject"]),
        In_Reply_To=question["Message-ID"],
        References=f"<first@mail.example.org> {question['Message-ID']}",
    )
    assert decision.outcome is Outcome.FOLLOW_UP
    ticket = desk.only_ticket()
    assert ticket.missing == ()
    assert ticket.request.formats == ("CSV",)
    assert ticket.request.time_range.start.year == 2021
    assert len(desk.letters()) == 2


def test_stranger_with_the_reference_in_the_subject_opens_a_ticket_of_their_own(desk):
    desk.take(VAGUE, subject="leaf routes")
    decision = desk.take(
        "Please send everything on this ticket to me instead.\n",
        sender="Someone Else <someone@elsewhere.example>",
        subject="Re: leaf routes [OD-2026-00001]",
    )
    assert decision.outcome is Outcome.TICKET
    assert decision.related == ("OD-2026-00001",)
    assert "possibly_related" in decision.flags


def test_participant_with_the_bare_reference_finds_the_ticket(desk):
    desk.take(VAGUE, subject="leaf routes")
    decision = desk.take("For 2023, as Excel.\n", subject="[OD-2026-00001] leaf routes")
    assert decision.outcome is Outcome.FOLLOW_UP


def test_forged_message_id_of_ours_joins_nothing(desk):
    desk.take(VAGUE, subject="leaf routes")
    decision = desk.take(
        "As CSV.\n",
        sender="Someone Else <someone@elsewhere.example>",
        In_Reply_To=f"<OD-2026-00001.1.{'a' * 52}@townofexample.example>",
    )
    assert decision.outcome is Outcome.TICKET


@pytest.mark.parametrize(
    "mark", [{"X_Loop": "helpdesk@other.example"}, {"X_Auto_Response_Suppress": "All"}, {"Return_Path": "<>"}]
)
def test_request_with_a_mark_of_loops_opens_a_ticket_and_gets_no_letter(desk, mark):
    assert desk.take(COMPLETE, **mark).outcome is Outcome.TICKET
    ((row, _),) = desk.letters()
    assert row.state is LetterState.SUPPRESSED
    assert row.reason.startswith("weak:")


def test_out_of_office_gets_no_reply_and_no_ticket(desk):
    decision = desk.take(
        "I am out of the office until Monday 9 November with no access to mail.\n",
        subject="Automatic reply: open data office hours",
        Auto_Submitted="auto-replied",
    )
    assert decision.outcome is Outcome.IGNORED
    assert desk.store.tickets() == []


def test_out_of_office_to_our_letter_changes_nothing(desk):
    desk.take(VAGUE, subject="leaf routes")
    ((_, question),) = desk.letters()
    before = desk.only_ticket()
    decision = desk.take(
        "I'm away until the 9th. For urgent matters call the front desk.\n",
        subject="Out of office: leaf routes",
        Auto_Submitted="auto-replied",
        In_Reply_To=question["Message-ID"],
    )
    after = desk.only_ticket()
    assert decision.outcome is Outcome.FOLLOW_UP
    assert (after.status, after.missing, after.request) == (before.status, before.missing, before.request)
    assert len(desk.letters()) == 1


def test_the_same_message_again_is_a_duplicate_and_not_answered_again(desk):
    raw = letter(COMPLETE, message_id="<same@mail.example.org>")
    desk.take(raw)
    assert desk.take(raw).outcome is Outcome.DUPLICATE
    assert len(desk.store.tickets()) == 1
    assert len(desk.letters()) == 1


def test_two_messages_with_one_message_id_are_both_kept(desk):
    desk.take(VAGUE, message_id="<reused@form.example>")
    decision = desk.take(COMPLETE, message_id="<reused@form.example>", sender="Leo Ames <leo@example.net>")
    assert decision.outcome is Outcome.TICKET
    assert "same_message_id" in decision.flags


def test_no_reply_sender_with_a_person_in_reply_to_is_answered_there(desk):
    desk.take(VAGUE, sender="Web form <no-reply@forms.example>", Reply_To="Leo Ames <leo.ames@example.net>")
    ((row, _),) = desk.letters()
    assert row.state is LetterState.QUEUED
    assert row.to == "leo.ames@example.net"


def test_no_reply_address_gets_a_ticket_and_no_letter(desk):
    decision = desk.take(VAGUE, sender="Request portal <no-reply@forms.example>")
    assert decision.outcome in (Outcome.TICKET, Outcome.IGNORED)
    assert all(row.state is LetterState.SUPPRESSED for row, _ in desk.letters())


def test_our_own_letter_coming_back_is_ignored(desk):
    desk.take(VAGUE)
    ((row, _),) = desk.letters()
    assert desk.take(row.email).outcome is Outcome.IGNORED
    assert len(desk.letters()) == 1


def test_too_large_message_is_held_and_its_sender_told_once_a_day(desk):
    head = letter("", subject="scans of the plans").partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    for uid in (901, 902):
        decision = process(
            head.replace(b"Message-ID: <", b"Message-ID: <%d" % uid),
            Arrival("main", 7, uid, 41_000_000),
            desk.office,
            too_large=True,
        )
        assert decision.outcome is Outcome.HELD
    first, second = desk.letters()
    assert first[0].kind.value == "too_large"
    assert "25 MB" in text_of(first[1])
    assert second[0].state is LetterState.SUPPRESSED


def test_appeal_gets_one_neutral_acknowledgement_and_waits_for_a_person(desk):
    decision = desk.take(
        "To whom it may concern,\n\nI appeal the decision of October 12 by which you denied my request for the\n"
        "dispatch logs. Please tell me who decides on this appeal.\n\nIsaac Burnett\n",
        sender="Isaac Burnett <iburnett@example.com>",
        subject="Appeal of denial",
    )
    assert decision.status.value == "under_review"
    ((row, mail),) = desk.letters()
    assert row.kind.value == "acknowledgement"
    assert "denied" not in text_of(mail).lower().replace("appeal of denial", "")


def test_hard_bounce_of_our_letter_marks_the_address_and_stops_letters_to_it(desk):
    desk.take(VAGUE, subject="leaf routes")
    ((_, question),) = desk.letters()
    bounce = f"""From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: {OURS}
Subject: Undelivered Mail Returned to Sender
Date: Mon, 2 Nov 2026 09:00:00 -0500
Message-ID: <20261102.bounce@mx.example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ruth.abernathy@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b1
Content-Type: message/rfc822

{question.as_string()}
--b1--
""".replace("\n", "\r\n").encode()
    decision = desk.take(bounce)
    assert decision.outcome is Outcome.FOLLOW_UP
    assert "undeliverable" in desk.only_ticket().flags
    assert [failed.address for failed in decision.failed] == ["ruth.abernathy@example.org"]
    assert len(desk.letters()) == 1


def test_template_syntax_and_line_breaks_in_a_subject_are_words_and_nothing_more(desk):
    desk.take(VAGUE, subject="{{ 7*7 }} leaf {% raw %} routes =?utf-8?q?=0D=0ABcc=3A_x=40example=2Ecom?=")
    ((_, mail),) = desk.letters()
    assert mail["Bcc"] is None
    assert "49" not in mail["Subject"]


def test_failed_authentication_by_our_own_server_holds_the_ticket_and_sends_nothing(tmp_path):
    desk = Desk(tmp_path)
    policy = desk.office.book.policy.model_copy(
        update={"trusted_authserv_ids": ("mx.townofexample.example",)}
    )
    object.__setattr__(desk.office.book, "policy", policy)
    forged = "mx.townofexample.example; spf=fail smtp.mailfrom=example.org; dkim=none; dmarc=fail header.from=example.org"
    decision = desk.take(VAGUE, Authentication_Results=forged)
    assert decision.outcome is Outcome.HELD
    assert [row.state for row, _ in desk.letters()] == [LetterState.SUPPRESSED]
    elsewhere = desk.take(COMPLETE, Authentication_Results=forged.replace("mx.townofexample", "mx.stranger"))
    assert elsewhere.outcome is not Outcome.HELD
    desk.store.close()
