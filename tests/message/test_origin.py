"""Person or machine: every signal, and the traps among them."""

import pytest

from intake.message.model import Origin
from intake.message.parse import parse

OURS = frozenset({"opendata@town.example"})
ASKS = "Could I have the list of park shelters and their capacity?\n\nDelia Fenn\n"


def mail(
    text=ASKS,
    *,
    sender="Delia Fenn <delia@example.org>",
    subject="Park shelters",
    to="opendata@town.example",
    **headers,
):
    head = {"From": sender, "To": to, "Subject": subject, "Message-ID": "<1@example.org>"}
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return parse((lines + "\r\n" + text.replace("\n", "\r\n")).encode(), own_addresses=OURS)


def test_a_person_is_a_person():
    assert mail().origin is Origin.PERSON


def test_auto_submitted_no_says_that_a_person_wrote():
    assert mail(Auto_Submitted="no").origin is Origin.PERSON


@pytest.mark.parametrize(
    "value", ["auto-replied", "auto-generated", "auto-replied (vacation)", "Auto-Replied; owner=x"]
)
def test_auto_submitted_of_any_other_value_is_a_machine(value):
    assert mail(Auto_Submitted=value, In_Reply_To="<ours@town.example>").origin is Origin.AUTO_REPLY


@pytest.mark.parametrize("precedence", ["list", "bulk", "junk"])
def test_precedence_on_a_persons_mail_is_a_weak_signal_only(precedence):
    message = mail(Precedence=precedence)
    assert message.origin is Origin.PERSON
    assert message.provenance.weak == (f"precedence:{precedence}",)


@pytest.mark.parametrize("header", ["X-Autoreply", "X-Autorespond", "X-Mail-Autoreply"])
def test_vendors_auto_reply_headers_are_machines(header):
    assert mail(**{header: "yes"}).origin is Origin.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Automatic reply: Park shelters", "I am out of the office until Monday.\n"),
        ("Respuesta automática: mapas", "Estoy fuera de la oficina hasta el lunes.\n"),
        ("Abwesenheitsnotiz", "Ich bin bis zum 9. November nicht im Büro.\n"),
        ("Re: your letter", "I'm currently out of the office with no access to mail.\n"),
    ],
)
def test_out_of_office_is_known_by_its_words_in_several_languages(subject, text):
    assert mail(text, subject=subject).origin is Origin.AUTO_REPLY


def test_newsletter_is_bulk():
    text = "This month in civic tech ...\n\nYou can unsubscribe at any time.\n"
    message = mail(
        text, List_Unsubscribe="<https://news.example/u>", List_Id="<news.example>", Precedence="bulk"
    )
    assert message.origin is Origin.BULK


def test_person_who_writes_to_us_through_a_group_is_a_person():
    message = mail(List_Id="<neighbors.groups.example>", Precedence="list")
    assert message.origin is Origin.PERSON
    assert message.provenance.weak


def test_web_form_with_a_person_in_reply_to_is_a_person():
    message = mail(sender="Town website <no-reply@forms.example>", Reply_To="Delia Fenn <delia@example.org>")
    assert message.origin is Origin.PERSON
    assert message.provenance.weak == ("no-reply-sender",)


def test_mail_that_claims_to_be_from_us_is_not_a_request():
    assert mail(sender="Open Data <opendata@town.example>").origin is Origin.OURSELVES


def test_somebody_who_writes_about_bounced_mail_is_a_person():
    text = "My last mail to you was returned. Could you look into it and send me the shelters list here?\n"
    assert mail(text, subject="is your mailbox full?").origin is Origin.PERSON


def test_free_text_bounce_without_structure_is_a_bounce_and_names_its_recipient():
    message = mail(
        "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message to the"
        " following addresses.\n\n<nobody@example.net>:\nSorry, no mailbox here by that name. (#5.1.1)\n",
        sender="MAILER-DAEMON@mx.example.net",
        subject="failure notice",
        Return_Path="<>",
    )
    assert message.origin is Origin.BOUNCE
    assert message.bounce.recipients == ("nobody@example.net",)
    assert message.bounce.statuses == ("5.1.1",)
    assert message.bounce.permanent


