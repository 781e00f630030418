"""The store on both databases: every test that asks for `store`, `url` or `empty` runs on SQLite and on PostgreSQL.

PostgreSQL runs as a private cluster in a temporary folder, reached by a socket in it, and is thrown away.
"""

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg
import pytest

from intake.tickets.store import Store
from intake.tickets.tables import SCHEMA

_UNPRIVILEGED = 65534  # the server refuses to run as root
_numbers = count(1)


def _programs():
    """The folder of initdb and pg_ctl, None where PostgreSQL is not installed."""
    if found := shutil.which("pg_ctl"):
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return installed[-1].parent if installed else None


@pytest.fixture(scope="session")
def cluster():
    """The socket's folder of a running private cluster."""
    programs = _programs()
    if programs is None:
        reason = "PostgreSQL (initdb, pg_ctl) is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}; install the package postgresql")
        pytest.skip(reason)
    folder = tempfile.mkdtemp(prefix="intake-pg-")
    identity = {}
    if os.geteuid() == 0:
        os.chown(folder, _UNPRIVILEGED, _UNPRIVILEGED)
        identity = {"user": _UNPRIVILEGED, "group": _UNPRIVILEGED, "extra_groups": []}
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": folder}

    def run(*command):
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **identity,
        )

    control = (str(programs / "pg_ctl"), "-D", f"{folder}/data", "-w", "-s")
    run(str(programs / "initdb"), "-D", f"{folder}/data", "-U", "intake", "-A", "trust", "-E", "UTF8", "-N")
    options = f"-c listen_addresses='' -c fsync=off -c unix_socket_directories={folder}"
    run(*control, "-l", f"{folder}/server.log", "-o", options, "start")
    yield folder
    run(*control, "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """The URL of a database of each kind, with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'intake.db'}"
    return _new_database(request.getfixturevalue("cluster"))


@pytest.fixture(scope="session")
def made_file(tmp_path_factory):
    """A SQLite file with our tables, to be copied: migrating for every test would take most of the time."""
    path = tmp_path_factory.mktemp("made") / "intake.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def made_database(cluster):
    """The same on PostgreSQL, where it is emptied for every test: a new database takes a third of a second."""
    url = _new_database(cluster)
    Store.open(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The URL of a store of each kind, with nothing recorded in it."""
    if request.param == "sqlite":
        path = tmp_path / "intake.db"
        shutil.copy(request.getfixturevalue("made_file"), path)
        return f"sqlite:///{path}"
    url = request.getfixturevalue("made_database")
    _empty(url)
    return url


@pytest.fixture
def store(url):
    """An open store with nothing recorded in it."""
    store = Store.open(url)
    yield store
    store.close()


def _new_database(folder):
    name = f"store{next(_numbers)}"
    with psycopg.connect(host=folder, user="intake", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://intake@/{name}?host={folder}"


def _empty(url):
    names = ", ".join(f'"{name}"' for name in SCHEMA.tables)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {names} RESTART IDENTITY")
