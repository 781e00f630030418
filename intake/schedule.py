"""The timetable of the service: APScheduler and nothing else.

Jobs live in memory and are declared here; what must happen once is guarded in the store (leases, the digest's
day), so that any number of services may run on one PostgreSQL. APScheduler 3 with a shared job store would
run each job once per process (agronholm/apscheduler#231).
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from intake.deliver import deliver
from intake.digest import alert_if_silent, alert_if_stopped, send_digest
from intake.office import Office
from intake.poll import poll

_log = logging.getLogger(__name__)
_GRACE_SECONDS = 300


def holder_name() -> str:
    """Who holds a lease: this process on this host."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"


def run(office: Office) -> None:
    """Serve until SIGTERM or SIGINT; the round that is under way is finished first."""
    stop = threading.Event()

    def on_signal(number: int, _: FrameType | None) -> None:
        _log.info("stopping on %s after the round under way", signal.Signals(number).name)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    scheduler = timetable(office)
    scheduler.start()
    _log.info("running: %s", "; ".join(str(job) for job in scheduler.get_jobs()))
    stop.wait()
    scheduler.shutdown(wait=True)
    _log.info("stopped")


def timetable(office: Office) -> BackgroundScheduler:
    """The jobs of the house, not started."""
    holder, schedule, zone = holder_name(), office.settings.schedule, office.settings.office.time_zone
    scheduler = BackgroundScheduler(
        timezone=zone,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": _GRACE_SECONDS},
    )

    def add(job: Callable[[], object], trigger: IntervalTrigger | CronTrigger, name: str) -> None:
        scheduler.add_job(
            _guarded(job, name), trigger, id=name, name=name, next_run_time=_first(trigger, office)
        )

    add(lambda: poll(office, holder, resting=True), IntervalTrigger(seconds=schedule.poll_seconds), "poll")
    add(lambda: deliver(office, holder), IntervalTrigger(seconds=schedule.deliver_seconds), "deliver")
    add(lambda: alert_if_silent(office), IntervalTrigger(seconds=60), "alert")
    add(lambda: alert_if_stopped(office), IntervalTrigger(seconds=60), "breaker")
    if schedule.digest_to and schedule.digest_days:
        at = schedule.digest_at
        days = ",".join(schedule.digest_days)
        add(
            lambda: send_digest(office),
            CronTrigger(day_of_week=days, hour=at.hour, minute=at.minute, timezone=zone),
            "digest",
        )
    return scheduler


def _first(trigger: IntervalTrigger | CronTrigger, office: Office) -> object:
    """Rounds start at once; what has an hour waits for it."""
    now = office.now()
    return now if isinstance(trigger, IntervalTrigger) else trigger.get_next_fire_time(None, now)


def _guarded(job: Callable[[], object], name: str) -> Callable[[], None]:
    """A round that fails is said and comes again; it never ends the service."""

    def round_() -> None:
        try:
            job()
        except Exception:  # noqa: BLE001 - said in full, and the next round comes
            _log.exception("the %s round failed; it comes again", name)

    return round_
