"""A pattern that is tried only where the words stand without which it cannot match.

A mail has few words of the calendar, and the grammar has many patterns: most are ruled out by a look at the
words that occur in it at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.request.scan import Scan


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and groups of words: of each group one must occur."""

    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]

    def finditer(self, seen: Scan) -> Iterator[re.Match[str]]:
        """Every match in a text that has been looked through."""
        if any(words.isdisjoint(seen.words) for words in self.needs):
            return iter(())
        return self.pattern.finditer(seen.text)


def rule(pattern: str, *needs: Iterable[str]) -> Rule:
    """A rule of a pattern; words are given as a list, or as one string of them."""
    groups = (words.split() if isinstance(words, str) else words for words in needs)
    return Rule(re.compile(pattern), tuple(frozenset(words) for words in groups))


def inflected(stems: str) -> list[str]:
    """The words with the endings of their plural, as `UNIT(?:e?s)?` allows them."""
    return [stem + ending for stem in stems.split() for ending in ("", "s", "es")]


UNITS = inflected(
    "hour day week fortnight month mo quarter year yr decade hora dia semana mes trimestre ano decada "
    "semaine jour mois semestre"
)
