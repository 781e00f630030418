"""Delivery reports: whose delivery failed, why, and whether the address is to blame (RFC 3464, 3463, 6533)."""

import base64

import pytest

from intake.message.enhanced_status import concerns_the_address, reply_concerns_the_address
from intake.message.model import FailedRecipient, Origin
from intake.message.parse import parse

OURS = frozenset({"opendata@town.example"})
BO = "Final-Recipient: rfc822; bo@example.org\nAction: {}\nStatus: {}\n"
RUTH = "Final-Recipient: rfc822; ruth@example.org\nAction: {}\nStatus: {}\n"


def report(
    *blocks, returned="", kind="message/delivery-status", returned_kind="text/rfc822-headers", encoding="7bit"
):
    status = "Reporting-MTA: dns; mx.example.org\n\n" + "\n".join(blocks)
    if encoding == "base64":
        status = base64.encodebytes(status.encode()).decode()
    raw = (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\nTo: opendata@town.example\n"
        "Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n"
        f"--b\nContent-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n{status}\n"
        f"--b\nContent-Type: {returned_kind}\n\n{returned}\n--b--\n"
    )
    return parse(raw.replace("\n", "\r\n").encode(), own_addresses=OURS).bounce


def free(text, *, sender="postmaster@example.org", subject, **headers):
    head = {"From": sender, "To": "opendata@town.example", "Subject": subject} | headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    raw = f"{lines}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()
    return parse(raw, own_addresses=OURS)


def test_recipient_that_was_reached_is_not_among_the_failed():
    bounce = report(BO.format("failed", "5.1.1"), RUTH.format("delivered", "2.0.0"))
    assert bounce.recipients == ("bo@example.org",)
    assert bounce.statuses == ("5.1.1",)
    assert bounce.failed == (FailedRecipient("bo@example.org", "", "5.1.1"),)


def test_each_failed_recipient_keeps_a_status_of_its_own():
    bounce = report(BO.format("failed", "5.2.2"), RUTH.format("failed", "5.1.1"))
    assert [(one.address, one.status) for one in bounce.failed] == [
        ("bo@example.org", "5.2.2"),
        ("ruth@example.org", "5.1.1"),
    ]


def test_delayed_or_relayed_recipient_has_not_failed():
    for action, status in (("delayed", "4.4.1"), ("relayed", "2.0.0"), ("delivered", "2.1.5")):
        bounce = report(RUTH.format(action, status))
        assert (bounce.permanent, bounce.failed) == (False, ())
        assert bounce.recipients == ("ruth@example.org",)


def test_forwarded_letter_names_both_addresses():
    block = "Original-Recipient: rfc822;ruth@example.org\nFinal-Recipient: rfc822;ruth@internal.isp.example\n"
    bounce = report(block + "Action: failed\nStatus: 5.1.1\n")
    assert bounce.recipients == ("ruth@internal.isp.example", "ruth@example.org")
    (one,) = bounce.failed
    assert (one.address, one.original) == ("ruth@internal.isp.example", "ruth@example.org")


@pytest.mark.parametrize("encoding", ["8bit", "base64"])
def test_report_of_internationalized_mail_is_read(encoding):
    block = "Final-Recipient: utf-8; jos\\x{E9}@example.org\nAction: failed\nStatus: 5.1.1\n"
    bounce = report(
        block,
        RUTH.format("failed", "5.2.1"),
        kind="message/global-delivery-status",
        returned="Message-ID: <letter@town.example>\nSubject: Bäume\n",
        returned_kind="message/global-headers",
        encoding=encoding,
    )
    assert [(one.address, one.status) for one in bounce.failed] == [
        ("josé@example.org", "5.1.1"),
        ("ruth@example.org", "5.2.1"),
    ]
    assert bounce.original_id == "<letter@town.example>"


@pytest.mark.parametrize("kind", ["message/global", "message/global-headers", "text/rfc822-headers"])
def test_returned_letter_without_a_report_is_a_bounce_where_the_return_path_is_null(kind):
    raw = (
        "Return-Path: <>\nFrom: Mail service <mail@mx.example.org>\nTo: opendata@town.example\nSubject: Your letter\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour letter to ruth@example.org was not delivered.\n"
        f"--b\nContent-Type: {kind}\n\nMessage-ID: <letter@town.example>\nSubject: Trees\n\n--b--\n"
    )
    message = parse(raw.replace("\n", "\r\n").encode(), own_addresses=OURS)
    assert (message.origin, message.bounce.original_id) == (Origin.BOUNCE, "<letter@town.example>")


