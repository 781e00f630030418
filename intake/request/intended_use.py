"""What the data are for, as a short phrase in the words of the mail."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding, State
from intake.request.passage import Passage
from intake.request.wording import fold, phrases, squeeze, verbatim, words_of

_READER = "intended_use"
_MAX_WORDS = 24
_HARD_STOP = re.compile(
    r"[.;!?](?:\s|$)|\s[-]{1,2}\s|\s\(|:\s|\n|,\s+(?=so\b|and\s+(?:i|we|would|need)\b|but\b|which\b)"
)


class UseWords(BaseModel):
    """Section `[uses]`.

    After `after` the purpose follows; `from_` phrases are themselves its beginning; the `weak_` lists count
    where no stronger one is found. `stops` end a purpose; `not_uses` at its front tell that it is none;
    `declines` say that the writer keeps it to themselves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    weak_after: tuple[str, ...] = ()
    weak_begins: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    not_uses: tuple[str, ...] = ()
    declines: tuple[str, ...] = ()


def _cut(tail: str, words: UseWords) -> str:
    folded = fold(tail)
    ends = [len(tail)]
    for pattern in (_HARD_STOP, phrases(words.stops)):
        if found := pattern.search(folded, 3):
            ends.append(found.start())
    said = squeeze(tail[: min(ends)]).strip(" ,.;:*_\"'-\u2013\u2014").split()
    return " ".join(said[:_MAX_WORDS])


def _find(passage: Passage, words: UseWords) -> str:
    """The heaviest purpose: strong cues before weak ones, the first of each."""
    for after, begins in ((words.after, words.begins), (words.weak_after, words.weak_begins)):
        best: tuple[int, str] | None = None
        for place, sentence in enumerate(passage.sentences):
            folded = fold(sentence.text)
            for inside, wordings in ((False, after), (True, begins)):
                for cue in phrases(wordings).finditer(folded):
                    start = cue.start() if inside else cue.end()
                    tail = sentence.text[start:].lstrip(' ,:*_"-\u2013\u2014')
                    if phrases(words.not_uses).match(fold(tail)):
                        continue
                    use = _cut(tail, words)
                    if len(words_of(use)) >= 2 and (best is None or place < best[0]):
                        best = (place, use)
                    break
        if best:
            return best[1]
    return ""


def read_intended_use(passage: Passage, words: UseWords, sources: tuple[str, ...]) -> Finding[str] | None:
    """The purpose, a Finding with an empty value where it is declined, None where nothing is said."""
    for line in passage.under(Field.INTENDED_USE):
        use = _cut(line.value, words)
        if use and (text := verbatim(use, sources)):
            return Finding(Field.INTENDED_USE, use, text, _READER)
    declined = phrases(words.declines).search(fold(passage.text))
    if declined:
        text = passage.text[declined.start() : declined.end()]
        return Finding(Field.INTENDED_USE, "", text, _READER, State.DECLINED)
    use = _find(passage, words)
    text = verbatim(use, sources) if use else ""
    return Finding(Field.INTENDED_USE, use, text, _READER) if text else None
