"""Text of strangers made harmless before it stands in a letter: one line, no control or invisible characters.

An automatic answer must not carry advertising or phishing to a forged address, so links that a stranger
wrote are left out of what we repeat to them, unless they lead to our own portal.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_LINK = re.compile(r"(?i)(?:\b(?:https?|ftp)://|\bwww\.)[^\s<>\"]+")
_LEFT_OUT = "[link]"
_SPACES = frozenset({"Cc", "Zs", "Zl", "Zp"})
_INVISIBLE = frozenset({"Cf", "Cs", "Co"})


def one_line(text: str, limit: int) -> str:
    """`text` as one line of at most `limit` characters, cut at a word where it can be.

    Control characters and line breaks become spaces; format characters (zero-width, bidirectional
    controls), surrogates, private use and noncharacters vanish (Unicode general categories Cf, Cs, Co).
    """
    return shortened(" ".join("".join(_visible(letter) for letter in text[: limit * 4]).split()), limit)


def lines(text: str, limit: int) -> str:
    """As `one_line`, but line breaks stay: for the office's own notices."""
    return "\n".join(one_line(line, limit) for line in text[:limit].splitlines()).strip()


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut off is shown by an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:-") + "…"


def without_links(text: str, portal: str = "") -> str:
    """`text` with every link left out that does not lead to the host of `portal`."""
    own = _host(portal)
    return _LINK.sub(lambda found: found[0] if own and _host(found[0]) == own else _LEFT_OUT, text)


def web_address(text: str) -> str:
    """`text` where it is an http or https address without spaces or brackets, else nothing."""
    return text if re.fullmatch(r"(?i)https?://[^\s<>\"]{1,2000}", text) else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in _SPACES:
        return " "
    code = ord(letter)
    noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return "" if category in _INVISIBLE or noncharacter else letter
