"""What an effort costs: the published examples, each rule of the card, and what holds for every effort."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import ConfigurationError
from intake.estimate.estimate import CostEstimate, add_business_days, estimate
from intake.estimate.rates import Activity, Effort, RateCard, Task

MONDAY = date(2026, 11, 2)


def card(**changes):
    figures = {
        "id": "town-of-example",
        "version": "2026-1",
        "free_minutes": 240,
        "rates_cents_per_hour": {"clerk": 1_800, "analyst": 1_800, "gis": 4_000},
        "page_cents": 10,
        "media_cents": {"flash_drive": 700},
        "rounding_minutes": 15,
        "waive_below_cents": 500,
        "deposit_threshold_cents": 5_000,
        "deposit_percent": 50,
        "valid_business_days": 30,
    }
    return RateCard.model_validate(figures | changes)


def priced(*tasks: Task, on: RateCard | None = None, **other) -> CostEstimate:
    return estimate(Effort(tasks, **other), on or card(), number=1, today=MONDAY)


def test_six_hours_forty_of_extraction_and_redaction_cost_forty_five_dollars():
    result = priced(Task(Activity.EXTRACT, "analyst", 400), Task(Activity.REVIEW_REDACT, "clerk", 90))
    assert (result.total_cents, result.deposit_cents) == (4_500, 0)


def test_twelve_hours_cost_144_dollars_and_half_of_it_beforehand():
    result = priced(Task(Activity.EXTRACT, "analyst", 720))
    assert (result.total_cents, result.deposit_cents) == (14_400, 7_200)


def test_three_hours_cost_nothing():
    assert priced(Task(Activity.EXTRACT, "analyst", 180)).total_cents == 0


def test_every_step_of_the_price_is_a_line():
    result = priced(Task(Activity.EXTRACT, "analyst", 400), Task(Activity.REVIEW_REDACT, "clerk", 90))
    shown = [(line.activity, line.role, line.minutes, line.cents) for line in result.lines]
    assert shown == [
        ("extract", "analyst", 400, 12_000),
        ("free_allowance", "analyst", -240, -7_200),
        ("rounding", "analyst", -10, -300),
        ("review_redact", "clerk", 90, 0),
    ]


def test_the_free_minutes_come_off_the_dearest_role_first():
    result = priced(Task(Activity.LOCATE, "clerk", 120), Task(Activity.EXTRACT, "gis", 240))
    assert [line.role for line in result.lines if line.activity == "free_allowance"] == ["gis"]
    assert result.total_cents == 3_600


def test_what_the_dearest_role_leaves_of_the_free_minutes_helps_the_next():
    result = priced(Task(Activity.LOCATE, "clerk", 300), Task(Activity.EXTRACT, "gis", 60))
    taken = {line.role: line.minutes for line in result.lines if line.activity == "free_allowance"}
    assert taken == {"gis": -60, "clerk": -180}
    assert result.total_cents == 3_600


@pytest.mark.parametrize(
    "activity", [Activity.REVIEW_REDACT, Activity.ATTORNEY, Activity.ESTIMATING, Activity.CORRESPONDENCE]
)
def test_work_that_the_town_bears_uses_up_no_free_minutes_and_costs_nothing(activity):
    assert priced(Task(activity, "attorney", 6_000), on=card(free_minutes=0)).total_cents == 0


def test_no_setting_makes_redaction_billable():
    with pytest.raises(ValueError, match="nonchargeable"):
        card(nonchargeable=[])


def test_pages_and_media_are_charged_by_the_piece():
    result = priced(pages=62, media=(("flash_drive", 1),))
    assert [(line.activity, line.role, line.quantity, line.cents) for line in result.lines] == [
        ("pages", "", 62, 620),
        ("media", "flash_drive", 1, 700),
    ]
    assert result.total_cents == 1_320


def test_a_total_too_small_to_collect_is_waived_on_a_line_of_its_own():
    result = priced(pages=49)
    assert result.total_cents == 0
    assert (result.lines[-1].activity, result.lines[-1].cents) == ("waived", -490)


def test_a_total_at_the_limit_is_not_waived():
    assert priced(pages=50).total_cents == 500


def test_a_deposit_is_due_from_the_threshold_on():
    assert priced(pages=499).deposit_cents == 0
    assert priced(pages=500).deposit_cents == 2_500


def test_a_free_request_needs_no_deposit_even_without_a_threshold():
    assert priced(on=card(deposit_threshold_cents=0)).deposit_cents == 0


def test_an_odd_rate_loses_no_cent_between_the_lines():
    odd = card(
        rates_cents_per_hour={"analyst": 1_799}, free_minutes=0, rounding_minutes=1, waive_below_cents=0
    )
    tasks = [
        Task(Activity.LOCATE, "analyst", 7),
        Task(Activity.EXTRACT, "analyst", 11),
        Task(Activity.CONVERT, "analyst", 1),
    ]
    assert priced(*tasks, on=odd).total_cents == 19 * 1_799 // 60


def test_a_role_without_a_rate_is_named():
    with pytest.raises(
        ConfigurationError, match=r"no rate for the role 'wizard'; it knows analyst, clerk, gis"
    ):
        priced(Task(Activity.EXTRACT, "wizard", 10))


def test_a_medium_without_a_price_is_named():
    with pytest.raises(ConfigurationError, match=r"no price for 'wax_cylinder'; it knows flash_drive"):
        priced(media=(("wax_cylinder", 1),))


def test_an_estimate_keeps_its_number_and_the_card_it_was_made_with():
    result = estimate(Effort(), card(), number=3, today=MONDAY)
    assert (result.number, result.card_id, result.card_version, result.currency) == (
        3,
        "town-of-example",
        "2026-1",
        "USD",
    )


def test_validity_counts_business_days():
    assert estimate(Effort(), card(), number=1, today=MONDAY).valid_until == date(2026, 12, 14)


def test_a_weekend_is_no_business_day():
    assert add_business_days(date(2026, 11, 6), 1) == date(2026, 11, 9)
    assert add_business_days(date(2026, 11, 7), 1) == date(2026, 11, 9)


def test_holidays_are_no_business_days():
    thanksgiving = {date(2026, 11, 26), date(2026, 11, 27)}
    assert add_business_days(date(2026, 11, 25), 1, thanksgiving) == date(2026, 11, 30)


def test_no_business_day_later_is_the_same_day():
    assert add_business_days(MONDAY, 0) == MONDAY


ROLES = ("clerk", "analyst", "gis")
tasks = st.builds(Task, st.sampled_from(Activity), st.sampled_from(ROLES), st.integers(0, 3_000))
efforts = st.builds(
    Effort,
    st.lists(tasks, max_size=6).map(tuple),
    pages=st.integers(0, 500),
    media=st.lists(st.tuples(st.just("flash_drive"), st.integers(0, 3)), max_size=2).map(tuple),
)
cards = st.builds(
    lambda free, rates, unit, waive, threshold, percent, page: card(
        free_minutes=free,
        rates_cents_per_hour=dict(zip(ROLES, rates, strict=True)),
        rounding_minutes=unit,
        waive_below_cents=waive,
        deposit_threshold_cents=threshold,
        deposit_percent=percent,
        page_cents=page,
    ),
    st.integers(0, 600),
    st.lists(st.integers(0, 9_999), min_size=3, max_size=3),
    st.integers(1, 120),
    st.integers(0, 3_000),
    st.integers(0, 9_000),
    st.integers(0, 100),
    st.integers(0, 50),
)


@given(efforts, cards)
def test_the_lines_of_every_estimate_add_up(effort, drawn):
    result = estimate(effort, drawn, number=1, today=MONDAY)
    assert sum(line.cents for line in result.lines) == result.total_cents


@given(efforts, cards)
def test_no_estimate_is_negative_and_no_deposit_exceeds_it(effort, drawn):
    result = estimate(effort, drawn, number=1, today=MONDAY)
    assert 0 <= result.deposit_cents <= result.total_cents


@given(efforts, cards)
def test_labour_is_what_the_billable_minutes_in_whole_units_cost(effort, drawn):
    """The formula, computed a second way: list every minute's price, drop the dearest, keep whole units."""
    rates = drawn.rates_cents_per_hour
    prices = sorted(
        rates[task.role] for task in effort.tasks if task.activity.billable for _ in range(task.minutes)
    )
    paid = prices[: max(0, len(prices) - drawn.free_minutes)]
    paid = paid[len(paid) % drawn.rounding_minutes :]
    materials = effort.pages * drawn.page_cents + sum(count * 700 for _, count in effort.media)
    total = sum(paid) // 60 + materials
    expected = 0 if total < drawn.waive_below_cents else total
    assert estimate(effort, drawn, number=1, today=MONDAY).total_cents == expected


