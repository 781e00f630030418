"""The town's rate card and its table of standard efforts; both are `config/rates.toml`.

Money is integer cents, time integer minutes, percentages whole numbers. What may never be billed is decided
here, in `Activity`, and not by any file: separating confidential from public information is at the town's
cost (N.C.G.S. 132-6(c)), and nobody pays for being answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, model_validator

from intake.request.model import ANY_FORMAT, Frequency, Period, Request, RequestKind

Count = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Role = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,30}$")]


class Activity(StrEnum):
    """What staff do for a request."""

    LOCATE = "locate"
    EXTRACT = "extract"
    COMPILE = "compile"
    CONVERT = "convert"
    REVIEW_REDACT = "review_redact"
    ATTORNEY = "attorney"
    ESTIMATING = "estimating"
    CORRESPONDENCE = "correspondence"

    @property
    def billable(self) -> bool:
        """False for review, redaction, legal advice, estimating and letters, whatever a card says."""
        return self in _BILLABLE


_BILLABLE = frozenset({Activity.LOCATE, Activity.EXTRACT, Activity.COMPILE, Activity.CONVERT})


@dataclass(frozen=True, slots=True)
class Task:
    """So many minutes of one role at one activity."""

    activity: Activity
    role: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Effort:
    """What a request takes: work, pages copied, pieces of each medium. `basis` names the row that said so."""

    tasks: tuple[Task, ...] = ()
    pages: int = 0
    media: tuple[tuple[str, int], ...] = ()
    basis: str = ""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RateCard(_Table):
    """One version of the town's fees. Rates are cents an hour by role, the rest cents a piece.

    `free_minutes` of every request cost nothing; what remains is counted in whole `rounding_minutes`, always
    down; a total below `waive_below_cents` is waived; from `deposit_threshold_cents` on `deposit_percent` are
    due beforehand. `adopted` says whether the town's governing body adopted this card.
    """

    id: str = Field(min_length=1, max_length=80)
    version: str = Field(min_length=1, max_length=40)
    adopted: bool = False
    adopted_on: date | None = None
    legal_basis: str = ""
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    free_minutes: Count = 0
    rates_cents_per_hour: Mapping[Role, Count] = {}
    page_cents: Count = 0
    media_cents: Mapping[Role, Count] = {}
    rounding_minutes: Annotated[int, Field(ge=1, le=480, strict=True)] = 15
    waive_below_cents: Count = 0
    deposit_threshold_cents: Count = 0
    deposit_percent: Percent = 0
    valid_business_days: Annotated[int, Field(ge=1, le=365, strict=True)] = 30


class StandardTask(_Table):
    """Minutes of one role: a fixed part, and one for each year that is asked for."""

    activity: Activity
    role: Role
    minutes: Count = 0
    minutes_per_year: Count = 0


class StandardEffort(_Table):
    """One row of the effort table: which requests it decides, and what they take.

    A row decides a request of one of its `kinds` that asks for no more than `datasets_at_most` datasets, in
    nothing but its `formats` (none named: any), for `years_at_least` to `years_at_most` calendar years
    (0: no bound; where a bound stands, the years must be known). `published` rows want every dataset asked
    for to be in the catalogue for certain, without a gap. `recurring` rows also take regular supplies.
    """

    name: str = Field(min_length=1, max_length=80)
    kinds: tuple[RequestKind, ...] = (RequestKind.DATASET,)
    formats: tuple[str, ...] = ()
    published: bool = False
    recurring: bool = False
    datasets_at_most: Annotated[int, Field(ge=1, le=50, strict=True)] = 1
    years_at_least: Count = 0
    years_at_most: Count = 0
    tasks: tuple[StandardTask, ...] = ()
    pages: Count = 0


Efforts = tuple[StandardEffort, ...]


class Rates(_Table):
    """The whole of rates.toml: `[card]` and the rows of `[[efforts]]`."""

    card: RateCard
    efforts: Efforts = ()

    @model_validator(mode="after")
    def _every_role_has_a_rate(self) -> Rates:
        for row in self.efforts:
            for task in row.tasks:
                if task.activity.billable and task.role not in self.card.rates_cents_per_hour:
                    raise ValueError(
                        f"the effort {row.name!r} needs the role {task.role!r}, "
                        "which has no rate in card.rates_cents_per_hour"
                    )
                if task.minutes_per_year and not row.years_at_most:
                    raise ValueError(f"the effort {row.name!r} counts years, so it needs years_at_most")
        return self


class _Published(Protocol):
    @property
    def restricted(self) -> bool:
        """Not for requesters."""
        ...


class Suggestion(Protocol):
    """What the effort table must know of a catalogue match; `catalogue.dataset.Match` is one."""

    @property
    def dataset(self) -> _Published:
        """The published dataset."""
        ...

    @property
    def certain(self) -> bool:
        """Named by its address, identifier or exact title."""
        ...

    @property
    def words(self) -> str:
        """The words of the request that it answers."""
        ...

    @property
    def gaps(self) -> Collection[object]:
        """What it does not cover, or may not."""
        ...


def effort_for(
    request: Request, matches: Iterable[Suggestion], efforts: Efforts, *, today: date | None = None
) -> Effort | None:
    """What the first row that decides the request says it takes; None where a person must estimate.

    `today` closes a period with an open end ("since 2019"); without it the years of such a one are unknown.
    """
    covered = {
        match.words for match in matches if match.certain and not match.gaps and not match.dataset.restricted
    }
    published = bool(request.datasets) and len(covered) >= len(request.datasets)
    years = years_of(request.time_range, today)
    row = next((row for row in efforts if _decides(row, request, published, years)), None)
    if row is None:
        return None
    tasks = tuple(
        Task(task.activity, task.role, task.minutes + task.minutes_per_year * (years or 0))
        for task in row.tasks
    )
    return Effort(tasks, pages=row.pages, basis=row.name)


def years_of(period: Period | None, today: date | None = None) -> int | None:
    """How many calendar years a period touches; the present snapshot is one, None where it cannot be told."""
    if period is None or period.whole:
        return 1 if period is not None and period.whole == "current" else None
    end = period.end or today
    if period.start is None or end is None:
        return None
    return max(1, end.year - period.start.year + 1)


def _decides(row: StandardEffort, request: Request, published: bool, years: int | None) -> bool:
    if request.kind not in row.kinds or (row.published and not published):
        return False
    if not 1 <= len(request.datasets) <= row.datasets_at_most:
        return False
    if not row.recurring and request.frequency not in (None, Frequency.ONCE):
        return False
    if row.formats and not set(request.formats) <= {*row.formats, ANY_FORMAT}:
        return False
    if not row.years_at_least and not row.years_at_most:
        return True
    return years is not None and row.years_at_least <= years <= (row.years_at_most or years)
