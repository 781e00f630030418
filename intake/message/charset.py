"""From octets to text that may be stored and shown: the ladder of charsets, and what is cleaned here."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header

# What mail names and Python does not know, or what says less than it means (WHATWG Encoding Standard).
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "cp-850": "cp850",
    "utf8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
_LADDER = ("utf-8", "cp1252", "latin-1")
_FEW_FAULTS = 0.02  # of the characters: a damaged text in the declared charset, not another charset
_C1 = {code: codecs.decode(bytes([code]), "cp1252", "ignore") for code in range(0x80, 0xA0)}
_DROPPED = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0x200B, 0x2060, 0xFEFF, 0xAD])
_BODY = {**_C1, **_DROPPED, 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0xA0: " ", 0x202F: " ", 0x2007: " "}
# Bidirectional controls and zero-width joiners can make a name or a subject read as another one.
_MISLEADING = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C])
_HEADER = {**_BODY, **_MISLEADING}
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_FOLDS = re.compile(r"\s*[\r\n]\s*")
_LONGEST_HEADER = 65_536


def decode(octets: bytes, declared: str | None) -> str:
    """Octets as text: by the declared charset, else UTF-8, windows-1252, Latin-1. Never fails."""
    name = (declared or "").strip("\"' \t").casefold()
    name = _MEANT.get(name, name)
    for charset in dict.fromkeys((name, *_LADDER)):
        if not charset:
            continue
        try:
            return octets.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            if charset == name and (text := _damaged(octets, charset)) is not None:
                return text
    return octets.decode("latin-1")


def _damaged(octets: bytes, charset: str) -> str | None:
    """The text with replacement characters, where only a little of it does not fit its charset."""
    try:
        text = octets.decode(charset, "replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    return text if text.count("\ufffd") <= len(text) * _FEW_FAULTS else None


def clean_body(text: str) -> str:
    """A body without what neither store nor reader can take: NUL, controls, lone surrogates, CR."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BODY)
    return _SURROGATES.sub("\ufffd", text)


def clean_header(text: str) -> str:
    """A header value on one line, without characters that mislead the eye."""
    return _SURROGATES.sub("\ufffd", _SPACES.sub(" ", text.translate(_HEADER)).strip())


def unfold(value: str) -> str:
    """A raw header value on one line (RFC 5322 §2.2.3), undeclared 8-bit octets by the ladder of charsets."""
    raw = value[:_LONGEST_HEADER]
    if not raw.isascii():
        raw = decode(raw.encode("utf-8", "surrogateescape"), None)
    return _SURROGATES.sub("\ufffd", _FOLDS.sub(" ", raw))


def decode_value(value: str) -> str:
    """A raw header value as text: unfolded, encoded words by RFC 2047."""
    raw = unfold(value)
    if "=?" in raw:
        # Where it is not an encoded word after all, it is shown as it stands.
        with suppress(HeaderParseError, ValueError, UnicodeError):
            raw = "".join(
                decode(piece, charset) if isinstance(piece, bytes) else piece
                for piece, charset in decode_header(raw)
            )
    return clean_header(raw)
