"""Does a published dataset hold what was asked for: columns, years, formats, as far as we can tell."""

from __future__ import annotations

from datetime import timedelta

from intake.catalogue.dataset import Dataset, Gap
from intake.catalogue.words import stems
from intake.request.model import ALL_FIELDS, ANY_FORMAT, Field, Period, Request

_LIKE = 4  # letters in common that make two words of column names possibly the same: "value", "valuation"
_FILLERS = frozenset({"of", "the", "a", "and", "column", "field"})


def coverage(dataset: Dataset, request: Request) -> tuple[Gap, ...]:
    """What of a request the dataset does not cover, and what we cannot tell; empty where it covers all."""
    return (*_columns(dataset, request), *_period(dataset, request), *_formats(dataset, request))


def _columns(dataset: Dataset, request: Request) -> tuple[Gap, ...]:
    if not request.fields or request.fields == (ALL_FIELDS,):
        return ()
    if not dataset.columns:
        return (Gap(Field.FIELDS.value, request.fields, known=False),)
    title = _roots(dataset.title)
    present = [_roots(column) for column in dataset.columns]
    absent: list[str] = []
    unclear: list[str] = []
    for name in request.fields:
        wanted = _roots(name)
        if any(wanted <= column or (wanted - title and wanted - title <= column) for column in present):
            continue
        (unclear if _resembles(wanted, present) else absent).append(name)
    found = ((absent, True), (unclear, False))
    return tuple(Gap(Field.FIELDS.value, tuple(names), known=known) for names, known in found if names)


def _roots(name: str) -> frozenset[str]:
    """The words of a column's name, so that "date issued" and "issue_date" are the same."""
    return frozenset(_root(word) for word in stems(name) if word not in _FILLERS)


def _root(word: str) -> str:
    for ending in ("ing", "ed", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _resembles(wanted: frozenset[str], present: list[frozenset[str]]) -> bool:
    """Perhaps another wording of a column that is there; then we do not say that it is absent."""
    heads = {word[:_LIKE] for word in wanted}
    return not heads or any(heads & {word[:_LIKE] for word in column} for column in present)


def _period(dataset: Dataset, request: Request) -> tuple[Gap, ...]:
    asked, held = request.time_range, dataset.period
    if asked is None or asked.whole == "all":
        return ()
    if held is None:
        return (_gap((asked,), known=False),)
    if held.whole or asked.whole:
        # A snapshot may keep its past, and a closed series may still be the newest there is.
        same = held.whole in ("all", asked.whole) or (asked.whole == "current" and held.end is None)
        return () if same else (_gap((asked,), known=False),)
    missing = []
    if held.start is not None and (asked.start is None or asked.start < held.start):
        before = held.start - timedelta(days=1)
        missing.append(Period(asked.start, min(before, asked.end or before)))
    if held.end is not None and (asked.end is None or asked.end > held.end):
        after = held.end + timedelta(days=1)
        missing.append(Period(max(after, asked.start or after), asked.end))
    return (_gap(tuple(missing), known=True),) if missing else ()


def _gap(periods: tuple[Period, ...], *, known: bool) -> Gap:
    return Gap(Field.TIME_RANGE.value, tuple(_span(period) for period in periods), known, periods)


def _formats(dataset: Dataset, request: Request) -> tuple[Gap, ...]:
    """One of the formats asked for is enough: "CSV or Excel" names both."""
    if not request.formats or ANY_FORMAT in request.formats or set(request.formats) & set(dataset.formats):
        return ()
    return (Gap(Field.FORMATS.value, request.formats, known=bool(dataset.formats)),)


def _span(period: Period) -> str:
    """A period in figures, which need no translation: years where it has whole ones, else ISO dates."""
    if period.whole:
        return period.whole
    start, end = period.start, period.end
    first_day = start is None or (start.month, start.day) == (1, 1)
    last_day = end is None or (end.month, end.day) == (12, 31)
    if not (first_day and last_day):
        return f"{start or ''}\N{EN DASH}{end or ''}"
    if start and end and start.year == end.year:
        return str(start.year)
    return f"{start.year if start else ''}\N{EN DASH}{end.year if end else ''}"
