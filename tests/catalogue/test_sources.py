"""Reading a portal's data.json: versions 1.1 and 3.0, odd entries, and files that are none."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.catalogue.dataset import Dataset, Snapshot
from intake.catalogue.formats import format_name
from intake.catalogue.sources import read_dcat_us
from intake.errors import ConfigurationError
from intake.request.model import Period

FETCHED = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
SHIPPED = Path(__file__).parents[2] / "config" / "catalogue.json"


def read(*entries: object) -> Snapshot:
    return read_dcat_us(json.dumps({"dataset": entries}).encode(), fetched_at=FETCHED)


def one(**entry: object) -> Dataset:
    whole = {
        "identifier": "curb-ramps",
        "title": "Curb Ramps",
        "landingPage": "https://data.example.org/curb-ramps",
    }
    return read(whole | entry).datasets[0]


def test_an_entry_of_version_1_1_is_read_whole():
    dataset = one(
        description="<p>Ramps at <b>crossings</b> &amp; driveways.</p>",
        keyword=["ADA", "sidewalks"],
        theme=["Transportation"],
        modified="2026-09-14",
        accrualPeriodicity="R/P1M",
        temporal="2012-01-01/2025-12-31",
        accessLevel="public",
        distribution=[
            {
                "mediaType": "text/csv",
                "downloadURL": "https://data.example.org/curb-ramps.csv",
                "schema": {"fields": [{"name": "ramp_id"}, {"name": "slope_pct", "title": "slope percent"}]},
            },
            {"format": "GeoJSON", "downloadURL": "https://data.example.org/curb-ramps.geojson"},
        ],
    )
    assert dataset == Dataset(
        id="curb-ramps",
        title="Curb Ramps",
        url="https://data.example.org/curb-ramps",
        summary="Ramps at crossings & driveways.",
        keywords=("ADA", "sidewalks"),
        themes=("Transportation",),
        columns=("ramp_id", "slope percent"),
        formats=("CSV", "GeoJSON"),
        period=Period(date(2012, 1, 1), date(2025, 12, 31)),
        modified=date(2026, 9, 14),
        periodicity="monthly",
        links=("https://data.example.org/curb-ramps.csv", "https://data.example.org/curb-ramps.geojson"),
    )


def test_an_entry_of_version_3_is_read_whole():
    dataset = one(
        **{
            "@type": "dcat:Dataset",
            "title": {"@value": "Curb Ramps", "@language": "en"},
            "keyword": "ADA",
            "theme": [{"@type": "skos:Concept", "prefLabel": "Transportation"}],
            "modified": {"@type": "xsd:dateTime", "@value": "2026-09-14T03:00:00Z"},
            "accrualPeriodicity": "weekly",
            "landingPage": {"@id": "https://data.example.org/curb-ramps", "title": "Curb ramps"},
            "temporal": [
                {"@type": "PeriodOfTime", "startDate": "2012", "endDate": "2019-06"},
                {"startDate": "2021-01-01"},
            ],
            "accessRestriction": {"restrictionStatus": "https://data.example.org/vocab/Unrestricted"},
            "distribution": {
                "accessURL": {"@id": "https://data.example.org/FeatureServer/0"},
                "format": "Esri REST",
            },
        }
    )
    assert (dataset.title, dataset.keywords, dataset.themes) == ("Curb Ramps", ("ADA",), ("Transportation",))
    assert (dataset.modified, dataset.periodicity) == (date(2026, 9, 14), "weekly")
    assert dataset.period == Period(date(2012, 1, 1), None)
    assert (dataset.url, dataset.formats) == ("https://data.example.org/curb-ramps", ("API",))
    assert not dataset.restricted


@pytest.mark.parametrize(
    "entry",
    [
        {"accessLevel": "non-public"},
        {"accessLevel": "restricted public"},
        {"accessLevel": "who knows"},
        {"accessRestriction": [{"restrictionStatus": "https://data.example.org/vocab/Restricted-Partly"}]},
        {"accessRights": {"@id": "https://data.example.org/r", "label": "Restricted to staff"}},
        {"landingPage": None},
        {"landingPage": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_what_is_not_plainly_public_and_linked_is_restricted(entry):
    assert one(**entry).restricted


def test_an_unrestricted_rights_statement_is_public():
    assert not one(accessRights="Unrestricted").restricted


def test_without_a_page_the_first_distribution_is_the_address():
    dataset = one(landingPage="", distribution=[{"downloadURL": "https://data.example.org/r.csv"}])
    assert (dataset.url, dataset.restricted) == ("https://data.example.org/r.csv", False)


@pytest.mark.parametrize(
    ("temporal", "period"),
    [
        ("2019-01-01T00:00:00Z/2023-12-31T23:59:59Z", Period(date(2019, 1, 1), date(2023, 12, 31))),
        ("2019-01-01/..", Period(date(2019, 1, 1), None)),
        ("../2015", Period(None, date(2015, 12, 31))),
        ("2024-02/2024-02", Period(date(2024, 2, 1), date(2024, 2, 29))),
        ("2023-12/2023-12", Period(date(2023, 12, 1), date(2023, 12, 31))),
        ("2021", Period(date(2021, 1, 1), date(2021, 12, 31))),
        ("2023-01-01/2019-01-01", None),
        ("0000-13/9999-99", None),
        ("R/P1Y", None),
        ("whenever", None),
        (17, None),
        ([], None),
    ],
    ids=str,
)
def test_temporal_is_a_period_of_days_or_nothing(temporal, period):
    assert one(temporal=temporal).period == period


def test_modified_may_be_a_repeating_interval():
    dataset = one(modified="R/P1D")
    assert (dataset.modified, dataset.periodicity) == (None, "daily")


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("http://purl.org/cld/freq/annual", "annual"),
        ("Quarterly", "quarterly"),
        ("irregular", "irregular"),
        ("R/PT1S", "realtime"),
        ("now and then; <b>DROP</b>", ""),
    ],
)
def test_periodicity_is_a_known_word_or_nothing(said, word):
    assert one(accrualPeriodicity=said).periodicity == word


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"label": "CSV"}, "CSV"),
        ({"media_type": "application/vnd.geo+json"}, "GeoJSON"),
        ({"media_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, "XLSX"),
        ({"label": "ZIP", "title": "Parcels (Shapefile)"}, "Shapefile"),
        ({"media_type": "application/zip", "url": "https://data.example.org/exports/shp"}, "Shapefile"),
        ({"label": "KMZ"}, "KML"),
        ({"label": "ArcGIS GeoServices REST API"}, "API"),
        ({"url": "https://data.example.org/a/b.parquet?x=1"}, "Parquet"),
        ({"media_type": "application/geopackage+sqlite3"}, "GeoPackage"),
        ({"media_type": "application/json"}, "JSON"),
        ({"media_type": "application/rdf+xml"}, "XML"),
        ({"url": "https://[broken/x"}, ""),
        ({"label": "GTFS", "media_type": "application/zip"}, ""),
    ],
    ids=str,
)
def test_formats_get_our_own_names(given, name):
    assert format_name(**given) == name


def test_scripts_and_styles_leave_with_what_they_hold():
    summary = one(description="Ramps<script>steal()</script><style>p{}</style><br>and <i>curbs").summary
    assert summary == "Ramps and curbs"


def test_control_characters_and_lone_surrogates_become_spaces():
    assert one(title="Curb\r\nBcc: x\u2028Ramps\ud800").title == "Curb Bcc: x Ramps"


@pytest.mark.parametrize(
    "url", ["https://data.example.org/a b", 'https://e.example/"onclick="x', "ftp://data.example.org/x"]
)
def test_an_address_that_could_break_out_of_a_link_is_none(url):
    assert one(landingPage=url).url == ""


def test_the_first_of_two_entries_with_one_identifier_stands():
    first, second = {"identifier": "x-1", "title": "First"}, {"identifier": "x-1", "title": "Second"}
    assert [dataset.title for dataset in read(first, second).datasets] == ["First"]


def test_entries_that_name_nothing_are_left_out():
    assert read({"title": "No identifier"}, {"identifier": "no-title"}, "text", None, 7).datasets == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html>domain could not be found</html>", "it begins like a web page"),
        (b'{"dataset": [', "not JSON: line 1"),
        (b'{"success": true}', "no list `dataset`"),
        (b"[]", "no list `dataset`"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"dataset": [' + b"9" * 6_000 + b"]}", "not JSON that we read"),
        (b"\xff\xfe{}", "not UTF-8"),
    ],
    ids=["html", "cut off", "another API", "a list", "deep", "long number", "utf-16"],
)
def test_what_is_no_catalogue_is_refused_in_a_sentence(data, words):
    with pytest.raises(ConfigurationError, match=words):
        read_dcat_us(data, fetched_at=FETCHED)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["@value", "@id", "name", "fields"]), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = (
    "identifier",
    "title",
    "description",
    "keyword",
    "theme",
    "modified",
    "temporal",
    "accessLevel",
    "landingPage",
    "accrualPeriodicity",
    "distribution",
    "accessRights",
    "accessRestriction",
    "@id",
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, json_values)),
    st.dictionaries(st.sampled_from(["format", "mediaType", "downloadURL", "schema", "title"]), json_values),
)
def test_no_entry_whatever_its_types_stops_the_others(entry, distribution):
    good = {"identifier": "good-one", "title": "Good", "landingPage": "https://data.example.org/good"}
    snapshot = read(entry, entry | {"identifier": "odd-one", "distribution": [distribution]}, good)
    assert "good-one" in {dataset.id for dataset in snapshot.datasets}


def test_the_shipped_sample_is_read_without_loss():
    data = SHIPPED.read_bytes()
    snapshot = read_dcat_us(data, fetched_at=FETCHED)
    assert len(snapshot.datasets) == len(json.loads(data)["dataset"])
    assert snapshot.fetched_at == FETCHED
    public = [dataset for dataset in snapshot.datasets if not dataset.restricted]
    assert all(dataset.url.startswith("https://data.townofexample.example/") for dataset in public)
    assert all(dataset.modified and dataset.periodicity and dataset.summary for dataset in snapshot.datasets)
    assert {dataset.id for dataset in snapshot.datasets if dataset.restricted} == {
        "water-meter-readings",
        "program-registrations",
        "alarm-permits",
    }
