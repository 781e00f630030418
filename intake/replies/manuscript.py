r"""A letter's words as blocks, from which both its plain text and its HTML are made.

A template is written as one would type a letter, with a few marks known from Markdown::

    # Heading                       | Label | value |          rows of facts
    - an item                       | Work | Time | Amount |   a table, when a |---|---|---| line follows
    1. a numbered item              **strong**
       its next line                <https://…>  a link        <name@example.org>  an address
    line that ends in a backslash\  breaks there                ---  from here on: small print

Only the words of the template can be such marks. `shield` disguises them in every value that a template
prints (with Unicode noncharacters, which are meant for a program's own use), so that a value can never
become a heading, a link or a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PARAGRAPH = "\ufdd7"
"""Ends a paragraph wherever it stands; no value can contain it."""

_MARK = "\ufdd0"
_BREAK = "\ufdd1"
_DISGUISE = {
    "\n": _BREAK, "<": "\ufdd2", ">": "\ufdd3", "*": "\ufdd4", "|": "\ufdd5", "\\": "\ufdd6",
}  # fmt: skip
_SHIELD = str.maketrans({chr(code): None for code in range(0xFDD0, 0xFDF0)} | {"\r": None} | _DISGUISE)
_UNSHIELD = str.maketrans({_MARK: None} | {away: real for real, away in _DISGUISE.items()})

_NUMBER = re.compile(r"\d{1,3}\. +")
_RULE = re.compile(r"\|(?: ?:?-+:? ?\|)+")
_INLINE = re.compile(r"\*\*|<(https?://[^\s<>\"]{1,2000}|[^\s<>@:]{1,64}@[^\s<>@:]{1,255})>")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of one look; `url` where they are a link."""

    text: str
    strong: bool = False
    url: str = ""


Line = tuple[Run, ...]


@dataclass(slots=True)
class Block:
    """A block of a letter: `kind` is heading, paragraph, bullets, numbers, rows or table.

    `items` are the entries of a list, the rows of a table (a table's first row is its header), or the one
    text of a paragraph; an item's lines are its text lines, or a row's cells.
    """

    kind: str
    items: list[list[Line]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The blocks of a letter, and those of its small print."""

    blocks: tuple[Block, ...]
    small: tuple[Block, ...] = ()


def shield(value: str) -> str:
    """A value as it may stand in a template's output: none of its characters is a mark."""
    return _MARK + value.translate(_SHIELD)


def unshield(text: str) -> str:
    """The text as it was meant, marks of values included."""
    return text.translate(_UNSHIELD)


def read(rendered: str) -> Manuscript:
    """The blocks of a rendered template."""
    reader = _Reader()
    for line in rendered.replace(PARAGRAPH, "\n\n").split("\n"):
        reader.take(line)
    return Manuscript(tuple(reader.finished()), tuple(reader.small))


class _Reader:
    """Takes a template's lines one after the other; consecutive ones of a kind form a block."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.small: list[Block] = []
        self._kind = ""
        self._items: list[list[str]] = []
        self._in_small = False

    def take(self, raw: str) -> None:
        line = raw.strip()
        if not line.replace(_MARK, ""):
            if self._kind not in ("bullets", "numbers"):
                self._close()
        elif line == "---":
            self._close()
            self._in_small = True
        elif line.startswith("# "):
            self._open("heading", [line[2:]])
            self._close()
        elif line.startswith("- "):
            self._open("bullets", [line[2:]])
        elif number := _NUMBER.match(line):
            self._open("numbers", [line[number.end() :]])
        elif _RULE.fullmatch(line) and self._kind == "rows":
            self._kind = "table"
        elif line.startswith("|"):
            self._open(
                "table" if self._kind == "table" else "rows",
                line.removeprefix("|").removesuffix("|").split("|"),
            )
        elif raw.startswith("  ") and self._kind in ("bullets", "numbers"):
            self._items[-1].append(line)
        else:
            self._continue_paragraph(line)

    def finished(self) -> list[Block]:
        self._close()
        return self.blocks

    def _open(self, kind: str, item: list[str]) -> None:
        if self._kind != kind:
            self._close()
        self._kind = kind
        self._items.append(item)

    def _continue_paragraph(self, line: str) -> None:
        if self._kind != "paragraph":
            self._close()
            self._kind, self._items = "paragraph", [[""]]
        text = self._items[0]
        text[-1] = f"{text[-1]} {line}".lstrip()
        if line.endswith("\\"):
            text[-1] = text[-1].removesuffix("\\")
            text.append("")

    def _close(self) -> None:
        if self._kind:
            items = [_lines(item, keep_empty=self._kind in ("rows", "table")) for item in self._items]
            (self.small if self._in_small else self.blocks).append(Block(self._kind, items))
        self._kind, self._items = "", []


def _lines(texts: list[str], *, keep_empty: bool) -> list[Line]:
    if keep_empty:
        return [_runs(text.strip()) for text in texts]
    broken = [part.strip() for text in texts for part in text.split(_BREAK)]
    return [_runs(part) for part in broken if part.replace(_MARK, "")]


def _runs(text: str) -> Line:
    """The words of one line with their looks."""
    text = text.replace(_MARK, "")
    runs: list[Run] = []
    strong, done = False, 0
    for found in _INLINE.finditer(text):
        runs.append(Run(_words(text[done : found.start()]), strong))
        done = found.end()
        if target := found[1]:
            shown = unshield(target)
            runs.append(Run(shown, strong, shown if "://" in shown else f"mailto:{shown}"))
        else:
            strong = not strong
    runs.append(Run(_words(text[done:]), strong))
    return tuple(run for run in runs if run.text)


def _words(text: str) -> str:
    return unshield(text.replace(_BREAK, " "))
