"""The demonstration's two servers, on free ports of the loopback interface: IMAP server and SMTP sink.

pymap keeps no keywords (STORE answers OK and nothing is kept), so what is done is held in our store and by
moving, as everywhere in this house.
"""

from __future__ import annotations

import asyncio
import imaplib
import socket
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPService

USER = "opendata"
PASSWORD = "demonstration"  # noqa: S105 - of a server that lives for seconds on the loopback interface
HOST = "127.0.0.1"
_PATIENCE_SECONDS = 10


@dataclass(slots=True)
class PostOffice:
    """The SMTP sink's letters, in the order in which they were accepted: (envelope recipients, octets)."""

    letters: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Accept one letter (the name is aiosmtpd's)."""
        content = envelope.content or b""
        octets = content if isinstance(content, bytes) else content.encode()
        self.letters.append((tuple(envelope.rcpt_tos), octets))
        return "250 2.0.0 accepted for delivery"


@contextmanager
def smtp_sink() -> Iterator[tuple[PostOffice, int]]:
    """An SMTP server that accepts everything and delivers nothing; yields its letters and its port."""
    office = PostOffice()
    controller = Controller(office, hostname=HOST, port=free_port())
    controller.start()
    try:
        yield office, controller.port
    finally:
        controller.stop()


@contextmanager
def imap_server() -> Iterator[int]:
    """An IMAP server in a thread of its own, with one empty mailbox; yields its port."""
    port, ready, stop = free_port(), threading.Event(), threading.Event()
    faults: list[BaseException] = []

    def serve() -> None:
        try:
            asyncio.run(_serve(port, ready, stop))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            faults.append(error)
            ready.set()

    thread = threading.Thread(target=serve, name="imap-server", daemon=True)
    thread.start()
    ready.wait(_PATIENCE_SECONDS)
    if faults:
        raise faults[0]
    try:
        yield port
    finally:
        stop.set()
        thread.join(_PATIENCE_SECONDS)


def _hold_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Keep every task until it is done.

    asyncio refers to them weakly; on Python 3.13 a garbage collection in the middle of a visit took the task of
    the connection away, and the visit hung.
    """
    held: set[asyncio.Task[Any]] = set()

    def create(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
        task = asyncio.Task(work, loop=loop, **options)
        held.add(task)
        task.add_done_callback(held.discard)
        return task

    loop.set_task_factory(create)


async def _serve(port: int, ready: threading.Event, stop: threading.Event) -> None:
    _hold_tasks(asyncio.get_running_loop())
    parser = ArgumentParser()
    DictBackend.add_subparser("dict", parser.add_subparsers())
    IMAPService.add_arguments(parser)
    words = [
        "--host",
        HOST,
        "--port",
        str(port),
        "--no-tls",
        "dict",
        "--demo-user",
        USER,
        "--demo-password",
        PASSWORD,
    ]
    arguments: Any = parser.parse_args(words)
    arguments.debug, arguments.passlib_cfg = False, None
    backend, config = await DictBackend.init(arguments)
    config.apply_context()
    async with AsyncExitStack() as stack:
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)
        ready.set()
        # Set from another thread, which an asyncio.Event does not allow.
        await asyncio.to_thread(stop.wait)


def post(port: int, messages: list[bytes]) -> None:
    """Put messages into the inbox, as the town's mail server would."""
    with imaplib.IMAP4(HOST, port) as client:
        # Without it every literal waits some 40 ms for a delayed acknowledgement.
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(USER, PASSWORD)
        for octets in messages:
            client.append("INBOX", "", imaplib.Time2Internaldate(time.time()), octets)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
