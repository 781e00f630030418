"""What is published: one dataset of the town's catalogue, and how well it matches a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from intake.request.model import Period


@dataclass(frozen=True, slots=True)
class Dataset:
    """One entry of the published catalogue, whatever portal it came from.

    `formats` are names of our vocabulary (CSV, JSON, GeoJSON, XLSX, Shapefile, KML, XML, Parquet, GeoPackage,
    PDF, API). `links` are the addresses of its distributions. `restricted` entries are facts for staff, never
    links for requesters.
    """

    id: str
    title: str
    url: str
    summary: str = ""
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    period: Period | None = None
    modified: date | None = None
    periodicity: str = ""
    restricted: bool = False
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """What a published dataset does not cover, or where we could not tell.

    `field` is fields, time_range or formats; `known` is False where the catalogue does not say;
    `wanted` are the values that are not covered: names of columns or formats as they were asked for, and
    spans of time in figures with an en dash: years 2015 to 2018, ISO dates, nothing at an open end;
    `periods` are those spans as values, to be written out in words.
    """

    field: str
    wanted: tuple[str, ...]
    known: bool = True
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One suggestion. `certain` is True for a URL, an identifier or the exact title; `score` is 0 to 1.

    `words` are those of the request that it answers: one of its dataset names, or an address in its text.
    """

    dataset: Dataset
    score: float
    certain: bool
    words: str = ""
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The catalogue as it was fetched: `fetched_at` is the portal visit's own time."""

    datasets: tuple[Dataset, ...]
    fetched_at: datetime
    source: str = ""
