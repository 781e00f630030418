"""Real servers for the tests: a private Dovecot, an SMTP server that answers as told, a line that breaks.

Each runs unprivileged on free ports of the loopback interface and leaves nothing behind. Where a program is
absent the test is skipped with the reason; under CI=true it fails, so that nothing is left out unseen.
"""

from __future__ import annotations

import base64
import contextlib
import grp
import hashlib
import hmac
import json
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

HOST = "127.0.0.1"
PASSWORD = "Sommerflüge-7"
_TOKEN_KEY = b"a key that only this server and the tests know"
_NOBODY = 65534
_PATIENCE_SECONDS = 20
_users = count(1)


def program(name: str, package: str) -> str:
    """The path of a server's program; skips the test where it is absent, fails it in CI."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
    if found is None:
        reason = f"{name} is not installed; install the package {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Certificate:
    """Self-signed, for localhost and 127.0.0.1; `certificate` is at once the authority to trust."""

    certificate: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def make_certificate(folder: Path, names: str = "DNS:localhost,IP:127.0.0.1") -> Certificate:
    made = Certificate(folder / "cert.pem", folder / "key.pem")
    command = [
        program("openssl", "openssl"),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
    ]
    command += ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", f"subjectAltName={names}"]
    command += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
    command += ["-keyout", str(made.key), "-out", str(made.certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return made


@dataclass(frozen=True)
class Dovecot:
    """A running server. Every user name is an account of its own with the same password."""

    port: int
    tls_port: int
    ca_file: Path
    mail: Path
    log: Path

    def new_user(self) -> str:
        return f"town{next(_users)}"

    def maildir(self, user: str) -> Path:
        return self.mail / user

    def access_token(self, user: str) -> str:
        """A token as an identity provider signs it (RFC 7519), good for an hour."""
        parts = [{"alg": "HS256", "typ": "JWT"}, {"sub": user, "exp": int(time.time()) + 3600}]
        signed = b".".join(_url64(json.dumps(part).encode()) for part in parts)
        return (signed + b"." + _url64(hmac.digest(_TOKEN_KEY, signed, hashlib.sha256))).decode()


def _url64(octets: bytes) -> bytes:
    return base64.urlsafe_b64encode(octets).rstrip(b"=")


_DOVECOT = """
base_dir = {D}/run
state_dir = {D}/state
log_path = {D}/dovecot.log
protocols = imap
listen = {HOST}
default_internal_user = {USER}
default_internal_group = {GROUP}
default_login_user = {USER}
first_valid_uid = 1
ssl = yes
ssl_cert = <{D}/cert.pem
ssl_key = <{D}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2 oauthbearer
mail_location = maildir:{D}/mail/%u
mail_max_userip_connections = 50
{CAPABILITY}
namespace inbox {{
  inbox = yes
  separator = {SEPARATOR}
  prefix = {PREFIX}
}}
passdb {{
  driver = static
  args = password={PASSWORD}
  mechanisms = plain login
}}
passdb {{
  driver = oauth2
  args = {D}/oauth2.conf
  mechanisms = xoauth2 oauthbearer
}}
userdb {{
  driver = static
  args = uid={UID} gid={GID} home={D}/mail/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {PORT}
  }}
  inet_listener imaps {{
    port = {TLS_PORT}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
"""
_OAUTH = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={D}/keys/
username_attribute = sub
"""


@contextmanager
def run_dovecot(*, capability: str = "", separator: str = "/", prefix: str = "") -> Iterator[Dovecot]:
    """A private Dovecot; `capability` replaces what it says that it can do (and it says no more)."""
    server = program("dovecot", "dovecot-imapd")
    # Short, because the paths of its sockets must fit into 107 octets.
    folder = Path(tempfile.mkdtemp(prefix="dc", dir="/tmp"))
    try:
        yield from _dovecot_in(folder, server, capability, separator, prefix)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _dovecot_in(folder: Path, server: str, capability: str, separator: str, prefix: str) -> Iterator[Dovecot]:
    as_root = os.geteuid() == 0
    uid, gid = (_NOBODY, _NOBODY) if as_root else (os.geteuid(), os.getegid())
    running = Dovecot(free_port(), free_port(), folder / "cert.pem", folder / "mail", folder / "dovecot.log")
    make_certificate(folder)
    values = {
        "D": folder,
        "HOST": HOST,
        "UID": uid,
        "GID": gid,
        "PORT": running.port,
        "TLS_PORT": running.tls_port,
    }
    values |= {"USER": pwd.getpwuid(uid).pw_name, "GROUP": grp.getgrgid(gid).gr_name, "PASSWORD": PASSWORD}
    values |= {"SEPARATOR": separator, "PREFIX": prefix}
    values["CAPABILITY"] = f"imap_capability = {capability}" if capability else ""
    (folder / "dovecot.conf").write_text(_DOVECOT.format(**values), encoding="utf-8")
    (folder / "oauth2.conf").write_text(_OAUTH.format(D=folder))
    (folder / "keys/default/HS256").mkdir(parents=True)
    (folder / "keys/default/HS256/default").write_bytes(base64.b64encode(_TOKEN_KEY))
    (folder / "mail").mkdir()
    command = [server, "-F", "-c", str(folder / "dovecot.conf")]
    if as_root:
        subprocess.run(["chown", "-R", f"{uid}:{gid}", str(folder)], check=True)
        setpriv = program("setpriv", "util-linux")
        command = [setpriv, f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *command]
    process = subprocess.Popen(command, cwd=folder)
    try:
        _await_port(running.tls_port, process, running.log)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_PATIENCE_SECONDS)


def _await_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.02)
    pytest.fail(f"the server did not start: {log.read_text() if log.exists() else 'no log'}")


