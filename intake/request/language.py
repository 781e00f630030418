"""Which language a person wrote in: stop words tell English and Spanish, lingua the rest, offline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder
from pydantic import BaseModel, ConfigDict

_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 400
_FEWEST_WORDS = 4
_CLEAR = 0.12  # of the words are stop words of one language: no need to ask further
_AHEAD = 2.0
_OTHER_SCRIPT = re.compile(
    r"[\u0400-\u04ff\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0900-\u097f]"
)


class LanguageWords(BaseModel):
    """Section `[languages]`: the commonest words of those that we read; they decide before any model does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: str = "en"
    stop_words: Mapping[str, tuple[str, ...]] = {}


def detect_language(text: str, words: LanguageWords) -> str:
    """The ISO 639-1 code of what the text is mostly written in; the office's first where it cannot be told."""
    said = [word.casefold() for word in _WORD.findall(text[:6_000])[:_MOST_WORDS]]
    if len(said) < _FEWEST_WORDS and not _OTHER_SCRIPT.search(text):
        return words.first
    counts = Counter(said)
    shares = sorted(
        (
            (sum(counts[word] for word in stops) / max(1, len(said)), code)
            for code, stops in words.stop_words.items()
        ),
        reverse=True,
    )
    if shares and shares[0][0] >= _CLEAR and (len(shares) < 2 or shares[0][0] > _AHEAD * shares[1][0]):
        return shares[0][1]
    found = _detector().detect_language_of(" ".join(said))
    return found.iso_code_639_1.name.lower() if found else words.first


@cache
def _detector() -> LanguageDetector:
    """Built at the first text that the stop words do not decide: the models take a moment and some memory."""
    languages = (
        Language.ENGLISH,
        Language.SPANISH,
        Language.FRENCH,
        Language.GERMAN,
        Language.PORTUGUESE,
        Language.ITALIAN,
        Language.DUTCH,
        Language.POLISH,
        Language.RUSSIAN,
        Language.UKRAINIAN,
        Language.ARABIC,
        Language.HINDI,
        Language.CHINESE,
        Language.JAPANESE,
        Language.KOREAN,
        Language.VIETNAMESE,
        Language.TAGALOG,
        Language.TURKISH,
        Language.SWEDISH,
    )
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
