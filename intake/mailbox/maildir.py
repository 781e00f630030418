"""A Maildir as a mailbox, and the messages of files: .eml, mbox, Maildir or a directory of .eml.

A Maildir gives its messages names, not numbers, and the rest of the house counts by UID. So a small file,
`intake-uidlist`, lies in the Maildir: a UIDVALIDITY of its own, the next number, and a line for each message,
named without its flags, which change. A hash of the name would need no file, but it may collide, and does not
grow with arrival. Where the file is lost or damaged a new one begins under a new UIDVALIDITY, and what was
handled before is recognised by Message-ID and content. The list of a Dovecot that serves the same Maildir is
left alone, as it is locked by rules of Dovecot's own.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from intake.errors import MailboxError, MailboxRefused
from intake.mailbox.files import messages_in
from intake.mailbox.folders import is_plain, maildir_name
from intake.message.arrival import Arrival

__all__ = ["MaildirMailbox", "messages_in"]

_LIST = "intake-uidlist"
_HEADERS = 65_536  # octets of a header section that are read


@dataclass(slots=True)
class _UidList:
    """What `intake-uidlist` holds; `uids` maps names without flags."""

    uidvalidity: int
    next_uid: int = 1
    uids: dict[str, int] = field(default_factory=dict)


class MaildirMailbox:
    """One visit to one Maildir; see the protocol `intake.mailbox.Mailbox`."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path

    def __enter__(self) -> Self:
        if not all((self.path / sub).is_dir() for sub in ("cur", "new")):
            raise MailboxRefused(
                f"Mailbox {self.name}: {self.path} is no Maildir (it lacks cur and new); check path."
            )
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def check(self) -> str:
        """One sentence on what is there. Raises MailboxError."""
        with self:
            if not all(os.access(self.path / sub, os.R_OK | os.W_OK | os.X_OK) for sub in ("", "cur", "new")):
                raise MailboxRefused(f"Mailbox {self.name}: {self.path} may not be changed by this user.")
            with self._explained():
                return f"Maildir {self.path}: {len(self._files())} messages; moves to subfolders"

    def waiting(self) -> list[Arrival]:
        """Every message in the Maildir, oldest UID first. Raises MailboxError."""
        arrivals = []
        with self._explained(), self._locked():
            files = self._files()
            numbers = self._numbered(files)
            for base, path in files.items():
                with suppress(FileNotFoundError):
                    facts = path.stat()
                    received = datetime.fromtimestamp(facts.st_mtime, UTC)
                    arrivals.append(
                        Arrival(self.name, numbers.uidvalidity, numbers.uids[base], facts.st_size, received)
                    )
        return sorted(arrivals, key=lambda arrival: arrival.uid)

    def fetch(self, arrivals: list[Arrival]) -> Iterator[tuple[Arrival, bytes]]:
        """The octets of each, one at a time; vanished ones are left out. Raises MailboxError."""
        with self._explained():
            bases, files = self._bases(arrivals), self._files()
        for arrival in arrivals:
            with self._explained():
                octets = self._octets(bases.get(arrival.uid, ""), files)
            if octets is not None:
                yield arrival, octets

    def headers(self, arrival: Arrival) -> bytes:
        """The header section, up to 64 KiB in whole lines. Raises MailboxError, also where it is gone."""
        with self._explained():
            base = self._bases([arrival]).get(arrival.uid, "")
            octets = self._octets(base, self._files(), _HEADERS)
        if octets is None:
            raise MailboxError(f"Mailbox {self.name}: message {arrival.uid} is gone; somebody else filed it.")
        ends = [end for mark in (b"\n\n", b"\n\r\n") if (end := octets.find(mark) + len(mark)) >= len(mark)]
        return octets[: min(ends)] if ends else octets[: octets.rfind(b"\n") + 1]

    def settle(self, arrivals: list[Arrival], folder: str) -> None:
        """File what is done: move to a Maildir++ subfolder, or mark as read where `folder` is empty.

        What is no longer there is left alone, so it can be repeated. Raises MailboxError.
        """
        if not is_plain(folder):
            raise MailboxRefused(
                f"Mailbox {self.name}: the folder name {folder!r} holds a control character."
            )
        with self._explained():
            bases = self._bases(arrivals)
            place = _made(self.path / maildir_name(folder)) if folder else self.path
            files = self._files()
            for base in bases.values():
                source = files.get(base)
                if source is None:
                    continue
                target = place / source.parent.name / source.name if folder else _read(source)
                with suppress(FileNotFoundError):
                    source.rename(_unused(target, source))

    def _bases(self, arrivals: list[Arrival]) -> dict[int, str]:
        """The names of messages by UID, of those whose numbers still count."""
        with self._locked():
            numbers = self._stored()
        if numbers is None:
            return {}
        valid = {arrival.uid for arrival in arrivals if arrival.uidvalidity == numbers.uidvalidity}
        return {uid: base for base, uid in numbers.uids.items() if uid in valid}

    def _octets(self, base: str, files: dict[str, Path], limit: int = -1) -> bytes | None:
        """Up to `limit` octets of a message, None where it is gone; a mail client may rename it meanwhile."""
        for _ in range(2):
            with suppress(FileNotFoundError, KeyError), files[base].open("rb") as file:
                return file.read(limit)
            files.clear()
            files.update(self._files())
        return None

    def _files(self) -> dict[str, Path]:
        """Every message by its name without flags; what is new comes last, as it may be moved meanwhile."""
        found = {}
        for sub in ("cur", "new"):
            with os.scandir(self.path / sub) as entries:
                for entry in entries:
                    if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                        found[entry.name.partition(":")[0]] = Path(entry.path)
        return found

    def _numbered(self, files: dict[str, Path]) -> _UidList:
        """The list brought up to date: new messages get the next numbers, in order of arrival."""
        numbers = self._stored() or _UidList(int(time.time()))
        known = {base: uid for base, uid in numbers.uids.items() if base in files}
        arrived = sorted((_arrived(files[base]), base) for base in files.keys() - known.keys())
        if arrived or len(known) < len(numbers.uids):
            uids = known | {base: uid for uid, (_, base) in enumerate(arrived, numbers.next_uid)}
            numbers = _UidList(numbers.uidvalidity, numbers.next_uid + len(arrived), uids)
            self._store(numbers)
        return numbers

    def _stored(self) -> _UidList | None:
        """The list as it lies there, None where there is none or it is damaged."""
        try:
            first, *lines = (self.path / _LIST).read_text("utf-8", "surrogateescape").splitlines()
            uidvalidity, next_uid = (int(number) for number in first.split())
            pairs = [line.split(" ", 1) for line in lines]
            return _UidList(uidvalidity, next_uid, {base: int(uid) for uid, base in pairs})
        except (FileNotFoundError, ValueError):
            return None

    def _store(self, numbers: _UidList) -> None:
        """Replace the list in one step, durably: a number must never be given twice."""
        lines = [f"{numbers.uidvalidity} {numbers.next_uid}"]
        lines += [f"{uid} {base}" for base, uid in numbers.uids.items()]
        draft = self.path / f"{_LIST}.new"
        with draft.open("w", encoding="utf-8", errors="surrogateescape") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / _LIST)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone with the list: a check beside a visit must not number messages differently."""
        with (self.path / f"{_LIST}.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise MailboxError(
                f"Mailbox {self.name}: {error.filename or self.path}: {error.strerror}. Check that this user "
                "may read and change it; the next visit tries again."
            ) from None


def _arrived(path: Path) -> float:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0


def _made(folder: Path) -> Path:
    """A Maildir++ subfolder; the empty file says that it is one, to whoever delivers."""
    for sub in ("cur", "new", "tmp"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    (folder / "maildirfolder").touch()
    return folder


def _read(source: Path) -> Path:
    """Where a message lies once it is marked as read: in `cur`, with the flag S, flags in ASCII order."""
    base, _, info = source.name.partition(":")
    flags = "".join(sorted({*info.removeprefix("2,"), "S"}))
    return source.parent.parent / "cur" / f"{base}:2,{flags}"


def _unused(target: Path, source: Path) -> Path:
    """The target, under another name where a different message has it: renaming would replace that one."""
    base, colon, info = target.name.partition(":")
    number = 0
    while target.exists() and not target.samefile(source):
        number += 1
        target = target.with_name(f"{base}_{number}{colon}{info}")
    return target
