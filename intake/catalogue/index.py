"""The catalogue, ready to be asked: what is published of the data that a message asks for.

Certain is what names itself: the address of a dataset's page or file, its identifier, its exact title. All
else goes through `Ranking`, the one seam to exchange for another search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from intake.catalogue.coverage import coverage
from intake.catalogue.dataset import Dataset, Match, Snapshot
from intake.catalogue.ranking import Ranking
from intake.catalogue.words import plain, stems
from intake.request.model import Request

__all__ = ["Index", "coverage"]

_URL = re.compile(r"https?://[^\s<>\"')\]}]{4,2000}", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[a-z0-9]{1,80}(?:[-_][a-z0-9]{1,80}){1,20}")
_AROUND_A_TITLE = frozenset({"the", "a", "of", "for", "and", "data", "dataset", "record", "list", "town"})
_TEXT_LIMIT = 200_000  # characters that are searched for addresses and identifiers
_NAMES = 10  # of the datasets asked for


class Index:
    """One snapshot with its synonyms: groups of words that mean the same, the key included."""

    def __init__(self, snapshot: Snapshot, synonyms: Mapping[str, tuple[str, ...]]) -> None:
        self.snapshot = snapshot
        self._ranking = Ranking(snapshot.datasets, synonyms)
        addresses: dict[str, list[Dataset]] = {}
        titles: dict[tuple[str, ...], list[Dataset]] = {}
        self._by_identifier: dict[str, Dataset] = {}
        for dataset in snapshot.datasets:
            for address in {_address(url) for url in (dataset.url, *dataset.links, dataset.id)}:
                addresses.setdefault(address, []).append(dataset)
            if _is_identifier(dataset.id):
                self._by_identifier.setdefault(plain(dataset.id), dataset)
            titles.setdefault(_title(dataset.title), []).append(dataset)
        # What two entries share names neither for certain; a bare host is the portal's, not a dataset's.
        self._by_address = {
            url: found[0] for url, found in addresses.items() if "/" in url and len(found) == 1
        }
        self._by_title = {title: found[0] for title, found in titles.items() if title and len(found) == 1}

    def match(
        self, datasets: tuple[str, ...], text: str, request: Request | None, limit: int = 3
    ) -> tuple[Match, ...]:
        """What is published of `datasets` (the names asked for) or named in `text`, best first.

        At most `limit` are for requesters; restricted ones are for staff, come besides and displace none.
        With a `request` each match says what it does not cover.
        """
        found: dict[str, Match] = {}
        for match in self._candidates(datasets[:_NAMES], text[:_TEXT_LIMIT], limit):
            known = found.get(match.dataset.id)
            if known is None or (match.certain, match.score) > (known.certain, known.score):
                found[match.dataset.id] = match
        ordered = sorted(found.values(), key=lambda match: (not match.certain, -match.score))
        public = [match for match in ordered if not match.dataset.restricted][:limit]
        chosen = [match for match in ordered if match.dataset.restricted or match in public]
        if request is None:
            return tuple(chosen)
        return tuple(replace(match, gaps=coverage(match.dataset, request)) for match in chosen)

    def _candidates(self, datasets: tuple[str, ...], text: str, limit: int) -> Iterator[Match]:
        for words, dataset in self._named_in(text):
            yield Match(dataset, 1.0, certain=True, words=words)
        for name in datasets:
            exact = self._by_title.get(_title(name)) or self._by_identifier.get(plain(name.strip()))
            if exact is not None:
                yield Match(exact, 1.0, certain=True, words=name)
                continue
            for score, dataset in self._ranking.rank(name, limit):
                yield Match(dataset, score, certain=False, words=name)

    def _named_in(self, text: str) -> Iterator[tuple[str, Dataset]]:
        """What a text points at: by an address, or a page below it, and by an identifier."""
        for url in dict.fromkeys(_URL.findall(text)):
            address = _address(url)
            while address and address not in self._by_address:
                address = address.rpartition("?" if "?" in address else "/")[0]
            if address:
                yield url, self._by_address[address]
        for word in dict.fromkeys(_IDENTIFIER.findall(plain(_URL.sub(" ", text)))):
            if word in self._by_identifier:
                yield word, self._by_identifier[word]


def _address(url: str) -> str:
    """A web address as it is compared: no scheme, www, fragment or closing punctuation; else empty."""
    if not url.casefold().startswith(("http://", "https://")):
        return ""
    try:
        parts = urlsplit(url.rstrip(".,;:!?"))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = unquote(parts.path).casefold().replace("?", "").rstrip("/")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def _is_identifier(text: str) -> bool:
    """Distinct enough to be recognised in running text: several parts, a letter among them."""
    return (
        _IDENTIFIER.fullmatch(plain(text)) is not None and len(text) >= 5 and any(c.isalpha() for c in text)
    )


def _title(text: str) -> tuple[str, ...]:
    """A title as it is compared: no case, punctuation or plural; "the ... data" around it does not count."""
    return tuple(word for word in stems(text) if word not in _AROUND_A_TITLE)
