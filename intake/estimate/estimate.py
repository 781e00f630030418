"""What a request costs: an effort priced by the town's own card, each cent on a line that says what for.

Work beyond the card's free minutes is paid by the hour, in whole quarter hours (or the card's own unit)
rounded down. The free minutes come off the dearest role first, which favours the requester; what rounding
drops comes off the cheapest, so that more work can never cost less. Review and redaction stand in an estimate
with their minutes and cost nothing (N.C.G.S. 132-6(c)).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from intake.errors import ConfigurationError
from intake.estimate.rates import Effort, RateCard, Task

FREE_ALLOWANCE = "free_allowance"
ROUNDING = "rounding"
PAGES = "pages"
MEDIA = "media"
WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One line: what is done, by which role, how long (minutes), at which hourly rate, for how much (cents).

    The free allowance is a line with negative minutes and cents, and so is what rounding down leaves out;
    review and redaction always costs 0 (N.C.G.S. 132-6(c)). `activity` is one of `rates.Activity`, or
    free_allowance, rounding, pages, media (then `role` is the medium) or waived. Pages and media have a
    `quantity`. The cents of all lines add up to the total.
    """

    activity: str
    role: str
    minutes: int
    cents_per_hour: int
    cents: int
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """A whole estimate in integer cents and minutes, with the version of the card it was made with."""

    number: int
    lines: tuple[EstimateLine, ...]
    total_cents: int
    deposit_cents: int
    valid_until: date
    card_id: str
    card_version: str
    currency: str = "USD"


def estimate(
    effort: Effort, card: RateCard, *, number: int, today: date, holidays: Collection[date] = ()
) -> CostEstimate:
    """Price an effort. Raises ConfigurationError where the card has no rate for a role or a medium of it."""
    lines = [*_labour(effort, card), *_materials(effort, card)]
    total = sum(line.cents for line in lines)
    if 0 < total < card.waive_below_cents:
        lines.append(EstimateLine(WAIVED, "", 0, 0, -total))
        total = 0
    due = total >= card.deposit_threshold_cents
    return CostEstimate(
        number=number,
        lines=tuple(lines),
        total_cents=total,
        deposit_cents=total * card.deposit_percent // 100 if due else 0,
        valid_until=add_business_days(today, card.valid_business_days, holidays),
        card_id=card.id,
        card_version=card.version,
        currency=card.currency,
    )


def add_business_days(start: date, days: int, holidays: Collection[date] = ()) -> date:
    """The last of `days` business days (Monday to Friday, no holiday) that follow `start`."""
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while day.weekday() >= 5 or day in holidays:
            day += timedelta(days=1)
    return day


def _labour(effort: Effort, card: RateCard) -> Iterator[EstimateLine]:
    """Work at full price, then what comes off it. Sums run in cent-minutes: no line loses a fraction."""
    running = 0
    tasks = [task for task in effort.tasks if task.minutes > 0]
    steps = [(task.activity.value, task.role, task.minutes) for task in tasks if task.activity.billable]
    left = _by_role(tasks, card)
    steps += [(FREE_ALLOWANCE, role, -taken) for role, taken in _take(left, card.free_minutes)]
    surplus = sum(left.values()) % card.rounding_minutes
    cheapest_first = dict(reversed(left.items()))
    steps += [(ROUNDING, role, -taken) for role, taken in _take(cheapest_first, surplus)]
    for activity, role, minutes in steps:
        rate = card.rates_cents_per_hour[role]
        before, running = running, running + minutes * rate
        yield EstimateLine(activity, role, minutes, rate, running // 60 - before // 60)
    for task in tasks:
        if not task.activity.billable:
            yield EstimateLine(task.activity.value, task.role, task.minutes, 0, 0)


def _by_role(tasks: list[Task], card: RateCard) -> dict[str, int]:
    """The billable minutes of each role, the dearest role first."""
    minutes: dict[str, int] = {}
    for task in tasks:
        if task.activity.billable:
            minutes[task.role] = minutes.get(task.role, 0) + task.minutes
    for role in minutes:
        if role not in card.rates_cents_per_hour:
            known = ", ".join(sorted(card.rates_cents_per_hour)) or "none"
            raise ConfigurationError(
                f"The rate card {card.id} has no rate for the role {role!r}; it knows {known}."
            )
    return dict(sorted(minutes.items(), key=lambda item: (-card.rates_cents_per_hour[item[0]], item[0])))


def _take(left: dict[str, int], wanted: int) -> Iterator[tuple[str, int]]:
    """Take `wanted` minutes out of `left`, role after role, and say how many came from which."""
    for role, minutes in left.items():
        if taken := min(minutes, wanted):
            left[role] -= taken
            wanted -= taken
            yield role, taken


def _materials(effort: Effort, card: RateCard) -> Iterator[EstimateLine]:
    if effort.pages > 0 and card.page_cents:
        yield EstimateLine(PAGES, "", 0, 0, effort.pages * card.page_cents, quantity=effort.pages)
    for medium, count in effort.media:
        if medium not in card.media_cents:
            known = ", ".join(sorted(card.media_cents)) or "none"
            raise ConfigurationError(
                f"The rate card {card.id} has no price for {medium!r}; it knows {known}."
            )
        if count > 0:
            yield EstimateLine(MEDIA, medium, 0, 0, count * card.media_cents[medium], quantity=count)
