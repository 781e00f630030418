"""What a request costs: a first shape, priced by the town's own card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One line: what is done, by which role, how long (minutes), at which hourly rate, for how much (cents).

    The free allowance is a line with negative cents; review and redaction always costs 0 (N.C.G.S. 132-6(c)).
    """

    activity: str
    role: str
    minutes: int
    cents_per_hour: int
    cents: int


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """A whole estimate in integer cents and minutes, with the version of the card it was made with."""

    number: int
    lines: tuple[EstimateLine, ...]
    total_cents: int
    deposit_cents: int
    valid_until: date
    card_id: str
    card_version: str
    currency: str = "USD"
