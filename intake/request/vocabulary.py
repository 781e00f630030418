"""The words that readers know, as data: `config/phrases.toml`, one section a reader.

Each reader declares the shape of its own section; this page only puts them together.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from intake.request.columns import ColumnWords
from intake.request.contact import ContactWords
from intake.request.courtesies import AnswerWords
from intake.request.datasets import DatasetWords
from intake.request.formats import FormatWords
from intake.request.frequency import FrequencyWords
from intake.request.intended_use import UseWords
from intake.request.intent import IntentWords
from intake.request.labels import LabelWords
from intake.request.language import LanguageWords
from intake.request.legal_process import LegalWords
from intake.request.period import PeriodWords
from intake.request.privacy import PrivacyWords
from intake.request.sample import SampleWords


class Vocabulary(BaseModel):
    """All sections of phrases.toml, validated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: LabelWords
    answers: AnswerWords = AnswerWords()
    intents: IntentWords = IntentWords()
    datasets: DatasetWords
    columns: ColumnWords
    samples: SampleWords
    uses: UseWords
    privacy: PrivacyWords
    legal_process: LegalWords = LegalWords()
    periods: PeriodWords
    frequencies: FrequencyWords
    formats: FormatWords
    contact: ContactWords
    languages: LanguageWords
    synonyms: Mapping[str, tuple[str, ...]] = {}

    @classmethod
    def from_tables(cls, tables: Mapping[str, object]) -> Vocabulary:
        """The vocabulary of phrases.toml as tomllib read it. Raises pydantic.ValidationError."""
        return cls.model_validate(tables)
