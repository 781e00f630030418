"""Folders on an IMAP server, and the filing of messages into them, over an open connection of imapclient."""

from __future__ import annotations

from imaplib import IMAP4
from typing import Any

from intake.errors import MailboxRefused
from intake.mailbox.folders import is_plain, server_name

_DELETED, _SEEN = rb"\Deleted", rb"\Seen"
_GHOSTS = {b"\\noselect", b"\\nonexistent"}  # of a name that only has folders below it
_UIDS = 500  # in one command: keeps its line below the 8,000 octets that servers take (RFC 7162 §4)


class Folders:
    """The folders of one connection, by the names that the town gives them: "/" between levels."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._spaces: tuple[str, str, tuple[str, ...]] | None = None
        self._there: set[str] = set()

    def named(self, folder: str) -> str:
        """The server's own name of a folder. Raises MailboxRefused for control characters."""
        if not is_plain(folder):
            raise MailboxRefused(f"the folder name {folder!r} holds a control character; correct it")
        if folder.upper() == "INBOX":
            return folder
        if self._spaces is None:
            self._spaces = _namespaces(self._client)
        return server_name(folder, *self._spaces)

    def made(self, folder: str) -> str:
        """The same, of a folder that is there from now on. Raises MailboxRefused or IMAP4.error."""
        place = self.named(folder)
        if place not in self._there and not self._is_there(place):
            try:
                self._client.create_folder(place)
            except IMAP4.abort:
                raise
            except IMAP4.error as error:
                if "ALREADYEXISTS" not in str(error):
                    raise MailboxRefused(f"the folder {place!r} cannot be made ({error})") from None
            self._client.subscribe_folder(place)
        self._there.add(place)
        return place

    def move(self, uids: list[int], folder: str) -> None:
        """Move messages of the selected folder. Raises MailboxRefused or IMAP4.error."""
        place = self.made(folder) if uids else ""
        for chunk in _chunks(uids):
            if self._client.has_capability("MOVE"):
                self._client.move(chunk, place)
            else:
                self._move_by_copy(chunk, place)

    def mark_read(self, uids: list[int]) -> None:
        r"""Set \Seen. Raises IMAP4.error."""
        for chunk in _chunks(uids):
            self._client.add_flags(chunk, [_SEEN], silent=True)

    def how(self) -> str:
        """What moving means on this server, in words."""
        if self._client.has_capability("MOVE"):
            return "MOVE"
        if self._client.has_capability("UIDPLUS"):
            return "COPY and UID EXPUNGE"
        return "COPY alone, originals stay marked as deleted, as the server lacks MOVE and UIDPLUS"

    def _move_by_copy(self, uids: list[int], place: str) -> None:
        r"""What has \Deleted already was copied by an earlier try, or thrown away by somebody.

        Never a plain EXPUNGE, which would remove what others have marked.
        """
        rows = self._client.fetch(uids, ["FLAGS"])
        rest = [uid for uid, row in rows.items() if _DELETED not in row.get(b"FLAGS", ())]
        if not rest:
            return
        self._client.copy(rest, place)
        self._client.add_flags(rest, [_DELETED, _SEEN], silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(rest)

    def _is_there(self, place: str) -> bool:
        rows = self._client.list_folders("", place)
        return any(
            name == place and not _GHOSTS & {flag.lower() for flag in flags} for flags, _, name in rows
        )


def _namespaces(client: Any) -> tuple[str, str, tuple[str, ...]]:
    """The server's delimiter, the prefix of the user's own folders, the prefixes of everybody else's."""
    if client.has_capability("NAMESPACE"):
        personal, others, shared = client.namespace()
        if personal:
            home, delimiter = personal[0]
            elsewhere = tuple(prefix for prefix, _ in (*(others or ()), *(shared or ())) if prefix)
            return delimiter or "", home, elsewhere
    root = client.list_folders("", "")
    return (root[0][1] or b"").decode("ascii") if root else "/", "", ()


def _chunks(uids: list[int]) -> list[list[int]]:
    return [uids[start : start + _UIDS] for start in range(0, len(uids), _UIDS)]
