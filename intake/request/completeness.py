"""What is missing of a request: required fields that cause a question, useful ones that a default stands for.

The tiers are the town's, by request kind, in `config/fields.toml`. One bound is the law's: nobody who asks
for a copy of a public record may be required to say what it is for (N.C.G.S. 132-6(b)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, model_validator

from intake.request.model import Field, Request, RequestKind, State

MOST_QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Completeness:
    """`missing` are required fields that nothing states, `assumed` useful ones where our default stands."""

    missing: tuple[Field, ...] = ()
    assumed: tuple[Field, ...] = ()


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tiers(_Section):
    """For one kind of request: what we must ask for, and what we ask along when we ask anyway."""

    required: tuple[Field, ...] = ()
    useful: tuple[Field, ...] = ()


class FieldWording(_Section):
    """How a field is called and asked for in one language; `default` is what we take where nobody answers."""

    label: str
    question: str = ""
    example: str = ""
    default: str = ""


class FieldTable(_Section):
    """`config/fields.toml`: tiers by request kind, wording by field and language."""

    tiers: Mapping[RequestKind, Tiers] = {}
    wording: Mapping[str, Mapping[Field, FieldWording]] = {}

    @model_validator(mode="after")
    def _lawful(self) -> FieldTable:
        dataset = self.tiers.get(RequestKind.DATASET, Tiers())
        if Field.INTENDED_USE in dataset.required:
            raise ValueError(
                "tiers.dataset.required holds intended_use: nobody may be required to say what a copy of "
                "a record is for (N.C.G.S. 132-6(b)); put it under useful"
            )
        return self

    def of(self, language: str) -> Mapping[Field, FieldWording]:
        """The wording in a language, else in English."""
        return self.wording.get(language) or self.wording.get("en", {})


def missing_and_assumed(request: Request, table: FieldTable) -> Completeness:
    """What is still open of a request as it stands. A wildcard ("any format") and a refusal are answers."""
    tiers = table.tiers.get(request.kind, Tiers())
    return Completeness(
        missing=tuple(field for field in tiers.required if _open(field, request)),
        assumed=tuple(field for field in tiers.useful if _open(field, request)),
    )


def questions(
    missing: Iterable[str], assumed: Iterable[str], wording: Mapping[Field, FieldWording]
) -> tuple[tuple[Field, FieldWording], ...]:
    """The questions of a letter in the order of their numbers, at most five, what we must know first."""
    names = (Field(name) for name in dict.fromkeys((*missing, *assumed)))
    worded = ((name, wording[name]) for name in names if name in wording)
    return tuple((name, said) for name, said in worded if said.question)[:MOST_QUESTIONS]


def _open(field: Field, request: Request) -> bool:
    state = request.states().get(field)
    if state is State.AMBIGUOUS:
        return True
    if state in (State.DECLINED, State.WILDCARD):
        return False
    return not getattr(request, field.value)
