"""What is published of what somebody asks for: certain, likely, or silence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.catalogue.dataset import Dataset, Snapshot
from intake.catalogue.index import Index
from intake.catalogue.sources import read_dcat_us
from intake.request.model import Request, RequestKind

SHIPPED = Path(__file__).parents[2] / "config" / "catalogue.json"
FETCHED = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
SYNONYMS = {
    "crash": ("wreck", "car accident", "collision"),
    "police incident": ("crime", "offense"),
    "garbage": ("trash", "refuse"),
    "building permit": ("construction permit",),
}
INDEX = Index(read_dcat_us(SHIPPED.read_bytes(), fetched_at=FETCHED), SYNONYMS)


def ids(*names: str, text: str = "", index: Index = INDEX, limit: int = 3) -> list[str]:
    return [match.dataset.id for match in index.match(names, text, None, limit)]


def index_of(*datasets: Dataset) -> Index:
    return Index(Snapshot(datasets, FETCHED), {})


def entry(identifier: str, title: str, **other) -> Dataset:
    return Dataset(identifier, title, f"https://data.example.org/{identifier}", **other)


@pytest.mark.parametrize(
    "text",
    [
        "I found https://data.townofexample.example/explore/dataset/town-trees/ but it has no planting dates.",
        "see <http://www.data.townofexample.example/explore/dataset/town-trees/table/?disjunctive.species&sort=site>",
        "(https://data.townofexample.example/api/explore/v2.1/catalog/datasets/town-trees/exports/csv).",
        "We load the data set town-trees every month.",
        "HTTPS://DATA.TownOfExample.example/explore/dataset/Town-Trees",
    ],
    ids=["page", "page below", "file", "identifier", "upper case"],
)
def test_a_dataset_that_the_text_points_at_is_certain(text):
    (match,) = INDEX.match((), text, None)
    assert (match.dataset.id, match.certain, match.score) == ("town-trees", True, 1.0)


@pytest.mark.parametrize(
    "name", ["Traffic Crashes", "traffic crash", "TRAFFIC-CRASHES data", "the traffic crashes dataset"]
)
def test_an_exact_title_is_certain_whatever_its_case_plural_or_punctuation(name):
    (match,) = INDEX.match((name,), "", None)
    assert (match.dataset.id, match.certain, match.words) == ("crash-incidents", True, name)


def test_the_portals_front_page_points_at_no_dataset():
    assert (
        ids(
            text="I looked at https://data.townofexample.example/ and https://data.townofexample.example/explore/"
        )
        == []
    )


def test_a_page_that_two_entries_share_points_at_neither():
    shared = "https://maps.example.org/item?id=1"
    index = index_of(Dataset("bus-a", "Bus lanes", shared), Dataset("bus-b", "Bus shelters", shared))
    assert ids(text=f"see {shared}", index=index) == []


def test_pages_that_differ_only_in_their_query_are_told_apart():
    index = index_of(
        Dataset("bus-a", "Bus lanes", "https://maps.example.org/item?id=1"),
        Dataset("bus-b", "Bus shelters", "https://maps.example.org/item?id=2"),
    )
    assert ids(text="see https://maps.example.org/item?id=2.", index=index) == ["bus-b"]


def test_a_title_that_two_entries_share_is_not_certain():
    index = index_of(entry("trees-2019", "Street Trees"), entry("trees-2024", "Street trees"))
    assert [match.certain for match in index.match(("street trees",), "", None)] == [False, False]


def test_a_plain_word_as_identifier_is_not_found_in_running_text():
    index = index_of(entry("parks", "Parks and Facilities"), entry("2023", "Yearbook"))
    assert ids(text="In 2023 we played in all the parks.", index=index) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("street trees", ["town-trees"]),
        ("zoning map", ["zoning-districts"]),
        ("crime data", ["police-incidents"]),
        ("car accidents", ["crash-incidents"]),
        ("trash collection routes", ["solid-waste-routes"]),
        ("construction permits since 2019", ["permit-applications"]),
        ("town checkbook", ["vendor-payments"]),
        ("311 requests", ["service-requests"]),
        ("bus ridership by line", ["transit-ridership"]),
        ("lead in drinking water", ["water-quality"]),
        ("playgrounds", ["parks"]),
        ("pavement condition ratings", ["pavement-condition"]),
        ("hydrant locations", ["fire-hydrants"]),
        ("911 calls", ["police-calls-for-service"]),
    ],
)
def test_a_name_in_other_words_is_found_and_not_certain(name, expected):
    matches = INDEX.match((name,), "", None)
    assert [match.dataset.id for match in matches] == expected
    assert not matches[0].certain
    assert matches[0].score < 1


@pytest.mark.parametrize(
    "name",
    [
        "beehive locations",
        "dog licences",
        "restaurant inspections",
        "sidewalk inspections",
        "sign permits",
        "tree removal permits",
        "utility cut permits",
        "election results",
        "affordable housing units",
        "noise complaints",
        "parcel boundaries",
        "tax bills",
        "data about my neighborhood",
        "the latest open data",
        "CSV",
        "2023",
        "",
        "!!!",
        "数据",
    ],
)
def test_what_is_not_published_gets_no_link(name):
    assert ids(name) == []


def test_two_that_are_as_likely_are_both_suggested():
    assert ids("permits") == ["permit-applications", "solar-permits"]


def test_a_word_that_would_mean_anything_means_nothing():
    titles = ("Sign Permits", "Fence Permits", "Pool Permits", "Event Permits")
    index = index_of(*(entry(title.casefold().replace(" ", "-"), title) for title in titles))
    assert ids("permits", index=index) == []
    assert ids("permits", index=index, limit=4) == [
        "sign-permits",
        "fence-permits",
        "pool-permits",
        "event-permits",
    ]


def test_restricted_entries_come_marked_and_displace_none():
    index = index_of(
        entry("gate-log", "Gate Log", restricted=True),
        entry("gates", "Gate Inventory"),
        entry("gate-repairs", "Gate Repairs"),
    )
    matches = index.match(("gate",), "", None, limit=2)
    assert [match.dataset.restricted for match in matches].count(False) == 2
    assert "gate-log" in {match.dataset.id for match in matches}


def test_a_restricted_entry_is_recognised_by_its_title():
    (match,) = INDEX.match(("water meter readings",), "", None)
    assert (match.dataset.restricted, match.certain) == (True, True)


def test_every_dataset_asked_for_gets_its_own_match():
    assert ids("bus stops", "fire incidents") == ["bus-stops", "fire-incidents"]


def test_at_most_three_are_suggested_and_the_certain_ones_first():
    matches = INDEX.match(("zoning", "street trees", "bus stops", "fire incidents"), "", None)
    assert [match.certain for match in matches] == [True, True, False]


def test_one_dataset_is_suggested_once():
    (match,) = INDEX.match(("street trees", "tree inventory"), "the town-trees export", None)
    assert match.certain


def test_without_a_limit_to_suggest_nothing_public_comes():
    assert ids("bus stops", limit=0) == []


def test_a_match_tells_what_it_does_not_cover():
    request = Request(
        kind=RequestKind.DATASET,
        datasets=("bus stops",),
        fields=("stop name", "bench material"),
        formats=("Parquet",),
    )
    (match,) = INDEX.match(request.datasets, "", request)
    assert {gap.field: gap.wanted for gap in match.gaps} == {
        "fields": ("bench material",),
        "formats": ("Parquet",),
    }


def test_an_empty_catalogue_is_silent():
    assert ids("bus stops", text="https://data.example.org/bus-stops", index=index_of()) == []


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=300))
def test_no_words_of_a_stranger_break_it(names, text):
    for match in INDEX.match(tuple(names), text + " https://[" + text, None):
        assert 0 < match.score <= 1


@pytest.mark.parametrize(
    "text",
    ["a-" * 100_000, "a" * 200_000, "https://" * 25_000, "https://x.example/" + "a/" * 50_000, "?" * 200_000],
)
def test_long_monotonous_text_is_read_to_its_end(text):
    assert ids("bus stops " * 2_000, text=text) in ([], ["bus-stops"])
