"""Conversations from the first letter to the last, by commands, over a real Dovecot and a real SMTP server."""

import email
import random
import re
from email.policy import default
from email.utils import parseaddr

import pytest

from intake.settings import load
from tests.live.town import OURS, Town

NADIA = "Nadia Brook <nadia@example.org>"
BO = "Bo Lee <bo@walkers.example>"
EVE = "Eve Stone <eve@elsewhere.example>"
GAUGES = "Hello, please send me the flood gauge readings of Mill Creek.\n\nNadia Brook\n"
TREES = "oak elm ash fir yew bay fig pear plum lime cedar maple birch alder hazel rowan willow poplar".split()


@pytest.fixture
def town(tmp_path, dovecot, smtp_server):
    return Town(tmp_path, dovecot, smtp_server, "move")


@pytest.fixture
def write():
    """Messages as mail programs write them, each with an id of its own."""
    numbers = iter(range(1, 1000))

    def written(text, *, sender=NADIA, subject="Flood gauge readings", answers=None, **headers):
        if answers is not None:
            subject = f"Re: {answers['Subject']}"
            headers |= {
                "In-Reply-To": answers["Message-ID"],
                "References": f"{answers['In-Reply-To']} {answers['Message-ID']}",
            }
        head = {
            "From": sender,
            "To": OURS,
            "Subject": subject,
            "Date": "Mon, 2 Nov 2026 10:00:00 -0500",
            "Message-ID": f"<{next(numbers)}@{parseaddr(sender)[1].partition('@')[2]}>",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=utf-8",
            **headers,
        }
        return "".join(f"{name}: {value}\n" for name, value in head.items()) + f"\n{text}"

    return written


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def said_by(digest):
    """The words of a digest without its line breaks."""
    return " ".join(digest.split())


def to_decide(digest):
    """The references that the first section of a digest names."""
    section = digest.partition("To decide: ")[2].partition("Came in: ")[0].partition("Mailbox and post")[0]
    return re.findall(r"MF-\d{4}-\d{5}", section)


def answered_inline(question, answers):
    """The question as a mail program quotes it, with an answer typed below each line that holds its key."""
    lines = ["On Mon, Nov 2, 2026 at 10:05 AM Maple Falls Open Data <data@maplefalls.example> wrote:", ""]
    for line in text_of(question).splitlines():
        lines.append(f"> {line}".rstrip())
        lines += [words for key, words in answers.items() if key in line]
    return "\n".join([*lines, ""])


def report(letter, fates, number):
    """A delivery status notification on a letter of ours (RFC 3464), as Postfix writes it.

    `fates` are (address, action, status, what the other server said).
    """
    delayed = all(action == "delayed" for _, action, *_ in fates)
    words = "could not be delivered for more than 4 hours.\nIt will be retried" if delayed else "failed"
    blocks = "\n".join(
        f"Final-Recipient: rfc822; {address}\nOriginal-Recipient: rfc822;{address}\nAction: {action}\n"
        f"Status: {status}\nRemote-MTA: dns; mx.{address.partition('@')[2]}\nDiagnostic-Code: smtp; {said}\n"
        for address, action, status, said in fates
    )
    head = "".join(f"{name}: {letter[name]}\n" for name in ("From", "To", "Subject", "Message-ID", "Date"))
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.maplefalls.example (Mail Delivery System)
To: {OURS}
Subject: {"Delayed Mail (still being retried)" if delayed else "Undelivered Mail Returned to Sender"}
Date: Mon, 2 Nov 2026 14:0{number}:00 -0500
Message-ID: <2026110219{number}.4F1C2@mx.maplefalls.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4F1C2.{number}/mx"

This is a MIME-encapsulated message.

--4F1C2.{number}/mx
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.maplefalls.example.

Delivery of your message to one or more recipients {words}.

--4F1C2.{number}/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.maplefalls.example
X-Postfix-Queue-ID: 4F1C2
Arrival-Date: Mon, 2 Nov 2026 10:05:00 -0500 (EST)

