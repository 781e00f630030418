"""A text as the word pieces that the tagger knows (WordPiece, Schuster & Nakajima 2012), each word with its place.

Words are looked up in lower case and without accents; a word that the vocabulary lacks is cut into the longest
pieces that it has. Line breaks are a piece of their own, since the shape of a mail tells much; an address or a
link is one piece whatever it says, and a rule of dashes is one dash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from intake.request.wording import fold

_WORD = re.compile(
    r"(?P<line>\n)|(?P<link>(?:https?://|www\.)[^\s<>\"]{1,2000})|(?P<address>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
    r"|[^\W_]+|(?P<mark>[^\w\s]|_)(?P=mark)*"
)
_LONGEST_WORD = 40
_MOST_PIECES = 8
LINE, LINK, ADDRESS, UNKNOWN = "[unused0]", "[unused1]", "[unused2]", "[UNK]"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `start` and `end` are offsets into it, `pieces` row numbers of the vocabulary."""

    start: int
    end: int
    pieces: tuple[int, ...]


class WordPieces:
    """A vocabulary of pieces; `pieces` are its rows in order, continuations with a leading `##`."""

    def __init__(self, pieces: tuple[str, ...]) -> None:
        self._rows = {piece: row for row, piece in enumerate(pieces)}
        self._cut = lru_cache(maxsize=50_000)(self._cut_word)

    def words(self, text: str, most: int) -> list[Word]:
        """The words of the text in order, up to `most` pieces in all."""
        found: list[Word] = []
        total = 0
        for match in _WORD.finditer(fold(text)):
            pieces = self._pieces(match)
            total += len(pieces)
            if total > most:
                break
            found.append(Word(match.start(), match.end(), pieces))
        return found

    def row(self, piece: str) -> int:
        """The row of a piece that the vocabulary has."""
        return self._rows[piece]

    def _pieces(self, match: re.Match[str]) -> tuple[int, ...]:
        kind = match.lastgroup
        if kind == "line":
            return (self._rows[LINE],)
        if kind == "link":
            return (self._rows[LINK],)
        if kind == "address":
            return (self._rows[ADDRESS],)
        return self._cut(match["mark"] if kind == "mark" else match.group())

    def _cut_word(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self._rows[UNKNOWN],)
        rows: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            while end > start:
                row = self._rows.get(("##" if start else "") + word[start:end])
                if row is not None:
                    break
                end -= 1
            if end == start or len(rows) == _MOST_PIECES:
                return (*rows, self._rows[UNKNOWN])
            assert row is not None
            rows.append(row)
            start = end
        return tuple(rows)
