"""What the data are for, as a short phrase in the words of the mail.

Every way of telling a purpose has a weight: a plain connector ("so that we can", "it's for") before a project
named after "for", before something being made ("we're building"), before a wish ("I want to show"), before what
would be done with it ("we'd mail"). The heaviest wins; of two alike, the earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding, State
from intake.request.passage import Passage
from intake.request.prose import sentences
from intake.request.wording import fold, phrases, squeeze, verbatim, words_of

_READER = "intended_use"
_MAX_WORDS = 18
_MAX_SENTENCE = 600
_PLAIN = 3.9
_STOP = re.compile(
    r"[.;!?](?=\s|$|\))|\s--?\s|\s?[()]|:\s|"
    r",\s+(?=(?:so|and\s+(?:i|we|would|need|for)|but|which|i|i'd|i'm|we|we'd|we're|he|she|"
    r"they|it|could|can|may|please|would|if|because|then|the|this|"
    r"no|not|nothing|por|pero|y\s+para)\b)"
)
_SPANISH_PURPOSE = re.compile(
    r"(?<!\w)para\s+(?=(?:poder\s+|que\s+)?\w{2,}(?:ar|er|ir|irle|arle|erlo|arlo|irlo|arla|"
    r"erla|rnos|rles|arse)(?!\w))"
)
_RESULT = (
    r"(?:,|\w)\s+so\s+(?:that\s+)?(?=(?!(?:i|we)\s+(?:need|would|will|was|am|are|have)|far|"
    r"much|many|long|please|i'd|we'd|could|it\s+would)"
    r"(?:[\w']+\s+){1,6}?(?:can|could|don't|doesn't|do\s+not|know|knows|see|sees|get|gets|is|"
    r"are|will|won't|stop)\s)"
)
_MAKES = (
    "make|makes|run|runs|publish|publishes|build|builds|maintain|maintains|is|develop|develops|have|write"
)


class UseWords(BaseModel):
    """Section `[uses]`.

    `after`: the purpose follows. `doing`: what is being made begins it, after "I am" or at the front of a
    sentence. `wishes` with one of `verbs`: "I want to" + "show". `would` with one of `acts`: "we'd" + "mail".
    `projects`: nouns that make "for my …" or "my … compares" a purpose. `products`: nouns that make "we run
    a …" one. `groups`: "our lab" + "forecasts …". `trades`: "we" + "make hiking maps". `studies`: "to" + "map".
    `stops` end a purpose; `not_uses` at its front tell that it is none; `declines` say that the writer
    keeps it to themselves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: tuple[str, ...] = ()
    doing: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    would: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    not_uses: tuple[str, ...] = ()
    declines: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> tuple[tuple[float, re.Pattern[str]], ...]:
        """(weight, pattern): the purpose begins where the pattern ends."""

        def of(wordings: tuple[str, ...]) -> str:
            return phrases(wordings).pattern

        project = rf"(?:[\w'&/-]+\s+){{0,4}}?{of(self.projects)}"
        product = rf"(?:[\w'&/,-]+\s+){{0,5}}?{of(self.products)}"
        article = r"(?:use\s+in\s+)?(?:(?:my|our|an?|the|his|her|their|some)\s+)?"
        maker = (
            r"(?<!\w)(?:i am|i'm|im|we are|we're|is|are|am|been|estoy|estamos|currently)\s+"
            r"(?:\w+ly\s+|now\s+|also\s+)?"
        )
        return tuple(
            (weight, re.compile(pattern))
            for weight, pattern in (
                (5.0, rf"{of(self.after)}[\s,:]*"),
                (4.0, rf"(?<!\w)for\s+(?=(?!the following){article}{project})"),
                (3.6, rf"(?:{maker}|^)(?={of(self.doing)})"),
                (3.4, rf"{of(self.wishes)}\s+(?={of(self.verbs)})"),
                (3.3, rf"[,)-]\s+to\s+(?={of(self.verbs)})"),
                (3.2, _SPANISH_PURPOSE.pattern),
                (2.9, _RESULT),
                (
                    2.8,
                    rf"(?<!\w)(?:my|our|this|mi|nuestra|nuestro|the(?=\s+(?:study|project|research|"
                    rf"thesis)))\s+(?={project}\s+(?:\w+s|will|would|is|que|\w+a)(?!\w))",
                ),
                (2.6, rf"{of(self.would)}\s+(?:\w+ly\s+)?(?={of(self.acts)})"),
                (2.5, rf"(?<=\s)(?={of(self.doing)})"),
                (2.4, rf"(?<!\w)(?:{_MAKES})\s+(?=(?:[\w'-]+,\s+)?(?:an?|the|our)\s+{product})"),
                (
                    2.2,
                    rf"(?<!\w)(?:our|my|"
                    rf"\w's)\s+(?:[\w-]+\s+){{0,2}}?{of(self.groups)}\s+(?:\([^()]*\)\s+)?(?=[a-z]{{3,}}s\s)",
                ),
                (2.1, rf"(?<!\w)(?:we|i)\s+(?={of(self.trades)})"),
                (1.8, rf"(?<!\w)to\s+(?={of(self.studies)})"),
            )
        )


def _cut(tail: str, words: UseWords) -> str:
    folded = fold(tail)
    stops = (pattern.search(folded, 3) for pattern in (_STOP, phrases(words.stops)))
    end = min((found.start() for found in stops if found), default=len(tail))
    said = squeeze(tail[:end]).strip(" ,.;:*_\"'-\u2013\u2014").split()
    return " ".join(said[:_MAX_WORDS])


def _found(passage: Passage, words: UseWords) -> Iterator[tuple[float, str]]:
    """(weight, purpose) of every purpose told in the prose, then in the subject."""
    texts = [(sentence.text, 0.0) for sentence in passage.sentences]
    texts += [(sentence.text, -1.5) for sentence in sentences(passage.subject)]
    for text, less in texts:
        folded = fold(text[:_MAX_SENTENCE])
        for weight, pattern in words.patterns:
            for cue in pattern.finditer(folded):
                tail = text[cue.end() : _MAX_SENTENCE].lstrip(' ,:*_"-\u2013\u2014')
                if phrases(words.not_uses).match(fold(tail)):
                    continue
                use = _cut(tail, words)
                count = len(words_of(use)) - use.startswith(("to ", "a ", "an ", "the "))
                if count >= 1 + (weight < _PLAIN):
                    yield weight + less - (0.5 if count < 2 else 0.0), use
                    break


def _best(passage: Passage, words: UseWords) -> str:
    best, use = 0.0, ""
    for weight, said in _found(passage, words):
        if weight > best:
            best, use = weight, said
    return use


def read_intended_use(passage: Passage, words: UseWords, sources: tuple[str, ...]) -> Finding[str] | None:
    """The purpose, a Finding with an empty value where it is declined, None where nothing is said."""
    for line in passage.under(Field.INTENDED_USE):
        use = _cut(squeeze(line.value), words)
        if use and (text := verbatim(use, sources)):
            return Finding(Field.INTENDED_USE, use, text, _READER)
    declined = phrases(words.declines).search(fold(passage.text))
    if declined:
        text = passage.text[declined.start() : declined.end()]
        return Finding(Field.INTENDED_USE, "", text, _READER, State.DECLINED)
    use = _best(passage, words)
    text = verbatim(use, sources) if use else ""
    return Finding(Field.INTENDED_USE, use, text, _READER) if text else None
