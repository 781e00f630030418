"""Answers between quoted lines: which words were written under which (interleaved, or inline, replies)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from intake.message.marks import ANSWER
from intake.message.model import Interleaved

_MOST = 50
_MOST_QUOTED = 24  # quoted lines that are kept above an answer
_MARKS = re.compile(r"^[ \t]*(?:(?:\|?>|&gt;)[ \t]?)+")
_LONGEST_LINE = 1_000

_PARTED = "\0"  # stands for what was quoted once its answer has ended: what follows answers nothing


def pairs(lines: Iterable[str], is_quoted: Callable[[str], bool]) -> tuple[Interleaved, ...]:
    """Each first paragraph that stands under quoted lines, with those lines, their marks taken off."""
    found: list[Interleaved] = []
    quoted: list[str] = []
    said: list[str] = []
    for line in (*lines, ">"):
        if is_quoted(line[:_LONGEST_LINE]):
            if said:
                found.append(Interleaved(tuple(quoted[-_MOST_QUOTED:]), "\n".join(said).strip()))
            if said or quoted == [_PARTED]:
                quoted, said = [], []
            quoted.append(_MARKS.sub("", line[:_LONGEST_LINE]).rstrip())
        elif line.strip() and quoted and quoted[-1] != _PARTED:
            said.append(line.removeprefix(ANSWER))
        elif said:
            found.append(Interleaved(tuple(quoted[-_MOST_QUOTED:]), "\n".join(said).strip()))
            quoted, said = [_PARTED], []
        if len(found) == _MOST:
            break
    return tuple(found)
