"""Signed ids: ours are known again, everybody else's are not."""

import pytest

from intake.message.thread import SignedId, read_id, references_in_subject, sign_id

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
