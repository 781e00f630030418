"""Tables whose first row says what the columns hold: "list | columns we'd use", one dataset a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from intake.request.model import Field
from intake.request.passage import Labelled

MAX_ROWS = 40

_CELLS = re.compile(r"\s*\|\s*|\t+|\s{2,}")
_RULER = re.compile(r"^[\s|+:=_-]{3,}$")


def _cells(line: str) -> list[str]:
    return [cell.strip(" *_") for cell in _CELLS.split(line.strip().strip("|").strip()) if cell.strip()]


def read_grid(
    lines: list[str], field_of: Callable[[str], Field | None]
) -> Iterator[tuple[int, list[Labelled]]]:
    """(line number, its cells under the fields of the header) of every row; the header with no cells.

    A header names at least two different fields, one of them the dataset or its columns; `field_of` says whose a
    label is.
    """
    number = 0
    while number < len(lines):
        header = _cells(lines[number])
        fields = [field_of(cell) if len(cell) < 40 else None for cell in header]
        known = {name for name in fields if name is not None}
        if len(header) < 2 or len(known) < 2 or not known & {Field.DATASETS, Field.FIELDS}:
            number += 1
            continue
        yield number, []
        begin = number + 1
        for number in range(begin, min(begin + MAX_ROWS, len(lines))):
            row = _cells(lines[number])
            if _RULER.match(lines[number]) and lines[number].strip():
                yield number, []
            elif len(row) != len(header):
                break
            else:
                yield (
                    number,
                    [
                        Labelled(name, label, cell)
                        for name, label, cell in zip(fields, header, row, strict=True)
                        if name is not None
                    ],
                )
        else:
            return
