"""Visits to a real Dovecot: what is listed, fetched and filed, and what happens when the line breaks."""

import imaplib
import time

import pytest
from pydantic import SecretStr

from intake.errors import MailboxError, MailboxRefused
from intake.mailbox.imap import ImapAccount, ImapMailbox
from tests.servers import HOST, PASSWORD, run_line


def account(server, user, **other):
    values = {
        "name": "main",
        "host": HOST,
        "port": server.port,
        "tls": "none",
        "user": user,
        "password": SecretStr(PASSWORD),
        "oauth": False,
        "ca_file": None,
        "timeout": 20,
        "folder": "INBOX",
    }
    return ImapAccount(**(values | other))


def opened(server, user):
    client = imaplib.IMAP4(HOST, server.port)
    client.authenticate("PLAIN", lambda _: f"\0{user}\0{PASSWORD}".encode())
    return client


def post(server, user, *mails, folder="INBOX"):
    with opened(server, user) as client:
        for octets in mails:
            client.append(folder, "", imaplib.Time2Internaldate(time.time()), octets)


def letter(number, size=200):
    return f"Subject: request {number}\r\n\r\n".encode() + b"x" * size + b"\r\n"


def count(server, user, folder, criterion="ALL"):
    with opened(server, user) as client:
        client.select(f'"{folder}"', readonly=True)
        return len(client.search(None, criterion)[1][0].split())


def test_every_message_is_listed_with_size_and_arrival_and_none_is_marked_read(dovecot):
    user = dovecot.new_user()
    post(dovecot, user, *(letter(number) for number in range(120)))
    with ImapMailbox(account(dovecot, user)) as mailbox:
        waiting = mailbox.waiting()
        fetched = dict(mailbox.fetch(waiting))
    assert [arrival.uid for arrival in waiting] == sorted(arrival.uid for arrival in waiting)
    assert len(fetched) == 120
    assert all(len(octets) == arrival.size for arrival, octets in fetched.items())
    assert all(arrival.received.tzinfo is not None for arrival in waiting)
    assert count(dovecot, user, "INBOX", "UNSEEN") == 120


def test_empty_mailbox_is_no_fault(dovecot):
    with ImapMailbox(account(dovecot, dovecot.new_user())) as mailbox:
        assert mailbox.waiting() == []
        assert list(mailbox.fetch([])) == []


def test_large_message_comes_whole_in_pieces(dovecot):
    user, octets = dovecot.new_user(), letter(1, size=3_000_000)
    post(dovecot, user, octets, letter(2))
    with ImapMailbox(account(dovecot, user)) as mailbox:
        first, second = mailbox.fetch(mailbox.waiting())
        assert mailbox.headers(first[0]).startswith(b"Subject: request 1")
    assert first[1] == octets
    assert second[1] == letter(2)


@pytest.mark.parametrize("server", ["dovecot", "plain_dovecot"])
def test_done_messages_move_into_a_folder_that_is_made(server, request):
    dovecot = request.getfixturevalue(server)
    user = dovecot.new_user()
    post(dovecot, user, letter(1), letter(2), letter(3))
    with ImapMailbox(account(dovecot, user)) as mailbox:
        waiting = mailbox.waiting()
        mailbox.settle(waiting[:2], "Intake/Überprüft & done")
        mailbox.settle(waiting[:2], "Intake/Überprüft & done")
    assert count(dovecot, user, "INBOX", "UNDELETED") == 1


def test_flagged_messages_stay_and_are_read(dovecot):
    user = dovecot.new_user()
    post(dovecot, user, letter(1), letter(2))
    with ImapMailbox(account(dovecot, user)) as mailbox:
        mailbox.settle(mailbox.waiting(), "")
    assert count(dovecot, user, "INBOX", "SEEN") == 2


def test_wrong_password_is_refused_in_a_sentence_without_the_password(dovecot):
    with (
        pytest.raises(MailboxRefused) as error,
        ImapMailbox(account(dovecot, dovecot.new_user(), password=SecretStr("not-the-password"))) as mailbox,
    ):
        mailbox.waiting()
    assert "main" in str(error.value)
    assert "not-the-password" not in str(error.value)


def test_folder_that_is_not_there_is_refused_by_name(dovecot):
    with (
        pytest.raises(MailboxRefused, match="Nowhere"),
        ImapMailbox(account(dovecot, dovecot.new_user(), folder="Nowhere")) as mailbox,
    ):
        mailbox.waiting()


def test_certificate_of_a_stranger_is_not_accepted(dovecot):
    with (
        pytest.raises(MailboxError),
        ImapMailbox(account(dovecot, dovecot.new_user(), tls="implicit", port=dovecot.tls_port)) as mailbox,
    ):
        mailbox.waiting()


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_town_with_its_own_certificate_authority_is_visited_over_tls(dovecot, tls):
    port = dovecot.tls_port if tls == "implicit" else dovecot.port
    with ImapMailbox(
        account(dovecot, dovecot.new_user(), tls=tls, port=port, ca_file=dovecot.ca_file)
    ) as mailbox:
        assert mailbox.waiting() == []


def test_line_that_breaks_in_the_middle_of_a_fetch_is_a_mailbox_error_and_nothing_is_lost(dovecot):
    user = dovecot.new_user()
    post(dovecot, user, *(letter(number, size=60_000) for number in range(6)))
    with run_line(dovecot.port) as line:
        with pytest.raises(MailboxError), ImapMailbox(account(dovecot, user, port=line.port)) as mailbox:
            waiting = mailbox.waiting()
            line.break_after(of_server=100_000)
            list(mailbox.fetch(waiting))
        with ImapMailbox(account(dovecot, user, port=line.port)) as mailbox:
            assert len(list(mailbox.fetch(mailbox.waiting()))) == 6
    assert count(dovecot, user, "INBOX", "UNSEEN") == 6


@pytest.mark.parametrize("folder", ["IN\r\nBOX", "a\x00b"])
def test_line_breaks_in_a_folder_name_become_no_command(dovecot, folder):
    user = dovecot.new_user()
    post(dovecot, user, letter(1))
    with pytest.raises(MailboxError), ImapMailbox(account(dovecot, user)) as mailbox:
        mailbox.settle(mailbox.waiting(), folder)
    assert count(dovecot, user, "INBOX") == 1


def test_access_token_of_an_identity_provider_opens_the_mailbox(dovecot):
    user = dovecot.new_user()
    post(dovecot, user, letter(1))
    token = SecretStr(dovecot.access_token(user))
    with ImapMailbox(account(dovecot, user, oauth=True, password=token)) as mailbox:
        assert len(mailbox.waiting()) == 1
