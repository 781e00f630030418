"""What a published dataset does not cover of a request, and what we cannot tell."""

from datetime import date

import pytest

from intake.catalogue.coverage import coverage
from intake.catalogue.dataset import Dataset, Gap
from intake.request.model import Period, Request

PERMITS = Dataset(
    id="permit-applications",
    title="Building Permits",
    url="https://data.example.org/permits",
    columns=("permit_number", "issue date", "project value", "contractor name", "address"),
    formats=("CSV", "GeoJSON"),
    period=Period(date(2010, 1, 1), None),
)
BARE = Dataset("bare-one", "Bare", "https://data.example.org/bare")
CLOSED = Dataset(
    "stops-1", "Stops", "https://data.example.org/s", period=Period(date(2019, 1, 1), date(2023, 12, 31))
)


def days(start: str = "", end: str = "") -> Period:
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


def test_a_request_within_what_is_published_has_no_gap():
    request = Request(
        fields=("permit number", "date issued"), time_range=days("2019-01-01", "2023-12-31"), formats=("CSV",)
    )
    assert coverage(PERMITS, request) == ()


@pytest.mark.parametrize(
    "name",
    [
        "Permit Number",
        "permit no of the permit number",
        "number",
        "issued date",
        "addresses",
        "date of issue",
        "the value",
    ],
)
def test_a_column_in_other_words_is_no_known_gap(name):
    assert all(not gap.known for gap in coverage(PERMITS, Request(fields=(name,))))


def test_a_column_that_nothing_resembles_is_a_gap():
    assert coverage(PERMITS, Request(fields=("address", "roof color"))) == (Gap("fields", ("roof color",)),)


def test_a_column_that_something_resembles_is_not_said_to_be_absent():
    assert coverage(PERMITS, Request(fields=("valuation",))) == (Gap("fields", ("valuation",), known=False),)


@pytest.mark.parametrize(
    "request_",
    [Request(), Request(fields=("all",), formats=("any",), time_range=Period(whole="all"))],
    ids=["nothing said", "everything"],
)
def test_who_takes_it_as_it_is_meets_no_gap(request_):
    assert coverage(BARE, request_) == ()


def test_where_the_catalogue_is_silent_we_cannot_tell():
    request = Request(fields=("stop id",), time_range=days("2020-01-01", "2020-12-31"), formats=("CSV",))
    assert coverage(BARE, request) == (
        Gap("fields", ("stop id",), known=False),
        Gap("time_range", ("2020",), known=False, periods=(request.time_range,)),
        Gap("formats", ("CSV",), known=False),
    )


@pytest.mark.parametrize(
    ("asked", "missing"),
    [
        (days("2019-01-01", "2023-12-31"), ()),
        (days("2020-05-01", "2021-04-30"), ()),
        (days("2015-01-01", "2023-12-31"), ("2015\N{EN DASH}2018",)),
        (days("2015-01-01", "2015-12-31"), ("2015",)),
        (days("2019-01-01"), ("2024\N{EN DASH}",)),
        (days("", "2020-12-31"), ("\N{EN DASH}2018",)),
        (
            days("2018-07-01", "2024-06-30"),
            ("2018-07-01\N{EN DASH}2018-12-31", "2024-01-01\N{EN DASH}2024-06-30"),
        ),
        (days("2025-01-01", "2025-03-31"), ("2025-01-01\N{EN DASH}2025-03-31",)),
        (days("2026-01-01"), ("2026\N{EN DASH}",)),
    ],
    ids=str,
)
def test_the_days_that_are_not_covered_are_named(asked, missing):
    gaps = coverage(CLOSED, Request(time_range=asked))
    assert tuple(words for gap in gaps for words in gap.wanted) == missing
    assert all(gap.known for gap in gaps)


def test_the_present_state_of_a_closed_series_is_uncertain():
    assert coverage(CLOSED, Request(time_range=Period(whole="current"))) == (
        Gap("time_range", ("current",), known=False, periods=(Period(whole="current"),)),
    )
    assert coverage(PERMITS, Request(time_range=Period(whole="current"))) == ()


def test_one_of_the_formats_asked_for_is_enough():
    assert coverage(PERMITS, Request(formats=("XLSX", "CSV"))) == ()
    assert coverage(PERMITS, Request(formats=("XLSX", "Shapefile"))) == (
        Gap("formats", ("XLSX", "Shapefile")),
    )
