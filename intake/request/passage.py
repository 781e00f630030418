"""The words a reader works on, cut once for all readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake.request.model import Field
from intake.request.prose import Sentence


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line of a home-made form: "Format: CSV". `value` stands verbatim in the message.

    `field` is None where the label is not one that we know; the line is then still not prose.
    """

    field: Field | None
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What one person newly wrote, with the day from which relative dates count.

    `prose` is `text` without its labelled lines, tables and pasted samples; `labelled` holds those lines
    in order; `sentences` is that prose cut into sentences and list items. `today` is the day of the message's
    own Date header, in the sender's own offset.
    """

    subject: str
    text: str
    today: date
    language: str = "en"
    prose: str = ""
    labelled: tuple[Labelled, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    def under(self, field: Field) -> tuple[Labelled, ...]:
        """The labelled lines of one field, in order."""
        return tuple(line for line in self.labelled if line.field is field)
