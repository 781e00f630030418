"""What is seen in a passage before anything is read from it: periods and days proposed, words tagged.

The grammars propose, the tagger weighs, the readers choose. Each looks at the first SEEN characters, so that a
message of any length takes bounded time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.request.candidate import Candidate, DayCandidate
from intake.request.model import Field, Finding
from intake.request.passage import Passage
from intake.request.tags import Label, Mark, Tagged
from intake.request.wording import squeeze, words_of

SEEN = 12_000
READER = "tagger"
_MOST_LITTLE = 2
_COUNTED = 0.5  # what the pointing weighs beside the label
_POSTSCRIPT = re.compile(r"\n[ \t>*]*p\.?[ ]?(?:p\.?[ ]?)?s\b\.?")
_STOP = re.compile(r"[.,;:!?\n/&+]")
_LITTLE = frozenset(
    {"of", "at", "the", "for", "in", "on", "to", "with", "by", "from", "a", "an", "your", "our", "those"}
)
_LITTLE |= frozenset({"these", "de", "del", "la", "el", "los", "las", "en", "por", "que"})


@dataclass(frozen=True, slots=True)
class Survey:
    """A passage with what was seen in it; offsets are those of `text`, and of `folded`, which is of one length."""

    passage: Passage
    text: str
    folded: str
    periods: tuple[Candidate, ...]
    days: tuple[DayCandidate, ...]
    tagged: Tagged

    @property
    def postscript(self) -> int:
        """Where a postscript begins; the length of the text where there is none."""
        found = _POSTSCRIPT.search(self.folded)
        return found.start() if found else len(self.text)

    def said(self, mark: Mark) -> str:
        """The words of a mark, white space squeezed."""
        return squeeze(self.text[mark.start : mark.end])

    def stretches(self, label: Label, least: float = 0.0) -> list[Mark]:
        """The marks of a label that are nearly as sure as the surest of them: `least` of its certainty.

        Marks that only one or two little words part are one: "sewer backups at the pump stations".
        """
        found: list[Mark] = []
        for mark in self.tagged.of(label):
            if found and self._parted_by_little(found[-1].end, mark.start):
                found[-1] = _one(found[-1], mark)
            else:
                found.append(mark)
        found = [mark for mark in found if not _LITTLE.issuperset(words_of(self.said(mark)))]
        surest = max((mark.certainty for mark in found), default=0.0)
        return [mark for mark in found if mark.certainty >= least * surest]

    def _parted_by_little(self, end: int, start: int) -> bool:
        between = self.text[end:start]
        said = words_of(between)
        return 0 < len(said) <= _MOST_LITTLE and _LITTLE.issuperset(said) and not _STOP.search(between)

    def share(self, label: Label, start: int, end: int) -> float:
        """How surely a stretch has a label, 0 to 1."""
        return self.tagged.share(label, start, end)

    def plainness(self, label: Label, start: int, end: int) -> float:
        """How plainly a stretch has a label and is the one of its kind that counts, 0 to 1."""
        labelled, counted = self.tagged.share(label, start, end), self.tagged.counts(label, start, end)
        return (1 - _COUNTED) * labelled + _COUNTED * counted

    def finding(self, field: Field, value: object, start: int, end: int) -> Finding[object]:
        """A finding that these words prove."""
        return Finding(field, value, self.text[start:end], READER)


def _one(first: Mark, second: Mark) -> Mark:
    """Two marks as one, as sure as they are together."""
    sizes = first.end - first.start, second.end - second.start
    certainty = (first.certainty * sizes[0] + second.certainty * sizes[1]) / sum(sizes)
    return Mark(first.label, first.start, second.end, certainty)
