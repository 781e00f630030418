"""A pattern for any of many words that looks at each letter once.

The words share their beginnings in it, so that a word of the text which is none of them is ruled out by its
first letters and not once for every name of a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_Branches = dict[str, "_Branches"]
_END = ""  # the branch of a word that ends here


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    root: _Branches = {}
    for word in words:
        branch = root
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[_END] = {}
    return f"(?:{_pattern(root)})"


def _pattern(branch: _Branches) -> str:
    choices = [re.escape(letter) + _pattern(rest) for letter, rest in branch.items() if letter != _END]
    if not choices:
        return ""
    if _END in branch:
        return f"(?:{'|'.join(choices)})?"
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"
