"""The database under the store: SQLite in one file, or PostgreSQL; how it is opened, migrated, and used.

Every statement of this room runs on both. What differs stands here: SQLite takes its one write lock at the
start of a writing transaction (BEGIN IMMEDIATE), so that what is read in it stays true until the commit, and
reaches the disk with every commit (synchronous=FULL), since mail is filed on the strength of it. PostgreSQL
does the same by row locks, where the statements ask for them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from sqlmodel import Session, create_engine

from intake.errors import StoreError
from intake.tickets.tables import REVISION

_BUSY_SECONDS = 30
_MIGRATION_LOCK = 0x1A7A4E  # any number of our own, the same in every process
_PASSES_BY_ITSELF = frozenset({"40001", "40P01"})  # PostgreSQL: serialization failure, deadlock


class StoreConflict(StoreError):  # noqa: N818 - reads as the fact it states
    """Another process recorded the same thing first; nothing of ours was kept; look again."""


def connect(url: str) -> Engine:
    """An engine for a database that is there, reachable and migrated. Raises StoreError."""
    place = _place(url)
    shown = place.render_as_string(hide_password=True)
    try:
        engine = _sqlite_engine(place) if place.get_backend_name() == "sqlite" else _postgresql_engine(place)
        try:
            _migrate(engine)
        except BaseException:
            engine.dispose()
            raise
    except OSError as error:
        raise StoreError(f"The store {shown} cannot be made: {error.strerror}: {error.filename}.") from error
    except ModuleNotFoundError as error:
        remedy = "install it with  pip install 'opendata-intake[postgres]'"
        raise StoreError(f"The store {shown} needs {error.name}: {remedy}.") from None
    except DatabaseError as error:
        raise StoreError(f"The store {shown} cannot be opened: {_first_line(error)}") from error
    return engine


def _place(url: str) -> URL:
    """The URL with its driver. Only the two databases that the tests run on are taken."""
    remedy = "write sqlite:///path/to/intake.db or postgresql://user@host/name"
    try:
        place = make_url(url)
    except ArgumentError:
        raise StoreError(f"The store's URL cannot be read; {remedy}.") from None
    if place.get_backend_name() == "postgresql":
        return place.set(drivername="postgresql+psycopg")
    if place.get_backend_name() != "sqlite":
        raise StoreError(f"The store cannot be kept in {place.get_backend_name()}; {remedy}.")
    if not place.database or place.database == ":memory:":
        raise StoreError(f"The store must outlive the program, so it needs a file; {remedy}.")
    return place


def _sqlite_engine(place: URL) -> Engine:
    path = Path(cast("str", place.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Made before SQLite sees it: the mail of citizens is nobody else's to read, nor are the -wal and -shm
    # files, which SQLite gives the same mode.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(place)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # BEGIN is ours, see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _postgresql_engine(place: URL) -> Engine:
    # A server that was restarted closes our connections; the next use finds that out and connects again.
    return create_engine(place, pool_pre_ping=True)


def _migrate(engine: Engine) -> None:
    """Bring the schema to ours, once, however many processes start at the same moment."""
    if _revision(engine) == REVISION:
        return
    # Imported only where there is something to migrate: it takes longer to load than the store to open.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            place = engine.url.render_as_string(hide_password=True)
            remedy = "update this program, or restore the store's backup of before"
            raise StoreError(
                f"The store {place} was written by a newer version: {remedy} ({error})."
            ) from None


def _revision(engine: Engine) -> str | None:
    try:
        with engine.connect().execution_options(reading=True) as connection:
            return cast("str | None", connection.scalar(text("SELECT version_num FROM alembic_version")))
    except (OperationalError, ProgrammingError) as error:
        if isinstance(error, OperationalError) and engine.dialect.name == "postgresql":
            raise
        if "no such table" in str(error.orig) or "alembic_version" in str(error.orig):
            return None
        raise


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One transaction: committed at the end of the block, rolled back by any exception out of it.

    Raises StoreConflict where another process was first, StoreError where the database is at fault.
    What is wrong with the values themselves (`DataError`, `StatementError`) is raised as it is.
    """
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except IntegrityError as error:
        raise StoreConflict(f"Another process recorded the same first: {_first_line(error)}") from error
    except (OperationalError, InterfaceError) as error:
        if getattr(error.orig, "sqlstate", None) in _PASSES_BY_ITSELF:
            raise StoreConflict(f"Another process was in the way: {_first_line(error)}") from error
        raise StoreError(f"The store is not usable now, nothing was changed: {_first_line(error)}") from error


def dialect_of(session: Session) -> str:
    """The name of the database's dialect: sqlite or postgresql."""
    return session.get_bind().dialect.name


def insert_into(dialect: str, table: type[Any]) -> postgresql.Insert:
    """An INSERT that can say ON CONFLICT.

    SQLite took over PostgreSQL's words for it, and SQLAlchemy has a class for each. Callers build each
    statement once a dialect: building one takes longer than running it.
    """
    if dialect == "sqlite":
        return cast("postgresql.Insert", sqlite.insert(table))
    return postgresql.insert(table)


def _first_line(error: DatabaseError | InterfaceError) -> str:
    return str(error.orig).strip().partition("\n")[0].rstrip(".") + "."
