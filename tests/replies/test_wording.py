"""Dates, money, periods and lists as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from intake.replies import wording
from intake.replies.plain import one_line, shortened, web_address, without_links
from intake.request.model import Period


@pytest.fixture(scope="module")
def words(letters):
    return letters.words("en")


@pytest.mark.parametrize(
    ("period", "written"),
    [
        (Period(date(2021, 1, 1), date(2024, 12, 31)), "2021 to 2024"),
        (Period(date(2023, 1, 1), date(2023, 12, 31)), "2023"),
        (Period(date(2024, 2, 1), date(2024, 2, 29)), "February 2024"),
        (Period(date(2022, 7, 1), date(2023, 6, 30)), "July 2022 to June 2023"),
        (Period(date(2024, 3, 5), date(2024, 4, 30)), "March 5, 2024 to April 30, 2024"),
        (Period(date(2024, 3, 5), date(2024, 3, 5)), "March 5, 2024"),
        (Period(date(2020, 1, 1), None), "2020 until now"),
        (Period(None, date(2015, 12, 31)), "up to 2015"),
        (Period(), "everything there is"),
        (Period(whole="all"), "everything there is"),
        (Period(whole="current"), "the current version"),
    ],
)
def test_periods_are_written_in_their_shortest_exact_form(words, period, written):
    assert wording.period(words, period) == written


@pytest.mark.parametrize(
    ("cents", "currency", "written"),
    [
        (0, "USD", "$0.00"),
        (5, "USD", "$0.05"),
        (-7200, "USD", "-$72.00"),
        (123456789, "USD", "$1,234,567.89"),
        (4500, "EUR", "45.00 EUR"),
    ],
)
def test_money_is_whole_cents(words, cents, currency, written):
    assert wording.money(words, cents, currency) == written


@pytest.mark.parametrize(
    ("minutes", "written"), [(0, ""), (45, "45 min"), (60, "1 h"), (400, "6 h 40 min"), (-240, "-4 h")]
)
def test_durations(words, minutes, written):
    assert wording.duration(words, minutes) == written


@pytest.mark.parametrize(
    ("items", "written"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "", "b", "c"], "a, b, and c"),
        (list("abcdefghijklmnop"), "a, b, c, d, e, f, g, h, i, j, k, and 5 more"),
    ],
)
def test_lists(words, items, written):
    assert wording.listing(words, items) == written


@pytest.mark.parametrize(
    ("hour", "written"), [(0, "12:05 am"), (7, "7:05 am"), (12, "12:05 pm"), (23, "11:05 pm")]
)
def test_hours_of_the_day(words, hour, written):
    assert wording.moment(words, datetime(2026, 3, 1, hour, 5, tzinfo=UTC)) == f"March 1, 2026 at {written}"


def test_a_size_is_rounded_up_to_whole_megabytes(words):
    assert wording.size(words, 25_000_001) == "26 MB"


def test_one_line_is_one_line():
    assert one_line(" a\tb\r\nc\u2028d\x0be\xa0f ", 50) == "a b c d e f"


def test_shortened_says_that_it_is():
    assert shortened("one two three four", 12) == "one two…"
    assert shortened("onetwothreefour", 6) == "onetw…"
    assert shortened("short", 5) == "short"


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "https://x.example/a b", 'https://x"onclick=', "", "data:x"]
)
def test_only_web_addresses_become_links(bad):
    assert web_address(bad) == ""


def test_links_of_strangers_are_left_out():
    assert (
        without_links("see HTTP://a.example/x, www.b.example and ftp://c") == "see [link] [link] and [link]"
    )
    assert without_links("https://[::1") == "[link]"
