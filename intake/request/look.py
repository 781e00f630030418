"""Look at a passage once, for all readers: the grammars propose, the tagger weighs."""

from __future__ import annotations

from intake.request.candidate import Candidate, DayCandidate
from intake.request.days import days_in
from intake.request.hints import hints
from intake.request.passage import Passage
from intake.request.scan import scan
from intake.request.spans import periods_in
from intake.request.survey import SEEN, Survey
from intake.request.tagger import shipped
from intake.request.tags import Hint
from intake.request.vocabulary import Vocabulary
from intake.request.wording import fold


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
    text = passage.whole[:SEEN]
    folded = fold(text)
    fiscal_year_starts = vocabulary.periods.fiscal_year_starts
    seen = scan(folded, fiscal_year_starts)
    proposed = tuple(periods_in(seen, passage.today, fiscal_year_starts))
    named = tuple(days_in(seen, passage.today))
    return text, folded, proposed, named, hints(passage, folded, proposed, named, vocabulary)
