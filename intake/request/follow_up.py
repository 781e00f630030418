"""A message of a conversation that is going on: answers to our questions first, then whatever else it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from intake.message.model import Message, Origin
from intake.request.answers import Question, read_answers, read_lone_answer
from intake.request.completeness import FieldTable, questions
from intake.request.model import Field, Request
from intake.request.read import read
from intake.request.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Asked:
    """What our last letter asked: its questions in the order of their numbers, and which are required."""

    questions: tuple[Question, ...] = ()
    required: tuple[Field, ...] = ()


def asked_by(missing: Sequence[str], assumed: Sequence[str], table: FieldTable, language: str) -> Asked:
    """The questions that a letter asks of a request of which this is missing and that is assumed."""
    told = questions(missing, assumed, table.of(language))
    return Asked(
        tuple(
            Question(
                field,
                tuple(wording[field] for wording in table.wording.values() if field in wording),
                said.default,
            )
            for field, said in told
        ),
        tuple(Field(name) for name in missing),
    )


def read_follow_up(message: Message, asked: Asked, vocabulary: Vocabulary) -> Request:
    """What a follow-up says; a field that was asked is read from its answer before all else."""
    if message.origin is not Origin.PERSON or not asked.questions:
        return read(message, vocabulary)
    today = message.date.date() if message.date else date(1970, 1, 1)
    answered = read_answers(message, asked.questions, vocabulary, today)
    request = read(replace(message, text=answered.rest), vocabulary)
    told = {finding.field for finding in answered.findings}
    still = [field for field in asked.required if field not in told and field not in request.states()]
    lone = read_lone_answer(answered.rest, asked.questions, still, vocabulary, today) if still else ()
    return request.restated((*answered.findings, *lone))
