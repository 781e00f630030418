"""Which datasets could somebody mean: shared words, weighed by how rare they are in this catalogue.

A name scores by the share of its words that a dataset accounts for (title above keyword above the rest), and
by how much of the title it accounts for in turn. Words that the catalogue does not know count fully against:
who asks for "beehive locations" is not helped by a list of locations.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from intake.catalogue.dataset import Dataset
from intake.catalogue.words import significant, stems

Ranked = tuple[float, Dataset]

_THRESHOLD = 0.56  # below it a suggestion is a guess
_MARGIN = 0.85  # of the best score: what is further behind is something else
_WHOLE_KEYWORD = 0.6  # "potholes" is exactly a keyword of the service requests
_SYNONYM = 0.93  # the portal's own word goes before one that only means the same
_VARIANTS = 24
_WORDS = 24  # of a name; longer ones are prose

_TITLE, _KEYWORD, _ID, _THEME, _COLUMN, _SUMMARY = 1.0, 0.85, 0.8, 0.4, 0.35, 0.25
_TITLE_SHARE = 0.4


class Ranking:
    """The datasets, ready to be asked. `synonyms` are groups of words that mean the same, key included."""

    def __init__(self, datasets: Sequence[Dataset], synonyms: Mapping[str, tuple[str, ...]]) -> None:
        self._datasets = tuple(datasets)
        self._weights = tuple(_weights(dataset) for dataset in self._datasets)
        self._titles = tuple(frozenset(significant(stems(dataset.title))) for dataset in self._datasets)
        self._keywords = tuple(
            frozenset(significant(stems(keyword)) for keyword in dataset.keywords)
            for dataset in self._datasets
        )
        self._groups = tuple(
            tuple(dict.fromkeys(words for phrase in (key, *others) if (words := significant(stems(phrase)))))
            for key, others in synonyms.items()
        )
        self._postings: dict[str, list[int]] = {}
        for place, weights in enumerate(self._weights):
            for word in weights:
                self._postings.setdefault(word, []).append(place)
        total = len(self._datasets)
        self._rarity = {word: math.log(1 + total / len(places)) for word, places in self._postings.items()}
        self._unknown = math.log(1 + total)

    def rank(self, name: str, limit: int) -> tuple[Ranked, ...]:
        """The datasets that `name` may well mean, best first; none where more than `limit` are as likely."""
        words = significant(stems(name))[:_WORDS]
        if not words:
            return ()
        scores = self._scores(words)
        # Each kind by itself: what requesters may not see must not change what they are shown.
        for_requesters, for_staff = (
            {
                place: score
                for place, score in scores.items()
                if self._datasets[place].restricted is restricted
            }
            for restricted in (False, True)
        )
        near = _near(for_requesters, limit) | _near(for_staff, limit)
        ordered = sorted(near, key=lambda place: (-near[place], place))
        return tuple((near[place], self._datasets[place]) for place in ordered)

    def _scores(self, words: tuple[str, ...]) -> dict[int, float]:
        """The best score of every dataset that shares a word, over the name and its synonyms."""
        scores: dict[int, float] = {}
        for nth, variant in enumerate(self._variants(words)):
            for place in {place for word in variant for place in self._postings.get(word, ())}:
                score = self._score(variant, place) * (_SYNONYM if nth else 1)
                scores[place] = max(score, scores.get(place, 0.0))
        return scores

    def _score(self, words: tuple[str, ...], place: int) -> float:
        weights, title = self._weights[place], self._titles[place]
        asked = {word: self._rarity.get(word, self._unknown) for word in words}
        covered = sum(rarity * weights.get(word, 0.0) for word, rarity in asked.items()) / sum(asked.values())
        whole = sum(self._rarity[word] for word in title) or 1
        share = sum(self._rarity[word] for word in title if word in asked) / whole
        score = covered * (1 - _TITLE_SHARE + _TITLE_SHARE * share)
        return max(score, _WHOLE_KEYWORD) if words in self._keywords[place] else score

    def _variants(self, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The name as it stands, then with its phrases replaced by what means the same."""
        variants = [words]
        for group in self._groups:
            for variant in list(variants):
                variants += _replaced(variant, group)
            if len(variants) > _VARIANTS:
                break
        return variants[:_VARIANTS]


def _near(scores: dict[int, float], limit: int) -> dict[int, float]:
    """The scores that are good enough and close to the best; none where more than `limit` are."""
    best = max(scores.values(), default=0.0)
    near = {place: score for place, score in scores.items() if score >= max(_THRESHOLD, best * _MARGIN)}
    if len(near) > limit:
        near = {place: score for place, score in near.items() if score >= best - 1e-9}
    return near if len(near) <= limit else {}


def _replaced(words: tuple[str, ...], group: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    for phrase in sorted(group, key=len, reverse=True):
        for start in range(len(words) - len(phrase) + 1):
            if words[start : start + len(phrase)] == phrase:
                before, after = words[:start], words[start + len(phrase) :]
                return [before + other + after for other in group if other != phrase]
    return []


def _weights(dataset: Dataset) -> dict[str, float]:
    """Every word of an entry with the weight of the best place where it stands."""
    places: tuple[tuple[float, Iterable[str]], ...] = (
        (_SUMMARY, (dataset.summary,)),
        (_COLUMN, dataset.columns),
        (_THEME, dataset.themes),
        (_ID, (dataset.id,)),
        (_KEYWORD, dataset.keywords),
        (_TITLE, (dataset.title,)),
    )
    weights: dict[str, float] = {}
    for weight, texts in places:
        for text in texts:
            weights.update(dict.fromkeys(significant(stems(text)), weight))
    return weights
