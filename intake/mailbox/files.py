"""The messages in files, for parsing and replaying: .eml, mbox (RFC 4155), Maildir, a directory of .eml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from intake.errors import MailboxError

_LIMIT = (
    64 * 1024 * 1024
)  # octets of one message that are kept: more than any limit, so it is told as too large
_LINE = 1024 * 1024  # octets that are read at once
_QUOTED_FROM = re.compile(rb">+From ")
_DATED_FROM = re.compile(rb"From [^\n]{0,200}?\d{1,2}:\d\d")
_SEPARATOR_LOOKED_AT = 300


def messages_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every message of a file or directory, one at a time: where it is from, and its octets.

    The source is the path, with "#3" for the third message of an mbox. Of a message beyond 64 MiB the rest is
    left out. Raises MailboxError where there is nothing to read.
    """
    try:
        if path.is_dir():
            yield from _of_directory(path)
        else:
            yield from _of_file(path)
    except OSError as error:
        raise MailboxError(f"{error.filename or path}: cannot be read: {error.strerror}.") from None


def _of_directory(path: Path) -> Iterator[tuple[str, bytes]]:
    folders = [path / sub for sub in ("cur", "new") if (path / sub).is_dir()]
    if folders:
        files = [file for folder in folders for file in folder.iterdir() if not file.name.startswith(".")]
    else:
        files = [file for file in path.rglob("*") if file.suffix.lower() == ".eml"]
        if not files:
            raise MailboxError(f"{path}: no Maildir, and no file in it ends in .eml; name a file or another.")
    for file in sorted(files, key=lambda file: (file.name if folders else "", file)):
        if file.is_file():
            yield from _whole(file)


def _of_file(path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as file:
        is_mbox = file.readline(_LINE).startswith(b"From ")
        if is_mbox and path.suffix.lower() != ".eml":
            file.seek(0)
            for number, octets in enumerate(_of_mbox(file), 1):
                yield f"{path}#{number}", octets
            return
    yield from _whole(path)


def _whole(path: Path) -> Iterator[tuple[str, bytes]]:
    """One message; the line that an mbox would begin with is no part of it."""
    with path.open("rb") as file:
        first = file.readline(_LINE)
        octets = file.read(_LIMIT)
    yield str(path), octets if first.startswith(b"From ") else first + octets


def _of_mbox(file: BinaryIO) -> Iterator[bytes]:
    """The messages of an mbox, without the quoting of ">From " lines (as in the mboxrd variant).

    A message begins at the start and after an empty line. Where the first "From " line has a time, as most
    have, the others must have one: prose may begin with "From ", too.
    """
    dated = _DATED_FROM.match(file.readline(_LINE)[:_SEPARATOR_LOOKED_AT]) is not None
    message: list[bytes] = []
    size, at_line_start, after_empty = 0, True, False
    while line := file.readline(_LINE):
        if at_line_start and after_empty and _is_separator(line, dated=dated):
            yield b"".join(message[:-1])
            message, size, after_empty = [], 0, False
            continue
        if at_line_start and _QUOTED_FROM.match(line):
            line = line[1:]
        if size < _LIMIT:
            message.append(line)
            size += len(line)
        after_empty = at_line_start and line in (b"\n", b"\r\n")
        at_line_start = line.endswith(b"\n")
    yield b"".join(message[:-1] if after_empty else message)


def _is_separator(line: bytes, *, dated: bool) -> bool:
    if not line.startswith(b"From "):
        return False
    return not dated or _DATED_FROM.match(line[:_SEPARATOR_LOOKED_AT]) is not None