{blocks}
--4F1C2.{number}/mx
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

{head}
--4F1C2.{number}/mx--
"""


def test_answers_typed_between_our_quoted_questions_complete_the_request(town, write):
    (question,) = town.visit(write(GAUGES))
    answers = {"Which period": "2020 through 2024", "format": "any is fine"}
    said = answered_inline(question, answers)
    assert all(f"\n{words}\n" in said for words in answers.values())
    (answer,) = town.visit(write(said, answers=question))
    assert answer["X-Intake-Letter"] in ("acknowledgement", "cost_estimate")
    assert answer["In-Reply-To"] == "<2@example.org>"
    assert "2024" in text_of(answer)
    ((reference, ticket),) = town.tickets().items()
    assert ticket["missing"] == []
    shown = town.intake("show", reference)
    for value in ("2020 through 2024", "any is fine"):
        assert value in shown
    assert reference in to_decide(town.intake("digest"))


def test_address_that_failed_is_written_to_no_more_and_its_neighbour_in_the_report_is(
    town, smtp_server, write
):
    town.visit(write(GAUGES, Cc=BO))
    (letter,) = town.visit(
        write("From 2020 through 2024.\n", sender=BO, subject="Re: [MF-2026-00001] gauges")
    )
    assert smtp_server.letters[-1][1] == ("bo@walkers.example", "nadia@example.org")
    before = town.tickets()
    taken = ("bo@walkers.example", "delivered", "2.0.0", "250 2.0.0 Ok: queued")
    slow = ("nadia@example.org", "delayed", "4.4.1", "connect to mx.example.org[192.0.2.7]:25: timed out")
    gone = ("nadia@example.org", "failed", "5.1.1", "550 5.1.1 <nadia@example.org>: User unknown")

    assert town.visit(report(letter, [slow], 1)) == []
    ticket = town.tickets()["MF-2026-00001"]
    assert (ticket["status"], ticket["flags"]) == (before["MF-2026-00001"]["status"], [])
    assert "find another way to reach them" not in town.intake("digest")

    assert town.visit(report(letter, [taken, gone], 2)) == []
    assert town.tickets()["MF-2026-00001"]["flags"] == ["undeliverable"]
    assert "our letter could not be delivered: find another way to reach them" in said_by(
        town.intake("digest")
    )
    assert "could not be delivered: nadia@example.org 5.1.1" in town.intake("show", "MF-2026-00001")

    form = "Which data do you need?: bus stops\nWhich format?: CSV\n"
    assert town.visit(write(form, sender="Web form <forms@city.example>", **{"Reply-To": NADIA})) == []
    unanswered = said_by(town.intake("digest")).partition("Not answered")[2]
    assert "more detail: suppressed nadia@example.org" in unanswered
    assert "failed-address" in unanswered

    town.visit(write("As CSV, please.\n", sender=BO, answers=letter))
    assert smtp_server.letters[-1][1] == ("bo@walkers.example",)
    assert town.tickets()["MF-2026-00001"]["missing"] == []


def test_machine_that_hides_what_it_is_draws_a_bounded_number_of_letters_and_staff_read_so(town, write):
    chance = random.Random(7)

    def answer(number):
        return write(
            "Hello,\n\nyour message about the {} collection routes was received by our team and we would like "
            "to get the leaf collection {} as well.\n".format(*chance.choices(TREES, k=2)),
            sender=f"Team {number} <team{number}@mail{number}.example>",
            subject=" ".join(chance.choices(TREES, k=8)),
        )

    drawn = [len(town.visit(*(answer(10 * visit + number) for number in range(10)))) for visit in range(4)]
    assert drawn[0] == 10
    assert drawn[2:] == [0, 0]
    assert sum(drawn) <= load(None, {}).policy.limits.similar_body_day
    assert len(town.rows("messages")) == 40
    digest = said_by(town.intake("digest"))
    assert f"Not answered, and why: {40 - sum(drawn)}" in digest


@pytest.mark.parametrize("forged", [None, f"<MF-2026-00001.1.{'a' * 52}@maplefalls.example>"])
def test_stranger_who_names_a_ticket_opens_one_of_their_own_and_learns_nothing(
    town, smtp_server, write, forged
):
    (question,) = town.visit(write(GAUGES))
    before = town.tickets()["MF-2026-00001"]
    named = {"In-Reply-To": forged, "References": forged} if forged else {}
    subject = "Re: your letter" if forged else "Re: [MF-2026-00001]"
    town.visit(
        write("Please send me everything on this ticket, as CSV.\n", sender=EVE, subject=subject, **named)
    )
    tickets = town.tickets()
    assert tickets.pop("MF-2026-00001") == before
    ((_, opened),) = tickets.items()
    assert opened["requester"]["email"] == "eve@elsewhere.example"
    assert opened["related"] == ["MF-2026-00001"]
    assert "possibly_related" in opened["flags"]
    _, (sender, recipients, octets) = smtp_server.letters
    assert (sender, recipients) == (OURS, ("eve@elsewhere.example",))
    told = octets.decode() + text_of(email.message_from_bytes(octets, policy=default))
    for secret in ("Nadia", "nadia@", "gauge", "Mill Creek", question["Message-ID"].strip("<>")):
        assert secret not in told


def test_closed_ticket_stays_so_for_thanks_reopens_for_more_and_is_followed_by_another_a_season_later(
    town, write
):
    (question,) = town.visit(write(GAUGES))
    (closing,) = town.visit(write("Never mind, I no longer need this.\n\nNadia\n", answers=question))
    assert closing["X-Intake-Letter"] == "closing"
    town.days_go_by(2)
    assert town.visit(write("Thank you!\n\nNadia\n", answers=closing)) == []
    closed = town.tickets()["MF-2026-00001"]
    assert (closed["status"], closed["resolution"]) == ("closed", "withdrawn")

    town.days_go_by(5)
    (letter,) = town.visit(write("I would still like these readings, as CSV.\n\nNadia\n", answers=closing))
    ticket = town.tickets()["MF-2026-00001"]
    assert (ticket["status"], ticket["resolution"]) == ("received", None)
    assert (ticket["missing"], ticket["request"]["formats"]) == (["time_range"], ["CSV"])
    assert "MF-2026-00001" in to_decide(town.intake("digest"))

    town.visit(write("Please withdraw my request.\n", answers=letter))
    town.days_go_by(load(None, {}).policy.reopen_days + 10)
    town.visit(write("May I have the flood gauge readings of 2025 as CSV after all?\n", answers=letter))
    first, second = town.tickets().values()
    assert (first["status"], first["resolution"]) == ("closed", "withdrawn")
    assert second["related"] == [first["reference"]]


def test_line_breaks_hidden_in_a_name_and_a_subject_add_no_recipient(town, smtp_server, write):
    hidden = "=?utf-8?q?=0D=0ABcc=3A_eve=40evil.example=0D=0ATo=3A_eve=40evil.example?="
    twice = "=?utf-8?q?=3D=3Futf-8=3Fq=3F=3D0D=3D0ABcc=3A_eve=40evil.example=3F=3D?="
    for name in (hidden, f'"{hidden}"', twice):
        town.visit(write(GAUGES, sender=f"{name} <nadia@example.org>", subject=f"{name} gauges {hidden}"))
        sender, recipients, octets = smtp_server.letters[-1]
        assert (sender, recipients) == (OURS, ("nadia@example.org",))
        mail = email.message_from_bytes(octets, policy=default)
        assert [one.addr_spec for one in mail["To"].addresses] == ["nadia@example.org"]
        head = octets.partition(b"\r\n\r\n")[0].lower()
        assert [line for line in head.splitlines() if line.startswith((b"bcc", b"cc", b"resent"))] == []
        assert (head.count(b"\nto:"), head.count(b"\nsubject:")) == (1, 1)
