"""Visits: how long a mailbox that is down is left alone."""

from datetime import timedelta

import pytest

from intake.poll import pause

MINUTE = timedelta(minutes=1)


def test_pauses_grow_and_end_at_a_quarter_of_an_hour():
    assert [pause(failures, MINUTE) for failures in (1, 2, 3)] == [2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert pause(4, MINUTE) == 15 * MINUTE


@pytest.mark.parametrize("failures", [20, 10_000])
def test_no_number_of_failures_is_too_large(failures):
    assert pause(failures, MINUTE) == 15 * MINUTE
