"""What one decision rests on, put together before the first rule is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from intake.catalogue.dataset import Match
from intake.estimate.rates import Efforts, RateCard
from intake.message.model import Message
from intake.request.completeness import FieldTable
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
    """Everything that one decision rests on. `now` is aware, in the town's own time zone."""

    message: Message
    request: Request
    matches: tuple[Match, ...]
    known: Known
    book: Rulebook
    now: datetime
