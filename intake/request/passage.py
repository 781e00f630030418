"""The words a reader works on, cut once for all readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake.request.model import Field


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line of a home-made form: "Format: CSV". `value` stands verbatim in the message.

    `field` is None where the label is not one that we know.
    """

    field: Field | None
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What one person newly wrote, with the day from which relative dates count.

    `signed` holds the lines of the signature, `sender` the names in From and Reply-To, each on a line of its own;
    `labelled` holds the lines of home-made forms in order. `today` is the day of the message's own Date
    header, in the sender's own offset.
    """

    subject: str
    text: str
    today: date
    language: str = "en"
    labelled: tuple[Labelled, ...] = ()
    signed: str = ""
    sender: str = ""

    @property
    def whole(self) -> str:
        """The subject, a gap and the text."""
        return f"{self.subject}\n\n{self.text}"

    @property
    def offset(self) -> int:
        """Where the text begins in `whole`."""
        return len(self.subject) + 2

    def under(self, field: Field) -> tuple[Labelled, ...]:
        """The labelled lines of one field, in order."""
        return tuple(line for line in self.labelled if line.field is field)
