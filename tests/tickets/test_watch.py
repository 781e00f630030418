"""Health of visits, leases, the digest's day, alerts."""

from datetime import date, timedelta

import pytest

from intake.tickets.store import Health

from .mail import NOON

MINUTE = timedelta(minutes=1)


def test_failures_are_counted_from_the_first_and_forgotten_after_a_success(store):
    store.visited("main", NOON, error=None)
    store.visited("main", NOON + MINUTE, error="connection refused")
    health = store.visited("main", NOON + MINUTE * 2, error="timed out")
    assert health == Health("main", NOON + MINUTE * 2, NOON, NOON + MINUTE, 2, "timed out")
    again = store.visited("main", NOON + MINUTE * 3, error=None)
    assert (again.failing_since, again.failures, again.last_success) == (None, 0, NOON + MINUTE * 3)
    assert again.last_error == "timed out"


def test_health_is_told_of_everything_that_was_visited(store):
    assert store.health() == []
    store.visited("smtp", NOON, error="authentication failed")
    store.visited("main", NOON, error=None)
    assert [(health.name, health.failures) for health in store.health()] == [("main", 0), ("smtp", 1)]


def test_lease_is_held_by_one_renewed_by_it_and_taken_over_when_it_ends(store):
    assert store.lease("mailbox:main", "a", NOON, 60)
    assert not store.lease("mailbox:main", "b", NOON, 60)
    assert store.lease("mailbox:second", "b", NOON, 60)
    assert store.lease("mailbox:main", "a", NOON + MINUTE / 2, 60)
    assert not store.lease("mailbox:main", "b", NOON + MINUTE, 60)
    assert store.lease("mailbox:main", "b", NOON + MINUTE * 1.5, 60)
    assert not store.lease("mailbox:main", "a", NOON + MINUTE * 1.5, 60)


def test_released_lease_is_free_at_once_and_only_for_its_holder_to_release(store):
    store.lease("digest", "a", NOON, 600)
    store.release_lease("digest", "b")
    assert not store.lease("digest", "b", NOON, 600)
    store.release_lease("digest", "a")
    assert store.lease("digest", "b", NOON, 600)


def test_digest_of_a_day_is_written_once(store):
    monday = date(2026, 11, 2)
    assert store.digest_due(monday)
    with store.begin(NOON) as work:
        assert work.digest_sent(monday)
    with store.begin(NOON) as work:
        assert not work.digest_sent(monday)
    assert not store.digest_due(monday)
    assert store.digest_due(monday + timedelta(days=1))


def test_digest_that_could_not_be_queued_is_still_due(store):
    def interrupted():
        with store.begin(NOON) as work:
            work.digest_sent(date(2026, 11, 2))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.digest_due(date(2026, 11, 2))


def test_staff_are_told_of_one_trouble_once(store):
    def due(name, since, now):
        with store.begin(now) as work:
            return work.alert_due(name, since)

    assert due("main", NOON, NOON + MINUTE)
    assert not due("main", NOON, NOON + MINUTE * 2)
    assert due("smtp", NOON, NOON + MINUTE * 2)
    assert due("main", NOON + MINUTE * 5, NOON + MINUTE * 6)
