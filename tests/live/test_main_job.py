"""The main job as cron runs it: `intake` commands, a real Dovecot, a real SMTP server, a town's directory."""

import email
import os
import signal
import subprocess
import time
from email.policy import default

import pytest

from tests.live.commands import INTAKE, installed
from tests.live.town import Town
from tests.servers import PASSWORD

ASKS = """From: Nadia Brook <nadia@example.org>
To: data@maplefalls.example
Subject: Flood gauge readings
Date: Mon, 2 Nov 2026 10:00:00 -0500
Message-ID: <gauge-1@example.org>
Content-Type: text/plain; charset=utf-8

Hello, please send me the flood gauge readings of Mill Creek.

Nadia Brook
"""
ANSWERS = """From: Nadia Brook <nadia@example.org>
To: data@maplefalls.example
Subject: {subject}
Date: Mon, 2 Nov 2026 15:00:00 -0500
Message-ID: <gauge-2@example.org>
In-Reply-To: {parent}
References: <gauge-1@example.org> {parent}
Content-Type: text/plain; charset=utf-8

From 2020 through 2024, as CSV please.

Nadia
"""
BROKEN = "From: x@example.org\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 900 + "--b--\n"


@pytest.fixture(params=["move", "flag"])
def town(request, tmp_path, dovecot, smtp_server):
    return Town(tmp_path, dovecot, smtp_server, request.param)


def test_incomplete_request_is_asked_answered_and_completed_over_real_servers(town, smtp_server):
    town.run = installed
    town.post(ASKS)
    town.intake("poll")
    (ticket,) = town.rows("tickets")
    assert ticket["reference"].startswith("MF-")
    assert ticket["status"] == "needs_detail"
    assert set(ticket["missing"]) == {"time_range", "formats"}
    ((sender, recipients, octets),) = smtp_server.letters
    assert (sender, recipients) == ("data@maplefalls.example", ("nadia@example.org",))
    question = email.message_from_bytes(octets, policy=default)
    assert question["In-Reply-To"] == "<gauge-1@example.org>"
    assert question["X-Intake-Letter"] == "more_detail"

    town.post(ANSWERS.format(subject=question["Subject"], parent=question["Message-ID"]))
    town.intake("poll")
    (ticket,) = town.rows("tickets")
    assert ticket["missing"] == []
    assert ticket["request"]["formats"] == ["CSV"]
    assert [letter["state"] for letter in ticket["letters"]] == ["sent", "sent"]
    assert [row["outcome"] for row in town.rows("messages")] == ["ticket", "follow_up"]


def test_bad_message_is_quarantined_and_the_next_one_is_answered(town, smtp_server):
    town.post(BROKEN, ASKS)
    town.intake("poll")
    assert [row["outcome"] for row in town.rows("messages")] == ["quarantined", "ticket"]
    assert len(smtp_server.letters) == 1
    assert "more than 500 parts" in town.intake("quarantine", "list")


def test_server_copies_are_filed_as_configured(town):
    town.post(ASKS, BROKEN)
    town.intake("poll")
    if "move" in (town.folder / "intake.toml").read_text(encoding="utf-8"):
        assert town.count() == 0
        assert town.count("Intake/Done") == 1
        assert town.count("Intake/Quarantine") == 1
    else:
        assert town.count() == 2
        assert town.count(criterion="UNSEEN") == 0


def test_second_poll_finds_nothing_new(town, smtp_server):
    town.post(ASKS)
    town.intake("poll")
    assert "nothing new" in town.intake("poll")
    assert len(smtp_server.letters) == 1


def test_message_that_somebody_already_read_is_taken_in_all_the_same(town):
    town.post(ASKS)
    with town.imap() as client:
        client.select("INBOX")
        client.store("1", "+FLAGS", "(\\Seen)")
    town.intake("poll")
    assert [row["outcome"] for row in town.rows("messages")] == ["ticket"]


def test_mailbox_that_is_down_is_one_sentence_and_exit_status_one(town):
    text = (town.folder / "intake.toml").read_text(encoding="utf-8")
    (town.folder / "intake.toml").write_text(
        text.replace(f"port = {town.dovecot.port}", "port = 1"), encoding="utf-8"
    )
    town.intake("poll", status=1)
    assert "main" in town.intake("digest")


def test_letters_wait_while_the_smtp_server_is_down_and_go_out_afterwards(town, smtp_server):
    town.post(ASKS)
    settings = town.folder / "intake.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f"port = {smtp_server.port}", "port = 1"), encoding="utf-8")
    town.intake("poll")
    (ticket,) = town.rows("tickets")
    assert [letter["state"] for letter in ticket["letters"]] == ["queued"]


def test_the_service_polls_answers_and_stops_on_sigterm(town, smtp_server):
    town.post(ASKS)
    environment = {**os.environ, "INTAKE_MAILBOX_MAIN_PASSWORD": PASSWORD}
    service = subprocess.Popen(
        [INTAKE, "run", "--config", str(town.folder)], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + 60
        while not smtp_server.letters and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        service.send_signal(signal.SIGTERM)
        _, said = service.communicate(timeout=60)
    assert service.returncode == 0
    assert len(smtp_server.letters) == 1
    assert "Traceback" not in said
    assert "stopped" in said


def test_check_says_what_is_well_and_what_to_fix(town):
    said = town.intake("check", status=1)
    for line in ("ok   settings", "ok   letters", "ok   mailbox main", "ok   smtp", "ok   store"):
        assert line in said
    assert "FIX  rates" in said
