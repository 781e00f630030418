"""Letters handed to a real SMTP server: accepted, refused for now, refused for good, or cut off."""

import pytest
from pydantic import SecretStr

from intake.errors import SubmissionError
from intake.replies.smtp import SmtpServer, Submission
from tests.servers import HANG_UP, HOST, PASSWORD, free_port, run_smtp_server

LETTER = b"Subject: [OD-2026-00001] trees\r\nMessage-ID: <OD-2026-00001.1@town.example>\r\n\r\nHello\r\n.\r\nend\r\n"


def server(port, **other):
    values = {
        "host": HOST,
        "port": port,
        "tls": "none",
        "user": "",
        "password": SecretStr(""),
        "ca_file": None,
        "timeout": 20,
    }
    return SmtpServer(**(values | other))


def send(submission, *recipients):
    return submission.send("office@town.example", recipients or ("ruth@example.org",), LETTER)


def test_letters_of_a_round_share_one_connection_and_arrive_as_they_are(smtp_server):
    with Submission(server(smtp_server.port)) as submission:
        receipts = [send(submission) for _ in range(3)]
    assert [receipt.refused for receipt in receipts] == [{}, {}, {}]
    assert [octets for _, _, octets in smtp_server.letters] == [LETTER] * 3
    assert smtp_server.connections == 1


def test_greylisting_is_not_for_good(smtp_server):
    smtp_server.answers["RCPT"] = ["451 4.7.1 try again later"]
    with Submission(server(smtp_server.port)) as submission:
        with pytest.raises(SubmissionError) as error:
            send(submission)
        assert (error.value.permanent, error.value.code) == (False, 451)
        assert send(submission).refused == {}


def test_unknown_recipient_is_for_good_and_named(smtp_server):
    smtp_server.answers["RCPT"] = ["550 5.1.1 no such user"]
    with Submission(server(smtp_server.port)) as submission, pytest.raises(SubmissionError) as error:
        send(submission)
    assert error.value.permanent
    assert "ruth@example.org" in error.value.refused


def test_one_refused_recipient_does_not_stop_the_other(smtp_server):
    smtp_server.answers["RCPT"] = ["250 2.1.5 ok", "550 5.1.1 no such user"]
    with Submission(server(smtp_server.port)) as submission:
        receipt = send(submission, "ruth@example.org", "gone@example.org")
    assert list(receipt.refused) == ["gone@example.org"]
    assert [recipients for _, recipients, _ in smtp_server.letters] == [("ruth@example.org",)]


def test_server_that_hangs_up_before_the_letter_is_asked_once_more(smtp_server):
    smtp_server.answers["MAIL"] = [HANG_UP]
    with Submission(server(smtp_server.port)) as submission:
        send(submission)
    assert len(smtp_server.letters) == 1


def test_server_that_hangs_up_after_the_letter_leaves_it_to_be_tried_again(smtp_server):
    smtp_server.answers["DATA"] = [HANG_UP]
    with Submission(server(smtp_server.port)) as submission, pytest.raises(SubmissionError) as error:
        send(submission)
    assert (error.value.permanent, error.value.code) == (False, None)


def test_server_that_is_not_there_is_a_sentence():
    with pytest.raises(SubmissionError, match=HOST) as error, Submission(server(free_port())) as submission:
        send(submission)
    assert not error.value.permanent


def test_login_over_starttls_with_the_towns_own_certificate(certificate):
    with run_smtp_server(certificate, user="office") as office:
        place = server(
            office.port,
            tls="starttls",
            user="office",
            password=SecretStr(PASSWORD),
            ca_file=certificate.certificate,
        )
        with Submission(place) as submission:
            send(submission)
    assert len(office.letters) == 1


def test_address_beyond_ascii_is_written_to(smtp_server):
    with Submission(server(smtp_server.port)) as submission:
        send(submission, "josé@example.org")
    assert smtp_server.letters[0][1] == ("josé@example.org",)


@pytest.mark.parametrize(
    "address", ["a@example.org>\r\nRCPT TO:<b@example.org", "a b@example.org", "a@example.org\x00"]
)
def test_address_that_would_be_another_command_is_refused(smtp_server, address):
    with Submission(server(smtp_server.port)) as submission, pytest.raises(SubmissionError) as error:
        send(submission, address)
    assert error.value.permanent
    assert smtp_server.letters == []
