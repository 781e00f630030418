"""Answers tied to our questions: by the quoted question above them, by its number, or as the only words there are.

An answer is read for the field that was asked and for no other; one that does not tell that field is left in the
text, where the general readers read it. `Question`s come in the order of the letter's numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from intake.message.model import Message
from intake.request.completeness import FieldWording
from intake.request.model import Field, Finding
from intake.request.value import read_value
from intake.request.vocabulary import Vocabulary
from intake.request.wording import fold, squeeze, words_of

_NUMBERED = re.compile(r"^[ \t]*(?:q|question|pregunta|#)?[ \t]?\(?([1-9])[.):][ \t]*(\S.*)?$", re.IGNORECASE)
_MARKS = re.compile(r"^[ \t]*(?:(?:\|?>|&gt;)[ \t]?)+")
_FOREIGN = 16  # words between question and answer that are neither its example nor its default
_TAIL = 10  # quoted lines above an answer that are looked at
_LINES = 3_000
_LONGEST_LINE = 400
_SHORT = 4  # words: so few may be an answer without a number


@dataclass(frozen=True, slots=True)
class Question:
    """A question of our last letter: `wordings` are those of every language, `offer` its default."""

    field: Field
    wordings: tuple[FieldWording, ...]
    offer: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The question itself, folded and squeezed, in every language."""
        return tuple(squeeze(fold(one.question)) for one in self.wordings if one.question)

    @property
    def own(self) -> tuple[str, ...]:
        """What our letter says under the question: its example and its default."""
        said = (text for one in self.wordings for text in (one.example, one.default))
        return tuple(squeeze(fold(text)) for text in said if text)


@dataclass(frozen=True, slots=True)
class Answered:
    """The findings of the answers, and the text that is left when they are taken out of it."""

    findings: tuple[Finding[object], ...]
    rest: str


def read_answers(
    message: Message, questions: Sequence[Question], vocabulary: Vocabulary, today: date
) -> Answered:
    """What the message answers to our questions; of two answers to one the first that tells it."""
    rest = message.text
    found: dict[Field, tuple[Finding[object], ...]] = {}
    for question, said, answer in _answers(message, questions):
        if question.field in found:
            continue
        if findings := read_value(question.field, answer, vocabulary, today, question.offer):
            found[question.field] = findings
            rest = re.sub(rf"(?m)^[ \t]*{re.escape(said)}[ \t]*$", "", rest, count=1)
    return Answered(tuple(finding for findings in found.values() for finding in findings), rest.strip())


def read_lone_answer(
    text: str, questions: Sequence[Question], required: Sequence[Field], vocabulary: Vocabulary, today: date
) -> tuple[Finding[object], ...]:
    """What a few words answer that name no question: the only one that we must know, or each that has an offer."""
    lines = [line for line in text.split("\n") if line.strip()]
    said = next(iter(lines), "").strip()
    if not said or len(said.split()) > _SHORT + 2:
        return ()
    needed = [question for question in questions if question.field in required]
    found = [
        read_value(question.field, said, vocabulary, today, question.offer)
        for question in needed
        if len(needed) == 1 or question.field not in (Field.DATASETS, Field.FIELDS, Field.INTENDED_USE)
    ]
    return tuple(finding for findings in found for finding in findings)


_Answer = tuple[Question, str, str]
"""A question, the words as they stand in the text, and the answer in them."""


def _answers(message: Message, questions: Sequence[Question]) -> Iterator[_Answer]:
    yield from _under_quoted(message, questions)
    yield from _numbered(message.text, questions)
    yield from _under_unmarked(message.folded, questions)


def _under_quoted(message: Message, questions: Sequence[Question]) -> Iterator[_Answer]:
    """Answers under a quoted question, with at most its own example and default between."""
    for pair in message.interleaved:
        above = squeeze(fold(" ".join(line[:_LONGEST_LINE] for line in pair.quoted[-_TAIL:])))
        places = [
            (above.rfind(text) + len(text), question)
            for question in questions
            for text in question.texts
            if text in above
        ]
        if not places or not pair.said:
            continue
        end, question = max(places, key=lambda place: place[0])
        own = {word for text in question.own for word in words_of(text)}
        if sum(word not in own for word in words_of(above[end:])) <= _FOREIGN:
            yield question, pair.said, pair.said


def _numbered(text: str, questions: Sequence[Question]) -> Iterator[_Answer]:
    """Lines that begin with a question's number, in rising order: "1. 2021-2024"."""
    last = 0
    for line in text.split("\n")[:_LINES]:
        found = _NUMBERED.match(line[:_LONGEST_LINE])
        if found is None or not last < int(found[1]) <= len(questions):
            continue
        last = int(found[1])
        if found[2]:
            yield questions[last - 1], line, _without_question(found[2].strip(), questions[last - 1])


def _without_question(said: str, question: Question) -> str:
    """The answer where the question was copied before it."""
    for one in question.wordings:
        if one.question and fold(said).startswith(fold(one.question)):
            return said[len(one.question) :].strip()
    return said


def _under_unmarked(folded: str, questions: Sequence[Question]) -> Iterator[_Answer]:
    """Answers typed into a quotation without marks: what stands under a question and is not ours."""
    lines = folded.split("\n")[:_LINES]
    at = 0
    while at < len(lines):
        asked = _question_in(lines[at], questions)
        at += 1
        if asked is None:
            continue
        question, beside = asked
        said: list[str] = [beside] if beside else []
        carry = ""
        while at < len(lines) and not _question_in(lines[at], questions):
            line = lines[at]
            if not line.strip() or _MARKS.match(line):
                break
            ours, carry = _ours(line, question, carry)
            if not ours:
                said.append(line.strip())
            at += 1
        if said:
            answer = "\n".join(said)
            yield question, answer, answer


def _question_in(line: str, questions: Sequence[Question]) -> tuple[Question, str] | None:
    """The question that a line of our quoted letter asks, and what was typed beside it."""
    folded = fold(line[:_LONGEST_LINE])
    for question in questions:
        for one in question.wordings:
            asked = fold(one.question)
            if asked and (place := folded.find(asked)) >= 0:
                return question, line[place + len(asked) : _LONGEST_LINE].strip(" *_")
    return None


def _ours(line: str, question: Question, carry: str) -> tuple[bool, str]:
    """Whether a line is our own example or default, and what of that the next line goes on with."""
    said = squeeze(fold(line[:_LONGEST_LINE]))
    if carry and carry.startswith(said):
        return True, carry[len(said) :].strip()
    for own in question.own:
        place = said.find(own[:12])
        if place > 0 and own.startswith(said[place:]):
            return True, own[len(said) - place :].strip()
    return False, ""
