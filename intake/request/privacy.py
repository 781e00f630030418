"""Does the request touch personal or otherwise protected data? Flags for a person to look at, never a verdict.

Only what is asked for counts: the sentences and labelled lines that name the data and its columns, less what
they ask to leave out, less the look-alikes ("security deposit"). Categories after N.C.G.S. chapter 132.
"""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from intake.request.model import Field, Finding
from intake.request.passage import Passage
from intake.request.survey import READER, Survey
from intake.request.tags import Label
from intake.request.wording import fold, phrases

_READER = "privacy"
_SURE = 0.95  # of the tagger, that a request touches what no word of ours names
_NAMED = (Label.COLUMN, Label.DATASET)
_CLAUSE = re.compile(
    r"(?:[.;!?]\s|\n|,\s+(?=(?:but|and|no|not|without|except|just|please)\b)|\s--?\s|\u2014|\()"
)


class PrivacyWords(BaseModel):
    """Section `[privacy]`.

    `categories` maps a short name to the terms that raise it; `people` with `particulars` in one request raise
    `personal_details`; `lookalikes` are taken out before terms are sought; `excludes` open a clause in which
    data are asked to be left out; `counts` say that only totals are wanted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    categories: dict[str, tuple[str, ...]] = {}
    people: tuple[str, ...] = ()
    particulars: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()


def _kept(text: str, words: PrivacyWords) -> list[str]:
    """The clauses in which something is asked for, folded, without look-alikes."""
    folded = phrases(words.lookalikes).sub(" ", fold(text))
    clauses = []
    for clause in _CLAUSE.split(folded):
        excluded = phrases(words.excludes).search(clause)
        clauses.append(clause[: excluded.start()] if excluded else clause)
    return clauses


def read_privacy(seen: Survey, words: PrivacyWords, names: tuple[str, ...]) -> tuple[Finding[str], ...]:
    """One Finding a category. `names` are the names of the data and columns that are asked for."""
    passage = seen.passage
    clauses = [clause for text in (passage.subject, passage.text) for clause in _kept(text, words)]
    clauses += [fold(name) for name in names]
    wanted = phrases(words.lookalikes).sub(" ", " \n ".join(clauses))
    found: list[Finding[str]] = []
    for category, terms in words.categories.items():
        hit = phrases(terms).search(wanted)
        if hit and not (phrases(words.counts).search(wanted) and category != "security"):
            found.append(Finding(Field.PROTECTED, category, _said(passage, hit.group()), _READER))
    columns = phrases(words.lookalikes).sub(" ", " \n ".join(fold(name) for name in names))
    who = phrases(words.people).search(columns)
    what = phrases(words.particulars).search(columns)
    if not found and who and what:
        found.append(Finding(Field.PROTECTED, "personal_details", _said(passage, who.group()), _READER))
    if not found and seen.tagged.protected >= _SURE:
        named = next((mark for mark in seen.tagged.marks if mark.label in _NAMED), None)
        text = seen.text[named.start : named.end] if named else passage.subject or passage.text[:80]
        found.append(Finding(Field.PROTECTED, "personal_details", text, READER))
    return tuple(found)


def _said(passage: Passage, term: str) -> str:
    """The term as the mail spells it."""
    pattern = re.compile(r"\s+".join(map(re.escape, term.split())))
    for source in (passage.text, passage.subject):
        if hit := pattern.search(fold(source)):
            return source[hit.start() : hit.end()]
    return passage.subject or passage.text[:80]
