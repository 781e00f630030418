"""Blocks of a letter set as plain text, at most 76 columns wide; only a web address may be wider."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from intake.replies.manuscript import Block, Line, Manuscript

WIDTH = 76
_WIDEST_LABEL = 24
_GAP = "  "


def as_text(manuscript: Manuscript) -> str:
    """The whole letter; the small print follows the signature mark of RFC 3676 §4.3."""
    text = _blocks(manuscript.blocks)
    if manuscript.small:
        text += "\n\n-- \n" + _blocks(manuscript.small)
    return text + "\n"


def _blocks(blocks: Sequence[Block]) -> str:
    return "\n\n".join(_SETTERS[block.kind](block) for block in blocks)


def plain(line: Line) -> str:
    """A line's words; links stand in angle brackets (RFC 3986, appendix C)."""
    return "".join(f"<{run.text}>" if run.url else run.text for run in line)


def _heading(block: Block) -> str:
    title = _wrapped(plain(block.items[0][0]))
    return f"{title}\n{'-' * max(len(line) for line in title.splitlines())}"


def _paragraph(block: Block) -> str:
    return "\n".join(_wrapped(plain(line)) for line in block.items[0])


def _bullets(block: Block) -> str:
    return _listed(block, ["- "] * len(block.items))


def _numbers(block: Block) -> str:
    return _listed(block, [f"{number}. " for number in range(1, len(block.items) + 1)])


def _listed(block: Block, heads: Sequence[str]) -> str:
    """Items under their bullets or numbers, set apart by an empty line where any has several lines."""
    between = "\n\n" if any(len(item) > 1 for item in block.items) else "\n"
    items = []
    for head, item in zip(heads, block.items, strict=True):
        body = "\n".join(_wrapped(plain(line), WIDTH - len(head)) for line in item)
        items.append(head + textwrap.indent(body, " " * len(head)).lstrip(" "))
    return between.join(items)


def _rows(block: Block) -> str:
    labels = [plain(row[0]) for row in block.items]
    column = min(max(map(len, labels)), _WIDEST_LABEL)
    set_rows: list[str] = []
    for label, row in zip(labels, block.items, strict=True):
        values = [_wrapped(plain(cell), WIDTH - column - 4).splitlines() for cell in row[1:]]
        set_rows += _side_by_side([_wrapped(label, column).splitlines(), *values], [column], "")
    return "\n".join(_GAP + line for line in set_rows)


def _table(block: Block) -> str:
    """Columns with the first as wide as is left, and the last, the amounts, set to the right."""
    count = max(map(len, block.items))
    cells = [[plain(cell) for cell in row] + [""] * (count - len(row)) for row in block.items]
    widths = [max(len(row[column]) for row in cells) for column in range(count)]
    widths[0] = max(16, min(widths[0], WIDTH - sum(widths[1:]) - 2 * (count - 1)))
    set_rows: list[str] = []
    for number, row in enumerate(cells):
        columns = [_wrapped(cell, width).splitlines() for cell, width in zip(row, widths, strict=True)]
        set_rows += _side_by_side(columns, widths, ">")
        if number == 0:
            set_rows.append(_GAP.join("-" * width for width in widths))
    return "\n".join(set_rows)


def _side_by_side(columns: Sequence[Sequence[str]], widths: Sequence[int], last: str) -> Iterable[str]:
    for number in range(max(map(len, columns), default=0)):
        pieces = [column[number] if number < len(column) else "" for column in columns]
        padded = [piece.ljust(width) for piece, width in zip(pieces, widths, strict=False)]
        padded += pieces[len(padded) :]
        if last == ">":
            padded[-1] = pieces[-1].rjust(widths[-1])
        yield _GAP.join(padded).rstrip()


def _wrapped(text: str, width: int = WIDTH) -> str:
    """`text` in lines of at most `width`; a word too long is cut, a web address never."""
    words = []
    for word in text.split():
        if len(word) <= width or "://" in word:
            words.append(word)
        else:
            words += textwrap.wrap(word, width)
    return textwrap.fill(" ".join(words), width, break_long_words=False, break_on_hyphens=False)


_SETTERS = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullets": _bullets,
    "numbers": _numbers,
    "rows": _rows,
    "table": _table,
}