@given(efforts, cards, tasks)
def test_more_work_never_costs_less(effort, drawn, more):
    before = estimate(effort, drawn, number=1, today=MONDAY)
    after = estimate(Effort((*effort.tasks, more), effort.pages, effort.media), drawn, number=1, today=MONDAY)
    assert after.total_cents >= before.total_cents


@given(efforts, cards, st.integers(0, 100_000))
def test_redaction_never_changes_the_price(effort, drawn, minutes):
    redacted = Effort(
        (*effort.tasks, Task(Activity.REVIEW_REDACT, "gis", minutes)), effort.pages, effort.media
    )
    before = estimate(effort, drawn, number=1, today=MONDAY)
    assert estimate(redacted, drawn, number=1, today=MONDAY).total_cents == before.total_cents


@given(efforts, cards, st.integers(0, 600))
def test_a_larger_allowance_never_costs_more(effort, drawn, extra):
    generous = drawn.model_copy(update={"free_minutes": drawn.free_minutes + extra})
    before = estimate(effort, drawn, number=1, today=MONDAY)
    assert estimate(effort, generous, number=1, today=MONDAY).total_cents <= before.total_cents


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(1, 90),
    st.frozensets(st.dates(date(2000, 1, 1), date(2090, 1, 1)), max_size=20),
)
def test_validity_always_ends_on_a_business_day(start, days, holidays):
    end = add_business_days(start, days, holidays)
    assert end.weekday() < 5
    assert end not in holidays
    assert (end - start).days >= days