def test_delay_notice_is_a_bounce_that_is_not_final():
    raw = (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\r\nTo: opendata@town.example\r\n"
        "Subject: Warning: message delayed 24 hours\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYou do not need to resend it.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n"
        "Final-Recipient: rfc822; delia@example.org\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n--b--\r\n"
    )
    message = parse(raw.encode(), own_addresses=OURS)
    assert message.origin is Origin.BOUNCE
    assert message.bounce.recipients == ("delia@example.org",)
    assert not message.bounce.permanent


def test_out_of_office_with_an_unlucky_telephone_number_is_no_bounce():
    message = mail(
        "I am in the field until Thursday. For anything urgent call 919-555-0171.\n",
        subject="Away from my desk Re: your shelters",
        Auto_Submitted="auto-replied",
        Return_Path="<>",
    )
    assert message.origin is Origin.AUTO_REPLY


def test_report_of_abuse_is_a_machines():
    raw = (
        "From: feedback@isp.example\r\nTo: opendata@town.example\r\nSubject: FW: leaf routes 2020\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an email abuse report for a message of 2020.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n--b--\r\n"
    )
    assert parse(raw.encode()).origin is Origin.AUTO_REPLY


def test_notification_of_a_tracker_is_bulk_and_no_answer_to_us():
    message = mail(
        "A comment was added to issue 311.\n", subject="[tracker] issue 311", Auto_Submitted="auto-generated"
    )
    assert message.origin is Origin.BULK


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Accepted: your estimate", "Yes, go ahead and prepare the shelter counts.\n"),
        ("Out of office space: vacancy figures", ASKS),
        (
            "Away from home burglaries",
            "Could you send me burglaries of empty homes since 2019?\n\nDelia Fenn\n",
        ),
        (
            "Park shelters",
            "I am out of the office next week, so no hurry. Could you send the shelter list by May?\n",
        ),
        (
            "RE: Park shelters",
            "I'm on leave until the 9th. Please send the list to my colleague meanwhile.\n",
        ),
    ],
)
def test_words_of_an_absence_in_a_request_do_not_make_it_a_machines(subject, text):
    assert mail(text, subject=subject).origin is Origin.PERSON


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "FW: Undeliverable: Park shelters",
            "My letter to you came back, see below. Could you answer here?\n",
        ),
        ("Returned mail counts", "I would like the number of water bills that were undeliverable in 2025.\n"),
        ("Addresses", "Could you check the following addresses for shelters?\n"),
    ],
)
def test_person_who_writes_of_undelivered_mail_is_no_bounce(subject, text):
    assert mail(text, subject=subject).origin is Origin.PERSON


def test_daemon_without_any_address_is_a_bounce_all_the_same():
    message = mail(
        "There was an error delivering your mail to <gone@example.net>.\n\n550 5.1.1 unknown\n",
        sender="MAILER-DAEMON <>",
        subject="Mail delivery failed",
    )
    assert message.origin is Origin.BOUNCE
    assert message.bounce.recipients == ("gone@example.net",)


def test_our_own_address_is_never_the_failed_recipient():
    message = mail(
        "Your message to <opendata@town.example> and <gone@example.net> could not be delivered.\n",
        sender="postmaster@example.net",
        subject="Undeliverable mail",
    )
    assert "opendata@town.example" not in message.bounce.recipients


def test_web_form_over_a_mass_mailer_is_a_person():
    message = mail(
        "Name: Delia Fenn\nMessage: may I have the shelter list?\n",
        sender="no-reply@forms.example",
        Reply_To="delia@example.org",
        X_SES_Outgoing="2026.11.03-54.240.27.1",
        Feedback_ID="1.us-east-1:AmazonSES",
    )
    assert message.origin is Origin.PERSON
    assert "no-reply-sender" in message.provenance.weak


