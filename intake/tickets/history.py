"""Who said what when: the difference between two requests as lines of a ticket's history."""

from __future__ import annotations

from typing import Any

from intake.request.model import Request

_LONGEST_PROOF = 200


def changes(before: Request, after: Request) -> list[tuple[str, str, dict[str, Any]]]:
    """Each field that differs: its name, the change in words, and the values before and after."""
    old, new = _facts(before), _facts(after)
    proofs = {finding.field.value: finding.text for finding in reversed(after.findings)}
    return [
        (
            name,
            f"{name}: {_shown(old[name])} → {_shown(new[name])}" + _proof(proofs.get(name)),
            {"field": name, "before": old[name], "after": new[name]},
        )
        for name in new
        if old[name] != new[name]
    ]


def _facts(request: Request) -> dict[str, Any]:
    return {**request.as_json(), "protected": list(request.protected)}


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items() if one) or "nothing"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return str(value) if value else "nothing"


def _proof(words: str | None) -> str:
    return f" (“{words[:_LONGEST_PROOF]}”)" if words else ""