HANG_UP = "hang up"


@dataclass
class PostOffice:
    """What an SMTP server took, and what it is told to answer to the next commands of a kind.

    `answers["RCPT"]` holds replies that are used up one by one; HANG_UP closes the connection instead of
    a reply; where there is none the server says yes.
    """

    port: int = 0
    letters: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    connections: int = 0

    def _next(self, command: str, server: Any, otherwise: str) -> str:
        self.commands.append(command)
        told = self.answers.get(command) or [otherwise]
        answer = told.pop(0)
        if answer == HANG_UP:
            server.transport.close()
        return answer

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, _session, envelope, address, options):
        answer = self._next("MAIL", server, "250 2.1.0 sender ok")
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(self, server, _session, envelope, address, _options):
        answer = self._next("RCPT", server, "250 2.1.5 recipient ok")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, _session, envelope):
        answer = self._next("DATA", server, "250 2.0.0 queued as 4711")
        if answer.startswith("250") or answer == HANG_UP:
            self.letters.append((envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content))
            self.options.append(list(envelope.mail_options))
        return answer

    async def handle_RSET(self, server, _session, _envelope):
        return self._next("RSET", server, "250 2.0.0 flushed")


@contextmanager
def run_smtp_server(
    certificate: Certificate | None = None,
    *,
    implicit: bool = False,
    user: str = "",
    utf8: bool = True,
    mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN"),
) -> Iterator[PostOffice]:
    """An SMTP server: STARTTLS (or TLS at once) with a certificate, login with PASSWORD where a user is given."""

    def authenticate(_server, _session, _envelope, _mechanism, login):
        known = isinstance(login, LoginPassword) and login.login == user.encode()
        return AuthResult(success=known and login.password == PASSWORD.encode(), handled=False)

    office = PostOffice(port=free_port())
    options: dict[str, Any] = {"enable_SMTPUTF8": utf8, "server_hostname": "mx.test"}
    if user:
        options |= {
            "authenticator": authenticate,
            "auth_require_tls": certificate is not None and not implicit,
            "auth_required": True,
        }
        options |= {"auth_exclude_mechanism": {"PLAIN", "LOGIN"} - set(mechanisms)}
    context = certificate.server_context() if certificate else None
    if implicit:
        controller = Controller(office, HOST, office.port, ssl_context=context, **options)
    else:
        controller = Controller(office, HOST, office.port, tls_context=context, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


class Line:
    """A TCP line to a server that can be told to break, or to fall silent, after so many octets.

    What is told holds for one connection; those that follow are whole.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server((HOST, 0))
        self.port = self._listener.getsockname()[1]
        self._left: dict[str, int] = {}
        self._silent = False
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self.connections = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def break_after(self, *, of_server: int | None = None, of_client: int | None = None) -> None:
        """Close both ends once so many octets have passed."""
        self._tell(of_server, of_client, silent=False)

    def fall_silent_after(self, *, of_server: int | None = None, of_client: int | None = None) -> None:
        """Pass nothing on any more, and close nothing."""
        self._tell(of_server, of_client, silent=True)

    def _tell(self, of_server: int | None, of_client: int | None, *, silent: bool) -> None:
        told = {"server": of_server, "client": of_client}
        with self._lock:
            self._left = {side: octets for side, octets in told.items() if octets is not None}
            self._silent = silent

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            server = socket.create_connection((HOST, self._target))
            self._open += [client, server]
            for side, source, sink in (("client", client, server), ("server", server, client)):
                threading.Thread(target=self._pump, args=(side, source, sink), daemon=True).start()

    def _pump(self, side: str, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while octets := source.recv(65536):
                with self._lock:
                    left = self._left.get(side)
                    allowed = octets if left is None else octets[:left]
                    if left is not None:
                        self._left[side] = left - len(allowed)
                    over = len(allowed) < len(octets)
                    silent = self._silent
                    if over:
                        self._left = {}
                sink.sendall(allowed)
                if over and silent:
                    return
                if over:
                    break
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(_PATIENCE_SECONDS)
        for end in self._open:
            end.close()


@contextmanager
def run_line(target: int) -> Iterator[Line]:
    line = Line(target)
    try:
        yield line
    finally:
        line.close()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot with all that it can do; levels of folders are divided by "/"."""
    with run_dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def plain_dovecot() -> Iterator[Dovecot]:
    """A Dovecot without MOVE and UIDPLUS, whose folders lie below INBOX and are divided by "."."""
    with run_dovecot(capability="IMAP4rev1 LITERAL+ NAMESPACE", separator=".", prefix="INBOX.") as server:
        yield server


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def smtp_server() -> Iterator[PostOffice]:
    """An SMTP server without TLS and login, on the loopback interface."""
    with run_smtp_server() as office:
        yield office
