"""Signed ids: ours are known again, everybody else's are not."""

import time

import pytest

from intake.message.parse import parse
from intake.message.thread import (
    SignedId,
    addressed,
    answered,
    read_id,
    references_in_ids,
    references_in_subject,
    reply_address,
    sign_id,
)

KEY, OTHER = b"k" * 32, b"o" * 32


def test_our_own_id_is_known_again():
    assert read_id(sign_id("OD-2026-00042", "3", "town.example", KEY), KEY) == SignedId("OD-2026-00042", "3")


def test_relay_that_folds_case_does_no_harm():
    message_id = sign_id("OD-2026-00042", "3", "town.example", KEY)
    assert read_id(message_id.upper(), KEY) == SignedId("OD-2026-00042", "3")


def test_id_of_another_installation_is_foreign():
    assert read_id(sign_id("OD-2026-00042", "3", "town.example", OTHER), KEY) is None


def test_changed_reference_or_letter_does_not_verify():
    message_id = sign_id("OD-2026-00042", "3", "town.example", KEY)
    assert read_id(message_id.replace("00042", "00043"), KEY) is None
    assert read_id(message_id.replace(".3.", ".4."), KEY) is None


@pytest.mark.parametrize(
    "message_id", ["", "<>", "<OD-2026-00042@town.example>", "<OD-2026-00042.3@town.example>", "x" * 9_000]
)
def test_unsigned_ids_are_foreign(message_id):
    assert read_id(message_id, KEY) is None


def test_letter_to_staff_has_an_id_without_reference():
    assert read_id(sign_id("", "7", "town.example", KEY), KEY) == SignedId("", "7")


def test_references_are_found_in_a_subject_once_each():
    subject = "Re: [OD-2026-00042] trees, see also od-2025-00007 and [OD-2026-00042]"
    assert references_in_subject(subject, "OD") == ("OD-2026-00042", "OD-2025-00007")


def test_numbers_that_only_look_like_references_are_not():
    assert references_in_subject("XOD-2026-00042 OD-2026-42 OD-20260-00042 GOOD-2026-00042", "OD") == ()


