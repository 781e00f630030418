"""A town's directory and its mailbox, worked on by commands only."""

import email
import imaplib
import json
import os
import time
from datetime import UTC, datetime, timedelta
from email.policy import default

from tests.live.commands import warm
from tests.servers import PASSWORD

OURS = "data@maplefalls.example"
CLERK = "clerk@maplefalls.example"
TOWN = """
[office]
name = "Maple Falls Open Data"
town = "Town of Maple Falls"
address = "data@maplefalls.example"
reference_prefix = "MF"

[mailbox.main]
host = "127.0.0.1"
port = {imap}
tls = "none"
user = "{user}"
afterwards = "{afterwards}"

[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"

[schedule]
poll_seconds = 1
deliver_seconds = 1
digest_to = ["clerk@maplefalls.example"]
"""


class Town:
    """The mailbox lies on a real Dovecot, the letters arrive at a real SMTP server; `run` starts a command."""

    def __init__(self, folder, dovecot, smtp, afterwards, run=warm):
        self.folder, self.dovecot, self.smtp, self.run = folder, dovecot, smtp, run
        self.user = dovecot.new_user()
        self.passed = timedelta()
        (folder / "intake.toml").write_text(
            TOWN.format(imap=dovecot.port, user=self.user, smtp=smtp.port, afterwards=afterwards),
            encoding="utf-8",
        )

    def intake(self, *words, status=0):
        environment = {
            **os.environ,
            "COLUMNS": "200",
            "INTAKE_MAILBOX_MAIN_PASSWORD": PASSWORD,
            "INTAKE_CONFIG": str(self.folder),
        }
        if self.passed:
            environment["INTAKE_NOW"] = (datetime.now(UTC) + self.passed).isoformat()
        done = self.run(words, environment)
        assert done.status == status, done.said + done.complained
        assert "Traceback" not in done.complained
        return done.said

    def days_go_by(self, days):
        """From here on the commands believe that it is so many days later."""
        self.passed += timedelta(days=days)

    def rows(self, *words):
        return [json.loads(line) for line in self.intake(*words, "--json").splitlines()]

    def tickets(self):
        """Every ticket, by its reference."""
        return {row["reference"]: row for row in self.rows("tickets")}

    def imap(self):
        client = imaplib.IMAP4("127.0.0.1", self.dovecot.port)
        client.authenticate("PLAIN", lambda _: f"\0{self.user}\0{PASSWORD}".encode())
        return client

    def post(self, *texts):
        with self.imap() as client:
            for text in texts:
                octets = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode()
                client.append("INBOX", "", imaplib.Time2Internaldate(time.time()), octets)

    def visit(self, *texts):
        """These messages arrive and the mailbox is visited; returns the letters that went out, as messages."""
        before = len(self.smtp.letters)
        self.post(*texts)
        self.intake("poll")
        return [email.message_from_bytes(octets, policy=default) for *_, octets in self.smtp.letters[before:]]

    def count(self, folder="INBOX", criterion="ALL"):
        with self.imap() as client:
            client.select(f'"{folder}"', readonly=True)
            return len(client.search(None, criterion)[1][0].split())
