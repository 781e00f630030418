"""What portals call a format, in our own names: CSV, JSON, GeoJSON, XLSX, Shapefile, KML, and so on."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Order counts: the first pattern that is found in a label decides, so "GeoJSON" stands before "JSON".
_LABELS = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"geo ?package|gpkg", "GeoPackage"),
        (r"geo ?json|geo\+json", "GeoJSON"),
        (r"geoparquet|parquet", "Parquet"),
        (r"shape ?file|\bshp\b|x-shapefile", "Shapefile"),
        (r"\bkm[lz]\b|google-earth", "KML"),
        (r"\bxlsx?\b|excel|spreadsheetml", "XLSX"),
        (r"\bapi\b|\brest\b|featureserver|mapserver|feature ?service|\bwfs\b|\bwms\b|odata|gtfs-?rt", "API"),
        (r"\bcsv\b|comma.separated", "CSV"),
        (r"\bjson\b", "JSON"),
        (r"\bxml\b|\brdf\b|\bgml\b|\bgpx\b", "XML"),
        (r"\bpdf\b", "PDF"),
    )
)
_LABEL_LENGTH = 200  # characters of a label that are looked at


def format_name(*, label: str = "", media_type: str = "", url: str = "", title: str = "") -> str:
    """Our name of a distribution's format; empty where nothing names one that we know.

    The portal's own label goes first, then the media type, the end of the address, and the title, which alone
    tells a zipped shapefile from another archive.
    """
    for text in (label, media_type, _extension(url), title):
        if name := _named(text):
            return name
    return ""


def _named(text: str) -> str:
    text = text[:_LABEL_LENGTH].casefold()
    return next((name for pattern, name in _LABELS if pattern.search(text)), "")


def _extension(url: str) -> str:
    try:
        last = urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        return ""
    return last.rpartition(".")[2] if "." in last else last
