"""The rate card and the effort table: which row decides which request."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from intake.estimate.estimate import estimate
from intake.estimate.rates import Activity, Effort, Rates, Task, effort_for, years_of
from intake.request.model import Frequency, Period, Request, RequestKind

SHIPPED = Path(__file__).parents[2] / "config" / "rates.toml"


@dataclass(frozen=True)
class Published:
    restricted: bool = False


@dataclass(frozen=True)
class Found:
    dataset: Published = Published()
    certain: bool = True
    words: str = "sidewalk inspections"
    gaps: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def rates() -> Rates:
    return Rates.model_validate(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))


def asking(**changes) -> Request:
    whole = {
        "kind": RequestKind.DATASET,
        "datasets": ("sidewalk inspections",),
        "time_range": years(2023, 2025),
        "formats": ("CSV",),
    }
    return Request(**(whole | changes))


def years(first: int, last: int) -> Period:
    return Period(date(first, 1, 1), date(last, 12, 31))


def total(request: Request, rates: Rates, *matches: Found) -> int | None:
    effort = effort_for(request, matches, rates.efforts)
    return effort and estimate(effort, rates.card, number=1, today=date(2026, 11, 2)).total_cents


def test_the_shipped_card_says_that_nobody_adopted_it(rates):
    assert not rates.card.adopted
    assert "EXAMPLE" in SHIPPED.read_text(encoding="utf-8")


def test_a_published_export_takes_no_work(rates):
    assert effort_for(asking(), [Found()], rates.efforts) == Effort(basis="published export")


def test_a_regular_supply_of_a_published_export_takes_no_work(rates):
    assert effort_for(asking(frequency=Frequency.WEEKLY), [Found()], rates.efforts) == Effort(
        basis="published export"
    )


@pytest.mark.parametrize(
    "match",
    [Found(certain=False), Found(gaps=("the years before 2024",)), Found(dataset=Published(restricted=True))],
    ids=["only similar", "with a gap", "restricted"],
)
def test_a_match_that_does_not_give_all_that_is_asked_is_no_published_export(rates, match):
    effort = effort_for(asking(), [match], rates.efforts)
    assert effort is not None
    assert effort.basis == "table from one system"


def test_one_of_two_datasets_published_is_not_enough(rates):
    request = asking(datasets=("sidewalk inspections", "curb ramps"))
    assert effort_for(request, [Found(), Found()], rates.efforts) is None
    assert effort_for(request, [Found(), Found(words="curb ramps")], rates.efforts) == Effort(
        basis="published export"
    )


def test_a_table_of_few_years_stays_within_the_free_allowance(rates):
    assert total(asking(), rates) == 0


def test_minutes_grow_with_the_years(rates):
    effort = effort_for(asking(time_range=years(2023, 2025)), (), rates.efforts)
    assert effort is not None
    assert effort.tasks == (Task(Activity.LOCATE, "clerical", 30), Task(Activity.EXTRACT, "analyst", 105))


def test_a_map_layer_compiled_over_twelve_years_costs_72_dollars(rates):
    request = asking(datasets=("utility cut permits",), formats=("Shapefile",), time_range=years(2014, 2025))
    assert total(request, rates) == 7_200


@pytest.mark.parametrize("formats", [("CSV",), ("GeoJSON", "Shapefile")])
def test_more_years_never_cost_less(rates, formats):
    totals = [
        total(asking(formats=formats, time_range=years(2026 - count, 2025)), rates) for count in range(1, 21)
    ]
    assert None not in totals
    assert totals == sorted(totals)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": RequestKind.API_ACCESS, "formats": ("API",)},
        {"kind": RequestKind.QUESTION},
        {"datasets": ()},
        {"datasets": ("sidewalk inspections", "curb ramps")},
        {"formats": ("PDF",)},
        {"formats": ("CSV", "Shapefile")},
        {"frequency": Frequency.MONTHLY},
        {"time_range": None},
        {"time_range": Period(whole="all")},
        {"time_range": Period(start=date(2019, 1, 1))},
        {"time_range": years(1980, 2025)},
    ],
    ids=" ".join,
)
def test_what_the_table_does_not_decide_is_left_to_a_person(rates, changes):
    assert effort_for(asking(**changes), (), rates.efforts) is None


def test_an_open_end_is_closed_by_the_day_of_today(rates):
    request = asking(time_range=Period(start=date(2019, 6, 1)))
    effort = effort_for(request, (), rates.efforts, today=date(2026, 11, 2))
    assert effort is not None
    assert effort.tasks[1].minutes == 60 + 8 * 15


def test_any_format_will_do_is_decided_by_the_first_row(rates):
    effort = effort_for(asking(formats=("any",)), (), rates.efforts)
    assert effort is not None
    assert effort.basis == "table from one system"


@pytest.mark.parametrize(
    ("period", "count"),
    [
        (Period(date(2020, 1, 1), date(2020, 12, 31)), 1),
        (Period(date(2020, 7, 1), date(2021, 6, 30)), 2),
        (Period(whole="current"), 1),
        (Period(whole="all"), None),
        (Period(end=date(2015, 12, 31)), None),
        (Period(date(2025, 1, 1), date(2019, 1, 1)), 1),
        (None, None),
    ],
)
def test_years_are_calendar_years_touched(period, count):
    assert years_of(period) == count


def test_an_effort_for_a_role_without_a_rate_is_refused():
    table = {
        "card": {"id": "c", "version": "1", "rates_cents_per_hour": {"clerk": 1_800}},
        "efforts": [{"name": "maps", "tasks": [{"activity": "extract", "role": "gis", "minutes": 10}]}],
    }
    with pytest.raises(ValidationError, match="needs the role 'gis', which has no rate"):
        Rates.model_validate(table)


def test_minutes_by_the_year_need_a_bound_on_the_years():
    task = {"activity": "extract", "role": "clerk", "minutes_per_year": 10}
    table = {
        "card": {"id": "c", "version": "1", "rates_cents_per_hour": {"clerk": 1_800}},
        "efforts": [{"name": "tables", "tasks": [task]}],
    }
    with pytest.raises(ValidationError, match="counts years, so it needs years_at_most"):
        Rates.model_validate(table)


@pytest.mark.parametrize(
    "change",
    [
        {"page_cents": 10.5},
        {"free_minutes": -1},
        {"deposit_percent": 101},
        {"rounding_minutes": 0},
        {"rates_cents_per_hour": {"Clerk; DROP": 1}},
        {"rates_cents_per_hour": {"clerk": "18"}},
        {"currency": "dollars"},
        {"minimum_charge": 5},
    ],
    ids=str,
)
def test_a_card_takes_whole_numbers_in_range_and_nothing_unknown(change):
    with pytest.raises(ValidationError):
        Rates.model_validate({"card": {"id": "c", "version": "1", **change}})
