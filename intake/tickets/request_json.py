"""Requests and estimates as plain JSON values and back, without loss.

A recalled ticket has a request equal to the one that was recorded, findings included. A value of a finding
is written under the name of its type where JSON has none for it.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Any

from intake.estimate.estimate import CostEstimate, EstimateLine
from intake.request.model import (
    Contact,
    Field,
    Finding,
    Frequency,
    Period,
    Request,
    RequestKind,
    State,
)

Json = dict[str, Any]

_ENUMS: dict[str, type[StrEnum]] = {
    "kind": RequestKind,
    "frequency": Frequency,
    "state": State,
    "field": Field,
}
_ENUM_NAMES = {enum: name for name, enum in _ENUMS.items()}


def request_to_json(request: Request) -> Json:
    """The request as values that JSON knows."""
    return {
        "kind": request.kind.value,
        "datasets": list(request.datasets),
        "fields": list(request.fields),
        "time_range": request.time_range and _period_to_json(request.time_range),
        "formats": list(request.formats),
        "intended_use": request.intended_use,
        "frequency": request.frequency and request.frequency.value,
        "deadline": request.deadline and request.deadline.isoformat(),
        "contact": asdict(request.contact),
        "protected": list(request.protected),
        "language": request.language,
        "findings": [_finding_to_json(finding) for finding in request.findings],
    }


def request_from_json(row: Json) -> Request:
    """The request that `request_to_json` was given."""
    return Request(
        kind=RequestKind(row["kind"]),
        datasets=tuple(row["datasets"]),
        fields=tuple(row["fields"]),
        time_range=_period_from_json(row["time_range"]) if row["time_range"] else None,
        formats=tuple(row["formats"]),
        intended_use=row["intended_use"],
        frequency=Frequency(row["frequency"]) if row["frequency"] else None,
        deadline=date.fromisoformat(row["deadline"]) if row["deadline"] else None,
        contact=Contact(**row["contact"]),
        protected=tuple(row["protected"]),
        language=row["language"],
        findings=tuple(_finding_from_json(finding) for finding in row["findings"]),
    )


def estimate_to_json(estimate: CostEstimate) -> Json:
    """The estimate as values that JSON knows: cents and minutes stay whole numbers."""
    return {
        "number": estimate.number,
        "lines": [asdict(line) for line in estimate.lines],
        "total_cents": estimate.total_cents,
        "deposit_cents": estimate.deposit_cents,
        "valid_until": estimate.valid_until.isoformat(),
        "card_id": estimate.card_id,
        "card_version": estimate.card_version,
        "currency": estimate.currency,
    }


def estimate_from_json(row: Json) -> CostEstimate:
    """The estimate that `estimate_to_json` was given."""
    lines = tuple(EstimateLine(**line) for line in row["lines"])
    return CostEstimate(
        **{**row, "lines": lines, "valid_until": date.fromisoformat(row["valid_until"])},
    )


def _finding_to_json(finding: Finding[object]) -> Json:
    return {
        "field": finding.field.value,
        "value": _value_to_json(finding.value),
        "text": finding.text,
        "reader": finding.reader,
        "state": finding.state.value,
    }


def _finding_from_json(row: Json) -> Finding[object]:
    return Finding(
        field=Field(row["field"]),
        value=_value_from_json(row["value"]),
        text=row["text"],
        reader=row["reader"],
        state=State(row["state"]),
    )


def _value_to_json(value: object) -> Any:
    """What a reader found; raises TypeError for a type that no reader finds."""
    match value:
        case StrEnum():
            return {_ENUM_NAMES[type(value)]: value.value}
        case None | bool() | int() | float() | str():
            return value
        case tuple():
            return {"tuple": [_value_to_json(one) for one in value]}
        case list():
            return {"list": [_value_to_json(one) for one in value]}
        case frozenset():
            return {"set": sorted((_value_to_json(one) for one in value), key=str)}
        case date():
            return {"date": value.isoformat()}
        case Period():
            return {"period": _period_to_json(value)}
        case Contact():
            return {"contact": asdict(value)}
    raise TypeError(f"a finding's value of type {type(value).__name__} has no stored form")


def _value_from_json(stored: Any) -> object:
    if not isinstance(stored, dict):
        return stored
    ((name, value),) = stored.items()
    match name:
        case "tuple":
            return tuple(_value_from_json(one) for one in value)
        case "list":
            return [_value_from_json(one) for one in value]
        case "set":
            return frozenset(_value_from_json(one) for one in value)
        case "date":
            return date.fromisoformat(value)
        case "period":
            return _period_from_json(value)
        case "contact":
            return Contact(**value)
    return _ENUMS[name](value)


def _period_to_json(period: Period) -> Json:
    return {
        "start": period.start and period.start.isoformat(),
        "end": period.end and period.end.isoformat(),
        "whole": period.whole,
    }


def _period_from_json(row: Json) -> Period:
    return Period(
        start=date.fromisoformat(row["start"]) if row["start"] else None,
        end=date.fromisoformat(row["end"]) if row["end"] else None,
        whole=row["whole"],
    )
