"""Does the mail carry legal process: a subpoena, a summons, a hold, a threat of suit? Only a person answers it.

What is served names itself: "the attached subpoena". Who asks for data about such papers names many of them, or
a list: "the subpoenas that the town received". A law office's ordinary request is a request.
"""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict

from intake.message.model import Message
from intake.request.model import LEGAL_PROCESS, Field, Finding
from intake.request.wording import fold, phrases, unwrapped

_READER = "legal_process"
_READ = 20_000
_CLAUSE = re.compile(r"[.;:!?](?=\s|$)|\n\n")


class LegalWords(BaseModel):
    """Section `[legal_process]`.

    `signs` say it wherever they stand; `papers` (in the singular) say it unless their clause holds, before
    them, one of `about`, which ask for data on such papers; `lookalikes` are passed over from the beginning.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    signs: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()


def read_legal_process(message: Message, words: LegalWords) -> Finding[str] | None:
    """The finding that a message carries legal process; its file names count too. None where it does not."""
    names = "\n".join(part.filename.replace("_", " ").replace("-", " ") for part in message.attachments)
    for text in (message.subject, message.text[:_READ], names):
        if said := _said(text, words):
            return Finding(Field.PROTECTED, LEGAL_PROCESS, said, _READER)
    return None


def _said(text: str, words: LegalWords) -> str:
    """The words of the text that say so, as they stand in it."""
    folded, places = unwrapped(fold(text))
    masked = phrases(words.lookalikes).sub(lambda found: "_" * len(found[0]), folded)
    start = 0
    for end in (*(found.end() for found in _CLAUSE.finditer(masked)), len(masked)):
        clause = masked[start:end]
        hit = phrases(words.signs).search(clause) or phrases(words.papers).search(clause)
        if hit and (hit.re is phrases(words.signs) or not phrases(words.about).search(clause[: hit.start()])):
            return text[places[start + hit.start()] : places[start + hit.end() - 1] + 1]
        start = end
    return ""
