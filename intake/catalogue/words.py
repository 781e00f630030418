"""Words as they are compared: no case, accents, punctuation, plural, and nothing that every request says."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_POSSESSIVE = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}]s\\b")

# What says that something is asked for, not what.
_BOILERPLATE_LINES = (
    "a an the of for and or in on at to by from with about into as per than any all each every some this",
    "that these those it its is are was were be been there here where which what who how when why we us",
    "our i me my you your they them their do does did can could would will may might should please thank",
    "thanks hello hi dear looking look want wanted wish like need needed give get got send sent provide",
    "have has had know tell ask asking requesting requested interested information info data dataset",
    "datum database record list listing table file export extract copy download spreadsheet excel csv",
    "json geojson shapefile xlsx pdf kml api endpoint feed format available published portal website page",
    "link latest current recent year month week day number since until between through present past last",
    "town city municipal municipality county local location map layer report log history statistic",
)
_BOILERPLATE_PHRASES = (("open", "data"), ("public", "record"))


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """One form for singular and plural, for comparison only: "permits", "trees", "crashes", "properties"."""
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word.removesuffix("s")


_BOILERPLATE = frozenset(singular(word) for line in _BOILERPLATE_LINES for word in line.split())


def plain(text: str) -> str:
    """Lower case, no accents: "Árboles" and "arboles" are one word."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def stems(text: str) -> tuple[str, ...]:
    """The words of a text, each without its plural, in order."""
    return tuple(singular(word) for word in _WORD.findall(plain(_POSSESSIVE.sub("", text))))


def significant(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that can name a dataset: no boilerplate, no years, no single letters or digits."""
    kept = list(words)
    for pair in _BOILERPLATE_PHRASES:
        for place in range(len(kept) - 1):
            if tuple(kept[place : place + 2]) == pair:
                kept[place : place + 2] = ["", ""]
    return tuple(
        word for word in kept if len(word) > 1 and word not in _BOILERPLATE and not _YEAR.fullmatch(word)
    )