def test_form_that_names_its_writer_in_the_text_alone_is_a_person():
    text = "A visitor wrote (do not reply to this address):\n\nE-mail: delia@example.org\nShelter list, please.\n"
    assert mail(text, sender="noreply@town-site.example").origin is Origin.PERSON


def test_automated_notice_of_a_no_reply_sender_is_bulk():
    text = "Your backup has completed. This is an automated message, please do not reply.\n"
    assert mail(text, sender="noreply@backup.example", subject="Backup report").origin is Origin.BULK


def test_message_redirected_by_a_mailbox_rule_is_still_a_persons():
    assert mail(X_MS_Exchange_Inbox_Rules_Loop="old.box@town.example").origin is Origin.PERSON


def test_group_post_with_its_footer_is_a_person_when_we_are_addressed_and_bulk_when_not():
    head = {
        "Precedence": "list",
        "List_Id": "<neighbors.groups.example>",
        "List_Post": "<mailto:neighbors@groups.example>",
        "List_Unsubscribe": "<mailto:neighbors+leave@groups.example>",
    }
    text = ASKS + "\n-- \nTo unsubscribe from this group, write to neighbors+leave@groups.example\n"
    assert mail(text, **head).origin is Origin.PERSON
    assert mail(text, to="neighbors@groups.example", **head).origin is Origin.BULK


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        (
            "Ambrose K. (MailGate) <ambrose@example.net>",
            "Your message is being held. Open this page to confirm that you are a person.\n",
        ),
        (
            "Service Desk <servicedesk@transit.example>",
            "An incident was created from the mail you sent. A ticket has been opened for you: INC7719.\n",
        ),
    ],
)
def test_mail_guards_and_help_desks_without_a_header_are_machines(sender, text):
    assert mail(text, sender=sender, subject="Your message").origin is Origin.AUTO_REPLY


def test_answer_to_an_invitation_is_no_request():
    raw = (
        "From: Delia Fenn <delia@example.org>\r\nTo: opendata@town.example\r\nSubject: Accepted: call on Monday\r\n"
        "Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
    )
    assert parse(raw.encode(), own_addresses=OURS).origin is Origin.BULK


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Amazon-Mail-Relay-Type", "notification"),
        ("X-POST-MessageClass", "9; Autoresponder"),
        ("X-FC-MachineGenerated", "true"),
        ("Delivered-To", "Autoresponder"),
        ("Preference", "auto_reply"),
        ("X-Precedence", "auto_reply"),
    ],
)
def test_field_that_no_person_can_write_is_a_machines(header, value):
    assert mail(**{header: value}).origin is Origin.AUTO_REPLY


@pytest.mark.parametrize(
    ("header", "value", "signal"),
    [
        ("X-Auto-Response-Suppress", "All", "x-auto-response-suppress"),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply", "x-auto-response-suppress"),
        ("Return-Path", "<>", "null-return-path"),
        ("X-Loop", "helpdesk@other.example", "x-loop"),
        ("X-RT-Loop-Prevention", "other", "x-rt-loop-prevention"),
        ("X-Roundup-Loop", "hello", "x-roundup-loop"),
        ("X-Precedence", "bulk", "x-precedence:bulk"),
    ],
)
def test_mark_that_a_persons_mail_may_carry_is_a_weak_signal(header, value, signal):
    message = mail(**{header: value})
    assert message.origin is Origin.PERSON
    assert message.provenance.weak == (signal,)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Auto-Response-Suppress", "DR, RN, NRN"),
        ("X-Auto-Response-Suppress", "None"),
        ("X-POST-MessageClass", "9"),
        ("Delivered-To", "opendata@town.example"),
        ("X-FC-MachineGenerated", "false"),
        ("Return-Path", "<delia@example.org>"),
    ],
)
def test_same_field_of_a_persons_mail_is_no_signal(header, value):
    message = mail(**{header: value})
    assert (message.origin, message.provenance.weak) == (Origin.PERSON, ())
