"""How this room looks at words: folded to plain letters, matched by phrases that a person can read.

A phrase of phrases.toml is plain words. In it `a/b` stands for either word, `[word]` for a word that may be
absent, `word*` for any ending, and `_` for any one word. Matching ignores case, accents, curly quotes and a
comma between words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_TYPOGRAPHIC = str.maketrans(
    "\u2018\u2019\u02bc\u201c\u201d\u00ab\u00bb\u2010\u2011\u2012\u2013\u2014\u00a0\t", '\'\'\'""""-----  '
)
_NEVER = re.compile(r"(?!)")
_GAPS = re.compile(r"\s{2,}|[^\S ]")
_GAP = r",?\s+"


@cache
def _plain(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """The text in lower case, without accents, with straight quotes: of the same length, so offsets carry."""
    lowered = text.translate(_TYPOGRAPHIC)
    if lowered.isascii():
        return lowered.lower()
    return "".join(char.lower() if char.isascii() else _plain(char) for char in lowered)


def unwrapped(folded: str) -> tuple[str, list[int]]:
    """The text with every run of white space as one space, and where each of its characters stood.

    So patterns need not know where lines were wrapped. A paragraph is two line ends.
    """
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for gap in _GAPS.finditer(folded):
        mark = "\n\n" if gap[0].count("\n") > 1 else " "
        pieces += (folded[at : gap.start()], mark)
        places += (*range(at, gap.start()), *([gap.start()] * len(mark)))
        at = gap.end()
    pieces.append(folded[at:])
    places += range(at, len(folded))
    return "".join(pieces), places


def squeeze(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def _word(word: str) -> str:
    word = word.replace("/", "\0")
    parts = []
    for choice in fold(word).split("\0"):
        if choice == "_":
            parts.append(r"[^\s,.;:!?]+")
        elif choice.endswith("*"):
            parts.append(re.escape(choice[:-1]) + r"\w*")
        else:
            parts.append(re.escape(choice))
    return parts[0] if len(parts) == 1 else "(?:" + "|".join(parts) + ")"


def _phrase(phrase: str) -> str:
    words = phrase.split()
    pattern, lead = "", True
    for word in words:
        if word.startswith("[") and word.endswith("]"):
            inner = _word(word[1:-1])
            pattern += rf"(?:{inner}{_GAP})?" if lead else rf"(?:{_GAP}{inner})?"
        else:
            pattern += _word(word) if lead else _GAP + _word(word)
            lead = False
    return pattern


@cache
def phrases(wordings: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for any of the phrases, over folded text; longer ones are tried first."""
    if not wordings:
        return _NEVER
    body = "|".join(_phrase(wording) for wording in sorted(wordings, key=len, reverse=True))
    return re.compile(rf"(?<![\w'-])(?:{body})(?!\w|'\w)")


def words_of(text: str) -> list[str]:
    """The folded words, in order."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", fold(text))
