"""Which words tell which field: a small learned tagger, so that prose need not be guessed by lists of phrases.

Four layers of a transformer, cut from all-MiniLM-L6-v2 (Wang et al. 2020; Apache 2.0) and trained on the labelled
mails of `tests/corpus` by `tests/train_tagger.py`, with weights of eight bits. It gives every word a probability for
each label, and points at the stretch that counts where only one can; the readers choose among what the grammars
propose by it, and take names, columns and purposes from its stretches. Offline, deterministic, bounded: it looks
at MOST_PIECES pieces of a text, in windows.

The only importer of onnxruntime.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import numpy as np

from intake.request.tags import HINTS, KINDS, LABELS, Floats, Hint, Label, Mark, Tagged
from intake.request.wordpiece import Word, WordPieces

MOST_PIECES = 1_500
WINDOW = 380
_LEAST_WINDOW = 40
# Probabilities of a label: for a word to belong to a stretch, and for a stretch to have one word that is plainly it.
# An invented column is worse than a missing one; a purpose is told in many ways, and none of them surely.
_FAINT = 0.2
_PLAIN = dict.fromkeys(LABELS, 0.5) | {Label.COLUMN: 0.6, Label.USE: 0.4, Label.DATASET: 0.4}
_STARTS, _ENDS = "[CLS]", "[SEP]"


class Tagger:
    """The shipped weights, ready to tag."""

    def __init__(self, weights: bytes, pieces: tuple[str, ...]) -> None:
        # Imported here: it takes a fifth of a second, and only reading needs it.
        import onnxruntime  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self._pieces = WordPieces(pieces)

    def tag(self, text: str, hinted: list[Hint]) -> Tagged:
        """Tag a text of which these hints are true."""
        words = self._pieces.words(text, MOST_PIECES)
        known = hint_rows(words, hinted)
        seen = [self._run(words[first:last], known[first:last]) for first, last in windows(text, words)]
        if not seen:
            none = np.zeros((0, len(LABELS)), np.float32)
            return Tagged(text, (), dict.fromkeys(KINDS, 0.0), 0.0, (), none, none, none)
        rows = np.concatenate([labels for labels, _, _, _ in seen])
        ends = _shares(np.concatenate([ends for _, ends, _, _ in seen]))
        return Tagged(
            text,
            tuple(_marks(words, rows)),
            dict(zip(KINDS, seen[0][2].tolist(), strict=True)),
            max(protected for _, _, _, protected in seen),
            tuple(words),
            rows[:, 1::2] + rows[:, 2::2],
            ends[:, 0::2],
            ends[:, 1::2],
        )

    def _run(self, words: list[Word], known: Floats) -> tuple[Floats, Floats, Floats, float]:
        ids, places = [self._pieces.row(_STARTS)], []
        for word in words:
            places.append(len(ids))
            ids.extend(word.pieces)
        ids.append(self._pieces.row(_ENDS))
        hints = np.zeros((1, len(ids), len(HINTS)), np.float32)
        hints[0, places] = known
        told = {"ids": np.array([ids], np.int64), "hints": hints}
        labels, ends, kinds, protected = self._session.run(None, told)
        # The mark at the front of a window stands for "nowhere in it".
        return labels[0, places], ends[0, places] - ends[0, :1], kinds[0], float(protected[0, 1])


@cache
def shipped() -> Tagger:
    """The tagger with the weights of this package, loaded once."""
    folder = files("intake.request") / "weights"
    pieces = (folder / "pieces.txt").read_text(encoding="utf-8").splitlines()
    return Tagger((folder / "tagger.onnx").read_bytes(), tuple(pieces))


def hint_rows(words: list[Word], hinted: list[Hint]) -> Floats:
    """A row of zeros and ones for each word, as HINTS."""
    rows = np.zeros((len(words), len(HINTS)), np.float32)
    starts = np.array([word.start for word in words])
    ends = np.array([word.end for word in words])
    for hint in hinted:
        first, last = np.searchsorted(ends, hint.start, side="right"), np.searchsorted(starts, hint.end)
        rows[first:last, hint.row] = 1.0
    return rows


def windows(text: str, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of words of at most WINDOW pieces, cut at the ends of paragraphs where that is possible."""
    first, size, cut = 0, 0, 0
    for place, word in enumerate(words):
        if size + len(word.pieces) > WINDOW:
            last = cut if cut > first + _LEAST_WINDOW else place
            yield first, last
            first, cut = last, 0
            size = sum(len(each.pieces) for each in words[first:place])
        size += len(word.pieces)
        if text[word.start] == "\n":
            cut = place + 1
    if first < len(words):
        yield first, len(words)


def _shares(odds: Floats) -> Floats:
    """The probability of each word, from its log odds against "nowhere"."""
    highest = np.maximum(odds.max(axis=0), 0.0)
    shares: Floats = np.exp(odds - highest)
    whole: Floats = shares.sum(axis=0) + np.exp(-highest)
    return shares / whole


def _marks(words: list[Word], rows: Floats) -> Iterator[Mark]:
    """The stretches of words that share a label, in order.

    A word belongs to its most probable label, however faintly, if some word of the stretch has it plainly: a name
    is one stretch, and its little words are less sure than its noun ("short-term rental permits").
    """
    share = rows[:, 1::2] + rows[:, 2::2]
    best = np.where(share.max(axis=1) > _FAINT, share.argmax(axis=1), -1).tolist()
    place = 0
    while place < len(words):
        label, last = best[place], place + 1
        while last < len(words) and best[last] == label and not _begins(rows, last, label):
            last += 1
        if label >= 0 and share[place:last, label].max() > _PLAIN[LABELS[label]]:
            certainty = float(share[place:last, label].mean())
            yield Mark(LABELS[label], words[place].start, words[last - 1].end, certainty)
        place = last


def _begins(rows: Floats, place: int, label: int) -> bool:
    """Whether another stretch of the same label begins at a word."""
    return bool(rows[place, 1 + 2 * label] > 2 * rows[place, 2 + 2 * label])
