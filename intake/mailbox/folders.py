"""Names of folders: as the town writes them, as a server wants them, as a Maildir spells them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

_NOT_ASCII = re.compile(r"[^\x20-\x7e]+")


def is_plain(words: str) -> bool:
    """No control characters: a line end in a name would begin a command of its own."""
    return all(ord(letter) >= 32 and ord(letter) != 127 for letter in words)


def server_name(folder: str, delimiter: str, home: str = "", elsewhere: Iterable[str] = ()) -> str:
    """A folder written with "/" between levels, as the server names it (RFC 9051 §5.1, RFC 2342).

    `delimiter` is the server's own, empty where it has no levels; `home` is the prefix of the user's own
    folders ("INBOX." on some servers); what begins with a prefix of `elsewhere` belongs to other users.

    >>> server_name("Intake/Done", ".", home="INBOX.")
    'INBOX.Intake.Done'
    """
    name = folder.replace("/", delimiter) if delimiter else folder
    if name.upper() == "INBOX" or name.upper().startswith(home.upper()) or name.startswith(tuple(elsewhere)):
        return name
    return home + name


def maildir_name(folder: str) -> str:
    """The directory of a Maildir++ subfolder: ".Intake.Done" for "Intake/Done", in modified UTF-7.

    A dot within a name becomes "_", because there it divides levels.
    """
    levels = [level.replace(".", "_") for level in folder.split("/") if level]
    return "." + ".".join(modified_utf7(level) for level in levels)


def modified_utf7(name: str) -> str:
    """RFC 3501 §5.1.3, which Maildir++ uses on disk: "Zurück" is "Zur&APw-ck"."""
    return _NOT_ASCII.sub(_shifted, name.replace("&", "&-"))


def _shifted(found: re.Match[str]) -> str:
    octets = found[0].encode("utf-16-be", "surrogatepass")
    return "&" + base64.b64encode(octets).decode("ascii").rstrip("=").replace("/", ",") + "-"
