"""When two messages are one, when two texts are one, and when they are nearly one."""

from intake.message.model import Attachment
from intake.message.parse import parse
from intake.message.sameness import content_digest, fingerprint, resemblance, sketch

HEAD = (
    b"From: Ruth <ruth@example.org>\r\nDate: Mon, 2 Nov 2026 08:12:00 -0500\r\nSubject: Trees\r\n"
    b"Message-ID: <a@example.org>\r\n"
)
CAMPAIGN = (
    "Dear town,\n\nplease send me the speed counts of my street for 2024. Our neighborhood wants safe crossings "
    "for the children on their way to school.\n\n"
)


def mail(text="The tree list, please.\r\n", head=HEAD):
    return parse(head + b"\r\n" + text.encode())


def alike(first, second):
    return resemblance(sketch(mail(first)), sketch(mail(second)))


def test_copies_of_one_message_have_one_digest_whatever_relays_wrote_into_them():
    trace = b"Received: from mx2.example by mx3.example; Mon, 2 Nov 2026 08:14:00 -0500\r\nX-Spam: no\r\n"
    assert content_digest(mail()) == content_digest(mail(head=trace + HEAD))
    assert mail().sha256 != mail(head=trace + HEAD).sha256


def test_other_words_subject_date_or_writer_make_another_message():
    others = [
        mail("The bus stops, please.\r\n"),
        *(mail(head=HEAD.replace(*change)) for change in ((b"Trees", b"Bus"), (b"08:12", b"08:13"), (b"ruth", b"leo"))),
    ]  # fmt: skip
    assert len({content_digest(one) for one in (mail(), *others)}) == 5


def test_attachments_make_another_message():
    from dataclasses import replace

    one, other = (
        replace(mail(), attachments=(Attachment("a.csv", "text/csv", b"", digest),)) for digest in "ab"
    )
    assert content_digest(one) != content_digest(other)


def test_message_without_an_id_is_told_by_its_octets():
    head = HEAD.replace(b"Message-ID: <a@example.org>\r\n", b"")
    assert content_digest(mail(head=head)) == mail(head=head).sha256


def test_digits_do_not_make_another_text():
    assert fingerprint(mail("Case 1 is closed.")) == fingerprint(mail("Case 22 is closed."))


def test_form_letter_of_a_campaign_is_nearly_one_text_whoever_signs():
    assert alike(CAMPAIGN + "Ruth Abernathy", CAMPAIGN + "Leo Ames") > 0.8


def test_two_people_who_ask_in_their_own_words_have_little_in_common():
    first = "Hello, could I get the leaf collection routes for 2022 as a CSV file? Thank you, Ruth"
    second = "Good morning, please send the street tree inventory of last year as Excel. Best, Leo"
    assert alike(first, second) < 0.1


def test_labels_of_a_form_are_not_what_people_wrote():
    form = "Which data do you need?: {}\nWhich time period should they cover?: {}\nIn which format?: {}\n"
    assert alike(form.format("leaf routes", "2022", "CSV"), form.format("tree list", "2025", "Excel")) == 0
    assert alike("Which format?\nCSV file\n", "Which format?\nExcel sheet\n") == 0
    assert alike("Format: \nPeriod: \n", "Format: \nPeriod: \n") == 1


def test_text_without_words_resembles_nothing():
    assert sketch(mail("1234 ...")) == b""
    assert alike("1234 ...", "1234 ...") == 0


def test_long_text_has_a_small_sketch():
    assert len(sketch(mail("tree list of ward number " * 200_000))) <= 64 * 4
