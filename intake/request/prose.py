"""Prose cut into sentences and list items, whatever width the mail program broke its lines at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.request.wording import squeeze

MAX_SENTENCE = 2_000

_BULLET = re.compile(
    r"^\s*(?:\[[ xX]?\]|[-*\u2022\u00b7\u2013\u2014\u25aa\u25e6+]|->|=>|>|\(?(?:\d{1,2}|[a-h]|"
    r"[ivx]{1,4})[.)]|\(?[A-H]\))\s+(?=\S)"
)
_UNDERLINE = re.compile(r"^\s*[-=_~*#]{3,}\s*$")
_END = re.compile(
    r"(?<=[.!?\u2026])[\"')\]\u201d\u2019]*\s+(?=[\"'(\[\u201c\u2018\u00bf\u00a1A-Z0-9\u00c0-\u00dea-z])"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|St|Ave|Rd|Ln|Ct|Blvd|Prof|Sec|No|no|Nos|Jan|Feb|Mar|Apr|Jun|"
    r"Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"vs|etc|approx|incl|e\.g|i\.e|a\.m|p\.m|U\.S|N\.C|G\.S|Gen|Stat|Inc|Ltd|Co|Sr|Sra|Jr|reg|"
    r"lot|permit no|[A-Z]|[ivx])\.[\"')]*\s*$"
)
_LOWER = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or list item, white space squeezed; `paragraph` counts the blocks it came from.

    `item` is True for an item of a list, `opens` for a line that ends with a colon and so opens one.
    """

    text: str
    paragraph: int
    item: bool = False

    @property
    def opens(self) -> bool:
        """Ends with a colon, a dash or nothing where a list follows."""
        return self.text.rstrip(" *_").endswith((":", "-", "\u2014", "\u2013"))


def _width(lines: list[str]) -> int:
    """The column at which the writer's program broke lines: the longest line of at most 100 characters."""
    return max((len(line) for line in lines if len(line) <= 100), default=0)


def _joins(line: str, following: str, width: int) -> bool:
    """Whether the break after `line` was made by a program: the next word would not have fitted."""
    word = following.split(maxsplit=1)[0] if following.split() else ""
    return width >= 50 and len(line.rstrip()) + 1 + len(word) > width - 6


def _blocks(prose: str) -> list[tuple[str, int, bool]]:
    """(text, paragraph, item) of every paragraph, deliberate line and list item."""
    lines = prose.split("\n")
    width = _width(lines)
    blocks: list[tuple[str, int, bool]] = []
    paragraph, current, item, indent = 0, "", False, 0
    previous = ""

    def close() -> None:
        nonlocal current, item
        if current.strip():
            blocks.append((squeeze(current), paragraph, item))
        current, item = "", False

    for line in lines:
        if not line.strip() or _UNDERLINE.match(line):
            close()
            paragraph += 1 if previous.strip() else 0
        elif bullet := _BULLET.match(line):
            close()
            current, item, indent = line[bullet.end() :], True, bullet.end()
        elif current and (
            _joins(previous, line, width) or (item and len(line) - len(line.lstrip()) >= min(indent, 2))
        ):
            current += "\n" + line
        else:
            close()
            current = line
        previous = line
    close()
    return blocks


def _split(text: str) -> list[str]:
    """Sentences of one block; a full stop after an abbreviation ends nothing."""
    parts: list[str] = []
    start = 0
    for end in _END.finditer(text):
        head = text[start : end.start()]
        following = text[end.end()]
        stop = head.rstrip("\"')]\u201d\u2019")[-1:]
        if stop == "." and (
            _ABBREVIATION.search(head) or (_LOWER.match(following) and len(head.split()[-1]) < 4)
        ):
            continue
        parts.append(text[start : end.end()].strip())
        start = end.end()
    parts.append(text[start:].strip())
    return [part[:MAX_SENTENCE] for part in parts if part]


def sentences(prose: str) -> tuple[Sentence, ...]:
    """The sentences and list items in order; items are kept whole."""
    found: list[Sentence] = []
    for text, paragraph, item in _blocks(prose):
        if item:
            found.append(Sentence(text[:MAX_SENTENCE], paragraph, item=True))
        else:
            found.extend(Sentence(part, paragraph) for part in _split(text))
    return tuple(found)


def items_after(place: int, sentences: tuple[Sentence, ...]) -> list[str]:
    """The list items that follow a sentence, in the same or the next paragraph."""
    items: list[str] = []
    last = sentences[place].paragraph
    for sentence in sentences[place + 1 :]:
        if not sentence.item or sentence.paragraph > last + 1:
            break
        items.append(sentence.text)
        last = sentence.paragraph
    return items
