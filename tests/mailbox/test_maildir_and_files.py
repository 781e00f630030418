"""A Maildir as a mailbox, and messages out of files."""

import pytest

from intake.errors import MailboxError
from intake.mailbox.files import messages_in
from intake.mailbox.maildir import MaildirMailbox


@pytest.fixture
def maildir(tmp_path):
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    return tmp_path / "box"


def put(maildir, name, text="Subject: trees\n\nhello\n"):
    (maildir / "new" / name).write_text(text)


def test_message_keeps_its_number_from_visit_to_visit(maildir):
    put(maildir, "100.a.host")
    with MaildirMailbox("main", maildir) as mailbox:
        (first,) = mailbox.waiting()
    put(maildir, "050.b.host")
    with MaildirMailbox("main", maildir) as mailbox:
        again = mailbox.waiting()
    assert first in again or (first.uidvalidity, first.uid) in {(one.uidvalidity, one.uid) for one in again}
    assert len({one.uid for one in again}) == 2


def test_done_message_moves_and_a_second_time_does_no_harm(maildir):
    put(maildir, "100.a.host")
    with MaildirMailbox("main", maildir) as mailbox:
        waiting = mailbox.waiting()
        mailbox.settle(waiting, "Intake/Done")
        mailbox.settle(waiting, "Intake/Done")
        assert mailbox.waiting() == []
    assert len([path for path in (maildir / ".Intake.Done").rglob("100.a*") if path.is_file()]) == 1


def test_maildir_that_is_not_there_is_a_sentence(tmp_path):
    with (
        pytest.raises(MailboxError, match="nowhere"),
        MaildirMailbox("main", tmp_path / "nowhere") as mailbox,
    ):
        mailbox.waiting()


def test_single_file_is_named_as_it_was_given(tmp_path):
    path = tmp_path / "one.eml"
    path.write_bytes(b"Subject: a\n\nb\n")
    assert list(messages_in(path)) == [(str(path), b"Subject: a\n\nb\n")]


def test_mbox_gives_its_messages_one_by_one(tmp_path):
    path = tmp_path / "old.mbox"
    path.write_bytes(
        b"From a@example.org Mon Nov  2 10:00:00 2026\nSubject: one\n\nFrom here on it is text.\n\n"
        b"From b@example.org Mon Nov  2 11:00:00 2026\nSubject: two\n\nbody\n"
    )
    found = [octets for _, octets in messages_in(path)]
    assert [octets.partition(b"\n")[0] for octets in found] == [b"Subject: one", b"Subject: two"]


def test_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(MailboxError, match="absent"):
        list(messages_in(tmp_path / "absent.eml"))