def test_subject_of_the_returned_letter_is_known():
    bounce = report(
        RUTH.format("failed", "5.1.1"), returned="Subject: Re:\n [OD-2026-00042] =?utf-8?q?B=C3=A4ume?=\n"
    )
    assert bounce.original_subject == "Re: [OD-2026-00042] Bäume"


@pytest.mark.parametrize(
    ("status", "words", "to_blame"),
    [
        ("5.1.1", "550 no such user", True),
        ("5.1.10", "", True),
        ("5.2.1", "mailbox disabled", True),
        ("5.4.4", "", True),
        ("5.2.2", "552 mailbox full", False),
        ("5.7.1", "554 message looks like spam", False),
        ("5.1.8", "sender address rejected", False),
        ("4.4.7", "delivery time expired", False),
        ("5.0.0", "550 user unknown", True),
        ("5.0.0", "552 quota exceeded", False),
        ("", "Sorry, no mailbox here by that name.", True),
        ("", "utilisateur inconnu", True),
        ("", "550 blocked by our spam filter: user unknown to it", False),
        ("", "The letter came back.", False),
    ],
)
def test_address_is_to_blame_only_where_the_code_or_the_words_say_so(status, words, to_blame):
    assert concerns_the_address(status, words) is to_blame


@pytest.mark.parametrize(
    ("reply", "to_blame"),
    [
        ("550 5.1.1 no such user", True),
        ("550 No such user here", True),
        ("550 mailbox unavailable", True),
        ("550 5.7.1 Message rejected by policy", False),
        ("552 5.2.2 over quota", False),
        ("554 Transaction failed", False),
        ("450 4.1.1 user unknown, try later", False),
        ("550 Administrative prohibition", False),
    ],
)
def test_refusal_by_the_server_is_judged_by_the_same_table(reply, to_blame):
    assert reply_concerns_the_address(reply) is to_blame


def test_every_recipient_of_a_plain_report_keeps_its_own_words():
    message = free(
        "I'm afraid I wasn't able to deliver your message.\n\n<bo@example.org>:\nmailbox is full (#5.2.2)\n\n"
        "<ruth@example.org>:\nSorry, no mailbox here by that name. (#5.1.1)\n",
        sender="MAILER-DAEMON@mx.example.net",
        subject="failure notice",
    )
    assert [(one.address, one.status) for one in message.bounce.failed] == [
        ("bo@example.org", "5.2.2"),
        ("ruth@example.org", "5.1.1"),
    ]


@pytest.mark.parametrize(
    ("subject", "text", "recipient"),
    [
        (
            "Échec de la remise : arbres",
            "Votre message n'a pas pu être remis à ruth@example.org : utilisateur inconnu.",
            "ruth@example.org",
        ),
        (
            "Unzustellbar: Bäume",
            "Ihre Nachricht an ruth@example.org konnte nicht zugestellt werden.",
            "ruth@example.org",
        ),
        ("No se puede entregar", "No se pudo entregar el mensaje a ruth@example.org.", "ruth@example.org"),
        (
            "Mailbox full: trees",
            "The mailbox ruth@example.org is full and cannot accept messages now.",
            "ruth@example.org",
        ),
    ],
)
def test_plain_report_in_other_words_is_a_bounce_and_names_its_recipient(subject, text, recipient):
    message = free(text, subject=subject)
    assert message.origin is Origin.BOUNCE
    assert message.bounce.recipients == (recipient,)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Mailbox full", "My mailbox at home is full, so the map did not come through. Now there is room."),
        ("Échec de la remise des prix", "La remise des prix a échoué. Les noms des lauréats de 2023 en CSV."),
        (
            "Zustellung von Briefen",
            "Ihr Brief an mich konnte nicht zugestellt werden. Meine neue Adresse steht unten.",
        ),
        ("Paquetes", "No se pudo entregar el paquete a mi casa. Quisiera los datos de entregas de 2024."),
    ],
)
def test_person_who_writes_of_full_boxes_and_lost_letters_is_no_bounce(subject, text):
    assert free(text, sender="Ruth Abernathy <ruth@example.org>", subject=subject).origin is Origin.PERSON
