"""What one decision rests on, put together before the first rule is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from intake.catalogue.dataset import Match
from intake.estimate.rates import Efforts, RateCard
from intake.message.model import Message
from intake.request.completeness import FieldTable
from intake.request.intent import Intent
from intake.request.model import Request
from intake.triage.decision import Known, Policy


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All that the town decided beforehand: policy, questions, rates, holidays."""

    policy: Policy
    fields: FieldTable
    rates: RateCard
    efforts: Efforts
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that one decision rests on. `now` is aware, in the town's own time zone.

    Of a message that joins a ticket: `intent` is what it wants where it states nothing, `unmistakable` that it says
    nothing else, `new_address` another
    address that it wants us to write to, `another_request` that it calls itself a request of its own.
    """

    message: Message
    request: Request
    matches: tuple[Match, ...]
    known: Known
    book: Rulebook
    now: datetime
    intent: Intent | None = None
    unmistakable: bool = False
    new_address: str = ""
    another_request: bool = False
