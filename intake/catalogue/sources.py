"""What portals publish about themselves, read into `Dataset`s; the octets were fetched by somebody else.

DCAT-US 1.1 and 3.0 (`data.json`). Columns are not part of DCAT-US; they are read from a distribution's
`schema`, a Frictionless Table Schema: `{"fields": [{"name", "title"}, ...]}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from intake.catalogue.dataset import Dataset, Snapshot
from intake.catalogue.formats import format_name
from intake.errors import ConfigurationError
from intake.request.model import Period

_OCTETS = 100_000_000
_DATASETS = 50_000
_ITEMS = 500  # keywords, columns, distributions of one entry
_LINE = 500  # characters of a title, a keyword, a column
_TEXT = 5_000  # characters of a description
_MARKUP = 50_000  # characters of a description before its markup is taken out
_URL = 2_000

# ISO 8601 repeating intervals, as DCAT-US 1.1 writes them; the words of version 3 are taken as they are.
_PERIODICITY = {
    "R/P10Y": "decennial",
    "R/P4Y": "quadrennial",
    "R/P3Y": "triennial",
    "R/P2Y": "biennial",
    "R/P1Y": "annual",
    "R/P6M": "semiannual",
    "R/P3M": "quarterly",
    "R/P1M": "monthly",
    "R/P1W": "weekly",
    "R/P7D": "weekly",
    "R/P1D": "daily",
    "R/PT1H": "hourly",
    "R/PT1S": "realtime",
    "continuous": "realtime",
    "annually": "annual",
}
_PERIODICITY_WORDS = frozenset({*_PERIODICITY.values(), "irregular"})


def read_dcat_us(data: bytes, *, fetched_at: datetime) -> Snapshot:
    """A DCAT-US catalogue. Raises ConfigurationError where it is none; odd entries in it are left out.

    An entry needs a title and an identifier (or an address in its place). What is not plainly public, or has
    no address that a requester could open, becomes `restricted`.
    """
    catalogue = _json(data)
    entries = catalogue.get("dataset") if isinstance(catalogue, dict) else None
    if not isinstance(entries, list):
        raise ConfigurationError(
            "The catalogue is no DCAT-US data.json: it has no list `dataset`. Fetch it from the portal again."
        )
    datasets: dict[str, Dataset] = {}
    for entry in entries[:_DATASETS]:
        dataset = _dataset(entry) if isinstance(entry, dict) else None
        if dataset is not None:
            datasets.setdefault(dataset.id, dataset)
    return Snapshot(tuple(datasets.values()), fetched_at, source="DCAT-US")


def _json(data: bytes) -> Any:
    if len(data) > _OCTETS:
        raise ConfigurationError(
            f"The catalogue has {len(data):,} octets; more than {_OCTETS:,} are not read."
        )
    try:
        return json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise ConfigurationError("The catalogue is nested too deep to be a data.json.") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"The catalogue is not UTF-8 (octet {error.start}); fetch it again."
        ) from None
    except json.JSONDecodeError as error:
        start = (
            "it begins like a web page" if data.lstrip()[:1] == b"<" else f"line {error.lineno}: {error.msg}"
        )
        raise ConfigurationError(
            f"The catalogue is not JSON: {start}. Fetch it from the portal again."
        ) from None
    except ValueError as error:  # an integer of thousands of digits
        raise ConfigurationError(f"The catalogue is not JSON that we read: {error}.") from None


def _dataset(entry: dict[str, Any]) -> Dataset | None:
    distributions = [item for item in _list(entry.get("distribution")) if isinstance(item, dict)]
    links = tuple(dict.fromkeys(url for item in distributions for url in _links(item)))
    title, page = _line(entry.get("title")), _url(entry.get("landingPage"))
    identifier = _line(entry.get("identifier")) or _line(entry.get("@id")) or page
    if not title or not identifier:
        return None
    url = page or _url(identifier) or next(iter(links), "")
    return Dataset(
        id=identifier,
        title=title,
        url=url,
        summary=_prose(entry.get("description")),
        keywords=_lines(entry.get("keyword")),
        themes=_lines(entry.get("theme")),
        columns=tuple(dict.fromkeys(name for item in distributions for name in _columns(item))),
        formats=tuple(dict.fromkeys(name for item in distributions if (name := _format(item)))),
        period=_period(entry.get("temporal")),
        modified=_day(_line(entry.get("modified")), last=False),
        periodicity=_periodicity(entry),
        restricted=not url or not _is_public(entry),
        links=links,
    )


def _is_public(entry: dict[str, Any]) -> bool:
    """Version 1.1 says `accessLevel`, 3.0 `accessRestriction` and `accessRights`; a doubt means no."""
    level = _line(entry.get("accessLevel")).casefold()
    rights = _line(entry.get("accessRights")).casefold()
    statuses = [
        _line(item.get("restrictionStatus")).rpartition("/")[2].casefold()
        for item in _list(entry.get("accessRestriction"))
        if isinstance(item, dict)
    ]
    return (
        level in ("", "public")
        and not ("restricted" in rights.replace("unrestricted", "") or "non-public" in rights)
        and all(status == "unrestricted" for status in statuses)
    )


def _links(distribution: dict[str, Any]) -> Iterator[str]:
    for key in ("downloadURL", "accessURL"):
        if url := _url(distribution.get(key)):
            yield url


def _format(distribution: dict[str, Any]) -> str:
    return format_name(
        label=_line(distribution.get("format")),
        media_type=_line(distribution.get("mediaType")),
        url=next(_links(distribution), ""),
        title=_line(distribution.get("title")),
    )


def _columns(distribution: dict[str, Any]) -> Iterator[str]:
    schema = distribution.get("schema")
    for field in _list(schema.get("fields") if isinstance(schema, dict) else None):
        if isinstance(field, dict) and (name := _line(field.get("title")) or _line(field.get("name"))):
            yield name


def _periodicity(entry: dict[str, Any]) -> str:
    """A word for how often it is updated; `modified` may say it too ("R/P1D"). Empty where we have none."""
    for key in ("accrualPeriodicity", "modified"):
        said = _line(entry.get(key)).rpartition("freq/")[2]
        word = _PERIODICITY.get(said, said.casefold())
        word = _PERIODICITY.get(word, word)
        if word in _PERIODICITY_WORDS:
            return word
    return ""


def _period(temporal: object) -> Period | None:
    """Version 1.1 writes "start/end", version 3.0 one or more objects with startDate and endDate."""
    spans: list[Period] = []
    for item in _list(temporal):
        start, end = _ends(item)
        span = Period(_day(start, last=False), _day(end, last=True))
        if (span.start or span.end) and not (span.start and span.end and span.start > span.end):
            spans.append(span)
    if not spans:
        return None
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    return Period(
        None if None in starts else min(day for day in starts if day),
        None if None in ends else max(day for day in ends if day),
    )


def _ends(interval: object) -> tuple[str, str]:
    if isinstance(interval, dict):
        return _line(interval.get("startDate")), _line(interval.get("endDate"))
    start, slash, end = _line(interval).partition("/")
    return (start, end) if slash else (start, start)


def _day(text: str, *, last: bool) -> date | None:
    """The first or last day of an ISO year, month, day or moment; None for anything else ("..", "R/P1D")."""
    text = text[:10]
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        if len(text) == 7 and text[4] == "-":
            year, month = int(text[:4]), int(text[5:])
            following = date(year + month // 12, month % 12 + 1, 1)
            return following - timedelta(days=1) if last else date(year, month, 1)
        if len(text) == 4:
            return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    except (ValueError, OverflowError):
        return None
    return None


def _list(value: object) -> list[Any]:
    """JSON-LD writes one thing bare and several as a list."""
    if value is None:
        return []
    return value[:_ITEMS] if isinstance(value, list) else [value]


def _line(value: object) -> str:
    """One line of text; JSON-LD may wrap it in an object or, for several languages, in a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        wrapped = (value.get(key) for key in ("@value", "prefLabel", "title", "name", "label", "@id"))
        value = next((inner for inner in wrapped if isinstance(inner, str)), "")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _spaced(value[:_LINE]) if isinstance(value, str) else ""


def _lines(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for item in _list(value) if (line := _line(item))))


def _url(value: object) -> str:
    """An address that a person can open; everything else is no address."""
    if isinstance(value, dict):
        value = value.get("accessURL") or value.get("@id") or value.get("url")
    url = value.strip() if isinstance(value, str) else ""
    fit = url.casefold().startswith(("https://", "http://")) and len(url) <= _URL and url.isprintable()
    return url if fit and not set(url) & set(" <>\"'`\\") else ""


def _prose(value: object) -> str:
    """A description as plain text: its markup is taken out, scripts and styles with what they hold."""
    text = value[:_MARKUP] if isinstance(value, str) else _line(value)
    if "<" in text or "&" in text:
        page = LexborHTMLParser(text)
        page.strip_tags(["script", "style"])
        text = page.body.text(separator=" ") if page.body else ""
    return _spaced(text)[:_TEXT]


def _spaced(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