def reply(**headers):
    """A reply with these headers, as it comes from the wire."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return parse("\r\n".join(["From: ruth@example.org", *lines, "", "As CSV please."]).encode())


OURS = sign_id("OD-2026-00042", "3", "town.example", KEY)
BARE = OURS.strip("<>")
NEWER = " ".join(f"<{number:05d}.newer.id@mail.example.org>" for number in range(250))


@pytest.mark.parametrize(
    "references",
    [
        OURS,
        BARE,
        f"first@mail.example.org {BARE}",
        f"<first@mail.example.org> {BARE} <last@mail.example.org>",
        f"first@mail.example.org, {BARE}",
        f"{OURS}<last@mail.example.org>",
        f"{OURS[:30]}\r\n {OURS[30:]}",
        f"<first@mail.example.org>\r\n {OURS[:70]}\r\n\t{OURS[70:]}",
        f"{BARE[:20]}\r\n {BARE[20:]}",
        OURS.replace("@", "\r\n @"),
        OURS.replace("@", "@\r\n "),
        f"Your message of Monday {BARE}",
        f'"Open Data" <opendata@town.example> wrote in {OURS}',
        f"<ABC-{BARE}>",
        f"<relay.{BARE}>",
        f"<{BARE}.relay.example>",
        OURS.upper(),
    ],
)
@pytest.mark.parametrize("header", ["References", "In_Reply_To"])
def test_our_id_is_found_however_a_mail_program_wrote_it(header, references):
    assert answered(reply(**{header: references}), KEY) == ("OD-2026-00042",)


@pytest.mark.parametrize("newer", [NEWER[: 49 * 150], NEWER])
def test_our_id_is_found_before_many_newer_ones(newer):
    assert answered(reply(References=f"<first@x.example> {OURS} {newer}"), KEY) == ("OD-2026-00042",)


def test_of_very_many_ids_the_newest_are_kept():
    message = reply(References=NEWER)
    assert message.references == tuple(NEWER.split()[-200:])


def test_nearest_of_our_ids_comes_first():
    older, nearer, nearest = (sign_id(f"OD-2026-0000{n}", "1", "town.example", KEY) for n in (1, 2, 3))
    message = reply(References=f"{older} <x@y> {nearer}", In_Reply_To=nearest)
    assert answered(message, KEY) == ("OD-2026-00003", "OD-2026-00002", "OD-2026-00001")


@pytest.mark.parametrize(
    "references",
    [
        sign_id("OD-2026-00042", "3", "town.example", OTHER),
        f"<OD-2026-00042.3.{'a' * 52}@town.example>",
        BARE.replace("00042", "00043"),
        BARE.replace("OD-2026", "OD 2025"),
        BARE.replace("OD-2026-00042", "OD-2026-00043 OD-2026-00042 "),
        "OD-2026-00042",
    ],
)
def test_looking_generously_proves_nothing_that_is_not_ours(references):
    found = answered(reply(References=references, In_Reply_To=references), KEY)
    assert found == (("OD-2026-00042",) if "OD-2026-00043 OD" in references else ())


def test_id_signed_with_an_earlier_key_is_known_again():
    assert answered(reply(References=OURS), OTHER, KEY) == ("OD-2026-00042",)
    assert read_id(OURS, OTHER, KEY) == SignedId("OD-2026-00042", "3")


@pytest.mark.parametrize("letter", ["\u017f", "\u212a", "\u0131"])
def test_letters_that_only_look_like_ascii_verify_nothing_and_harm_nothing(letter):
    """The long s, the sign of the kelvin and the i without a dot fold to letters of base32."""
    forged = f"<OD-2026-00042.3.{letter * 52}@town.example>"
    plus = f"opendata+od-2026-00042.{letter * 26}@town.example"
    message = reply(References=forged, In_Reply_To=forged, To=plus, Delivered_To=plus)
    assert (answered(message, KEY), addressed(message, KEY), read_id(forged, KEY)) == ((), (), None)


def test_letter_to_staff_answers_no_ticket():
    assert answered(reply(In_Reply_To=sign_id("", "7", "town.example", KEY)), KEY) == ()


def test_thousands_of_forged_ids_are_no_burden():
    forged = " ".join(f"<{'O' * 20}-2026-{number:05d}.1.{'a' * 52}@x>" for number in range(700))
    raw = "".join(f"References: {forged}\r\n" for _ in range(200))
    message = parse(f"From: ruth@example.org\r\n{raw}\r\nAs CSV.".encode())
    began = time.process_time()
    assert answered(message, KEY, OTHER) == ()
    assert time.process_time() - began < 5


def test_references_that_ids_name_are_told_without_proof():
    message = reply(
        References=f"<OD-2025-00007.1.{'b' * 52}@x> <a.OD-2026-00042@y>",
        In_Reply_To="<od-2026-00001@forged.example>",
    )
    assert references_in_ids(message, "OD") == ("OD-2026-00001", "OD-2026-00042", "OD-2025-00007")


PLUS = reply_address("opendata@town.example", "OD-2026-00042", KEY)


def test_reply_address_fits_a_local_part_and_stands_a_relay_that_folds_case():
    local, _, domain = PLUS.rpartition("@")
    assert local.startswith("opendata+od-2026-00042.")
    assert (len(local) <= 64, domain) == (True, "town.example")
    assert addressed(reply(To=PLUS.upper()), KEY) == ("OD-2026-00042",)


@pytest.mark.parametrize("header", ["To", "Cc", "Delivered_To", "X_Original_To"])
def test_signed_address_is_found_among_the_recipients(header):
    value = f"Bo <bo@example.org>, Open Data <{PLUS}>"
    assert addressed(reply(**{header: value}), KEY) == ("OD-2026-00042",)


@pytest.mark.parametrize(
    "address",
    [
        "opendata+od-2026-00042@town.example",
        f"opendata+od-2026-00042.{'a' * 26}@town.example",
        PLUS.replace("00042", "00043"),
        reply_address("opendata@town.example", "OD-2026-00042", OTHER),
        f"opendata+od-2026-00042.{OURS.rpartition('.')[0][-26:]}@town.example",
    ],
)
def test_reference_alone_in_an_address_proves_nothing(address):
    assert addressed(reply(To=address, Delivered_To=address), KEY) == ()


def test_signed_address_in_other_headers_proves_nothing():
    assert addressed(reply(Reply_To=PLUS, Subject=PLUS, X_Note=PLUS), KEY) == ()
