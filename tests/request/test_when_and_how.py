"""Periods, deadlines, rhythms and formats, as people write them; read from a message of Monday 2 November 2026."""

from datetime import date

import pytest

from intake.message.parse import parse
from intake.request.model import Frequency, Period, State
from intake.request.read import read
from intake.settings import load

WORDS = load(None, {}).phrases


def request(text, subject="Data request"):
    head = f"From: Ines Wolfe <ines@example.org>\nSubject: {subject}\nDate: Mon, 2 Nov 2026 09:30:00 -0500\n"
    return read(parse((head + "Content-Type: text/plain; charset=utf-8\n\n" + text).encode()), WORDS)


def span(start, end):
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


PERIODS = {
    "Please send the crash reports from 2019 to 2023 as CSV.": span("2019-01-01", "2023-12-31"),
    "We would like the permits for 2019-2023.": span("2019-01-01", "2023-12-31"),
    "Could I get the pool attendance for March to June 2022?": span("2022-03-01", "2022-06-30"),
    "I need the noise complaints between January 15, 2024 and March 3, 2024.": span(
        "2024-01-15", "2024-03-03"
    ),
    "Please export all code cases since May 2017.": span("2017-05-01", None),
    "We want the tree removals, 2020 to present.": span("2020-01-01", None),
    "I'd like the call data for FY2023.": span("2022-07-01", "2023-06-30"),
    "Please send the ledgers for fiscal years 2022, 2023 and 2024.": span("2021-07-01", "2024-06-30"),
    "Can we have the field reservations for the 2024-25 school year?": span("2024-08-01", "2025-06-30"),
    "I need the ridership numbers for Q2 2025.": span("2025-04-01", "2025-06-30"),
    "May I have the inspections of the last five years?": span("2021-11-02", "2026-11-02"),
    "Please send the parking citations for the past 18 months.": span("2025-05-02", "2026-11-02"),
    "Could you send last year's dog licenses?": span("2025-01-01", "2025-12-31"),
    "We need all permits issued this year.": span("2026-01-01", None),
    "I want the salt purchases through the end of last month, starting January 2025.": span(
        "2025-01-01", "2026-10-31"
    ),
    "Please send the complaints logged from January 1, 2025 through the end of last month.": span(
        "2025-01-01", "2026-10-31"
    ),
    "Quisiera las multas de 2021 a 2024.": span("2021-01-01", "2024-12-31"),
    "Necesito los permisos desde enero de 2023.": span("2023-01-01", None),
    "Send permits issued in '22 and '23 please.": span("2022-01-01", "2023-12-31"),
    "I'd like the tree plantings over the last decade.": span("2016-11-02", "2026-11-02"),
    "Please send the data as far back as 2008.": span("2008-01-01", None),
    "I need the crash data for school years 2022-23 and 2023-24.": span("2022-08-01", "2024-06-30"),
    "Please send all citations prior to 2010.": span(None, "2009-12-31"),
    "Necesito los accidentes entre marzo y junio de 2025.": span("2025-03-01", "2025-06-30"),
    "I need the leaf routes for all years you have.": Period(whole="all"),
    "Please send me the latest version of the zoning map.": Period(whole="current"),
}


@pytest.mark.parametrize(("text", "period"), PERIODS.items(), ids=[text[:50] for text in PERIODS])
def test_period_is_read_as_a_clerk_would(text, period):
    assert request(text).time_range == period


@pytest.mark.parametrize(
    "text",
    [
        "I have lived at 1987 Mayfair Court since 1998 and would like a list of the benches in the park.",
        "Please send me the sidewalk inventory. Ordinance 2019-33 says that you keep one.",
        "Could you send the hydrant locations? My case number is 25-2024.",
        "Please send the bench list before our hearing on March 9, 2027.",
        "Our club was founded in 2011. Could we get the trail counter locations?",
    ],
)
def test_what_only_looks_like_a_period_is_none(text):
    assert request(text).time_range is None


def test_correction_in_a_postscript_beats_what_stands_above():
    found = request(
        "Please send the tree permits for 2015 through 2018.\n\nInes\n\nPS make it 2022 through 2024.\n"
    )
    assert found.time_range == span("2022-01-01", "2024-12-31")


