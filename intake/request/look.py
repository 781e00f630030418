"""Look at a passage once, for all readers: the grammars propose, the tagger weighs."""

from __future__ import annotations

from intake.request.candidate import Candidate, DayCandidate
from intake.request.days import days_in
from intake.request.hints import hints, named_hint
from intake.request.passage import Passage
from intake.request.scan import scan
from intake.request.spans import periods_in
from intake.request.survey import SEEN, Survey
from intake.request.tagger import shipped
from intake.request.tags import Hint
from intake.request.vocabulary import Vocabulary
from intake.request.wording import fold

_SIGNED = 600  # characters of a signature, and of the names of the sender


def look(passage: Passage, vocabulary: Vocabulary) -> Survey:
    """What is seen in a passage, in the first SEEN characters of it."""
    text, folded, proposed, named, hinted = _proposed(passage, vocabulary)
    return Survey(passage, text, folded, proposed, named, shipped().tag(text, hinted))


def hinted_text(passage: Passage, vocabulary: Vocabulary) -> tuple[str, list[Hint]]:
    """The text as the tagger gets it, and every hint of it: what it is trained with."""
    text, _, _, _, hinted = _proposed(passage, vocabulary)
    return text, hinted


def _proposed(
    passage: Passage, vocabulary: Vocabulary
) -> tuple[str, str, tuple[Candidate, ...], tuple[DayCandidate, ...], list[Hint]]:
    written = passage.whole[:SEEN]
    folded = fold(written)
    fiscal_year_starts = vocabulary.periods.fiscal_year_starts
    seen = scan(folded, fiscal_year_starts)
    proposed = tuple(periods_in(seen, passage.today, fiscal_year_starts))
    named = tuple(days_in(seen, passage.today))
    hinted = hints(passage, folded, proposed, named, vocabulary)
    signed, sender = passage.signed[:_SIGNED], passage.sender[:_SIGNED]
    text = f"{written}\n{signed}\n{sender}"
    signature, names = len(written) + 1, len(written) + len(signed) + 2
    hinted += [named_hint("signature", signature, names - 1), named_hint("sender", names, len(text))]
    return text, fold(text), proposed, named, hinted
