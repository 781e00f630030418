"""What a person wants of the office: six kinds, told apart by weighted cues.

Each cue of phrases.toml that occurs adds its weight to its kind, more in the subject. The kind with the most
weight wins; with none at all, a passage that names data is a request for it, else it is none.
"""

from __future__ import annotations

from functools import cached_property

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding, RequestKind
from intake.request.passage import Passage
from intake.request.wording import fold, phrases

_SUBJECT_FACTOR = 1.5
_MOST_QUESTIONS = 3
_PLAIN_API = 4
_LISTED = 3.0
# Asking for something is no request for data where nothing said is data; and where data are plainly asked for,
# neighbours, driveways and thanks are only the story around it.
_PLAIN_DATA = 2.0
_WITHOUT_DATA = 0.4
_WITH_DATA = 0.6
_READER = "kind"
_ORDER = (
    RequestKind.MISUSE_REPORT,
    RequestKind.APPEAL,
    RequestKind.API_ACCESS,
    RequestKind.DATASET,
    RequestKind.QUESTION,
    RequestKind.NONE,
)


class Cues(BaseModel):
    """The cues of one kind: `strong` weigh 4, `plain` 2, `weak` 1, `against` -4 each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    strong: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @cached_property
    def weights(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """(weight, phrases) of each list that has any."""
        return tuple(
            (weight, wordings)
            for weight, wordings in ((4, self.strong), (2, self.plain), (1, self.weak), (-4, self.against))
            if wordings
        )


class KindWords(BaseModel):
    """Section `[kinds]`: the cues of every kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset: Cues = Cues()
    api_access: Cues = Cues()
    question: Cues = Cues()
    misuse_report: Cues = Cues()
    appeal: Cues = Cues()
    none: Cues = Cues()


def _score(cues: Cues, subject: str, text: str) -> tuple[float, int, int]:
    """(weight, start, end) of a kind: the sum over its different cues, and where its heaviest stands in the text."""
    total, best, start, end = 0.0, 0, 0, 0
    for weight, wordings in cues.weights:
        pattern = phrases(wordings)
        seen = {found.group() for found in pattern.finditer(subject)}
        total += weight * _SUBJECT_FACTOR * min(len(seen), 2)
        for found in pattern.finditer(text):
            if found.group() not in seen:
                seen.add(found.group())
                total += weight
            if weight > best:
                best, start, end = weight, found.start(), found.end()
    return total, start, end


def _plain_questions(passage: Passage, words: KindWords) -> float:
    """One for each sentence that ends in a question mark and asks for nothing, three at most."""
    asking = (phrases((*words.dataset.strong, *words.dataset.plain)), phrases(words.api_access.strong))
    count = 0
    for sentence in passage.sentences:
        folded = fold(sentence.text)
        if folded.rstrip(" )\"'").endswith("?") and not any(pattern.search(folded) for pattern in asking):
            count += 1
    return float(min(count, _MOST_QUESTIONS))


def _weak(cues: Cues, text: str) -> bool:
    """Whether any word of data is said at all."""
    return phrases(cues.weak).search(text) is not None


def read_kind(passage: Passage, words: KindWords, *, named: float, columns: int = 0) -> Finding[RequestKind]:
    """The kind of the passage.

    `named` is what the dataset reader adds to the weight of a request, `columns` how many columns are listed.
    """
    subject, text = fold(passage.subject), fold(passage.text)
    scores = {kind: _score(getattr(words, kind.value), subject, text) for kind in _ORDER}
    weight = {kind: score[0] for kind, score in scores.items()}
    data = named + (_LISTED if columns > 1 else 0.0)
    if data < _PLAIN_DATA and not _weak(words.dataset, subject + " " + text):
        weight[RequestKind.DATASET] *= _WITHOUT_DATA
    weight[RequestKind.DATASET] += data
    if data >= _PLAIN_DATA:
        weight[RequestKind.NONE] *= _WITH_DATA
    if weight[RequestKind.API_ACCESS] >= _PLAIN_API:
        weight[RequestKind.API_ACCESS] += data
    if weight[RequestKind.QUESTION] > 0:
        weight[RequestKind.QUESTION] += _plain_questions(passage, words)
    if passage.under(Field.DATASETS):
        weight[RequestKind.DATASET] += 4
    best = max(_ORDER, key=lambda kind: (weight[kind], -_ORDER.index(kind)))
    if weight[best] <= 0:
        best = RequestKind.NONE
    _, start, end = scores[best]
    return Finding(Field.KIND, best, passage.text[start:end] or passage.subject, _READER)