def test_labelled_period_beats_prose():
    found = request("I have asked for 2012 before.\n\nData: tree permits\nPeriod: 2020 - 2021\nFormat: CSV\n")
    assert found.time_range == span("2020-01-01", "2021-12-31")


def test_all_years_is_an_answer():
    assert request("I need the leaf routes for all years.").states()["time_range"] is State.WILDCARD


def test_postscript_changes_period_and_format():
    found = request(
        "Please send the crosswalk counts for 2018-2022.\n\nDesmond\n\n"
        "P.S. The school opened in 2020. So 2020 through 2025, and as Excel please.\n"
    )
    assert found.time_range == span("2020-01-01", "2025-12-31")
    assert found.formats == ("XLSX",)


DEADLINES = {
    "I need the permit list by November 20.": "2026-11-20",
    "Could you send me the pool attendance counts by Friday?": "2026-11-06",
    "Please send the list no later than December 1, 2026.": "2026-12-01",
    "We must have the bench list by the end of the month.": "2026-11-30",
    "We would like the crash reports within two weeks.": "2026-11-16",
    "We need the crash numbers by November 18; the application is due November 30.": "2026-11-18",
    "Necesito los datos antes del 15 de noviembre.": "2026-11-15",
    "My paper is due December 4, so I'd like the crash data a week before that.": "2026-11-27",
    "We need the salaries by year's end.": "2026-12-31",
    "I need the list of benches no later than 5 pm on 11/13.": "2026-11-13",
    "I would need the parcel layer by mid-November.": "2026-11-15",
    "Please send me the list of park benches within five business days.": "2026-11-09",
}


@pytest.mark.parametrize(("text", "day"), DEADLINES.items(), ids=[text[:40] for text in DEADLINES])
def test_deadline_is_the_day_by_which_they_need_it(text, day):
    assert request(text).deadline == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "Please send the bench list as soon as possible.",
        "Our report goes in on December 1, but honestly there is no deadline for the bench list.",
        "The festival runs from December 5 to 12. Could I have the list of last year's vendors?",
        "I wrote to you on October 3 about the tree permits and would like them as CSV.",
    ],
)
def test_haste_and_events_are_no_deadline(text):
    assert request(text).deadline is None


FORMATS = {
    "Please send the tree list as an Excel spreadsheet.": ("XLSX",),
    "Please send the tree list as CSV or JSON, either is fine.": ("CSV", "JSON"),
    "We need the zoning layer as a shapefile, not PDF.": ("Shapefile",),
    "Send me the tree list in any format.": ("any",),
    "GeoJSON would be best for the greenway lines, please send them.": ("GeoJSON",),
    "Please send the tree list.": (),
}


@pytest.mark.parametrize(("text", "formats"), FORMATS.items(), ids=[text[:40] for text in FORMATS])
def test_formats_are_those_that_are_wanted(text, formats):
    assert request(text).formats == formats


def test_api_request_has_the_format_api():
    found = request("We would like an API key for the bus stop endpoint; our app would call it once an hour.")
    assert "API" in found.formats
    assert found.frequency is Frequency.HOURLY


def test_rhythm_of_the_data_is_not_the_rhythm_of_the_request():
    assert request("Please send the monthly water usage totals for 2024 as CSV.").frequency is None


def test_regular_supply_has_a_rhythm():
    found = request("Could you send us the new building permits every month, as Excel?")
    assert found.frequency is Frequency.MONTHLY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Could you please send me the list of public benches in the town?", "en"),
        ("Buenos días, quisiera recibir la lista de los bancos públicos del pueblo, por favor.", "es"),
        ("Bonjour, je voudrais recevoir la liste des bancs publics de la ville, merci d'avance.", "fr"),
        ("ok", "en"),
    ],
)
def test_language_is_that_of_the_writer(text, language):
    assert request(text).language == language


@pytest.mark.parametrize(
    "text", ["2019 to 2020 " * 8_000, "by Friday " * 10_000, "Format: " * 10_000, "(" * 90_000]
)
def test_hundred_kilobytes_of_anything_are_read(text):
    request(text)
