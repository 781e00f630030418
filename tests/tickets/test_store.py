"""Opening a store: made, migrated, found again; and what is said where it cannot be."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from intake.errors import StoreError
from intake.message.thread import read_id, sign_id
from intake.tickets.store import Store
from intake.triage.decision import Outcome

from .mail import NOON, arrival, message, opened, take


def test_installation_and_key_are_random_and_kept(empty, tmp_path):
    first = Store.open(empty)
    again = Store.open(empty)
    elsewhere = Store.open(f"sqlite:///{tmp_path / 'other.db'}")
    assert (again.installation, again.key) == (first.installation, first.key)
    assert len(first.key) == 32
    assert elsewhere.key != first.key
    assert elsewhere.installation != first.installation
    for store in (first, again, elsewhere):
        store.close()


def test_towns_that_share_a_secret_by_accident_do_not_know_each_others_ids(empty, tmp_path):
    ours, theirs_url = Store.open(empty), f"sqlite:///{tmp_path / 'other.db'}"
    Store.open(theirs_url).close()
    shared = create_engine(theirs_url)
    with shared.begin() as connection:
        connection.execute(text("UPDATE installation SET secret = :secret"), {"secret": ours.keys[1]})
    shared.dispose()
    theirs = Store.open(theirs_url)
    letter = sign_id("OD-2026-00042", "1", "town.example", theirs.key)
    assert read_id(letter, *theirs.keys)
    assert read_id(letter, *ours.keys) is None
    ours.close()
    theirs.close()


def test_ids_of_letters_sent_before_keys_were_bound_to_the_installation_still_verify(store):
    bound, secret = store.keys
    assert read_id(sign_id("OD-2026-00042", "1", "town.example", secret), *store.keys)
    assert store.key == bound != secret


def test_what_was_recorded_is_there_after_closing_and_opening(empty):
    store = Store.open(empty, prefix="WAKE")
    assert take(store, message(), opened()) == "WAKE-2026-00001"
    store.close()
    store = Store.open(empty, prefix="WAKE")
    assert [row.ticket.reference for row in store.tickets()] == ["WAKE-2026-00001"]
    store.close()


def test_sqlite_file_and_its_folder_are_made_and_readable_by_nobody_else(tmp_path):
    path = tmp_path / "var" / "lib" / "intake.db"
    store = Store.open(f"sqlite:///{path}")
    store.attempt(arrival(), NOON)
    files = sorted(path.parent.iterdir())
    assert path in files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    store.close()


def test_sqlite_reaches_the_disk_with_every_commit(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    with store.writing.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30_000, "foreign_keys": 1}
    store.close()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("no url at all", "cannot be read"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("mysql://root@localhost/intake", "cannot be kept in mysql"),
    ],
)
def test_url_of_no_store_is_refused_with_the_remedy(wrong, said):
    with pytest.raises(StoreError, match=said) as caught:
        Store.open(wrong)
    assert "sqlite:///path/to/intake.db" in str(caught.value)


def test_file_that_is_no_database_is_said_to_be_none(tmp_path):
    path = tmp_path / "intake.db"
    path.write_text("Dear Sir or Madam,\nthis is a letter and no database.\n" * 30)
    with pytest.raises(StoreError, match="file is not a database"):
        Store.open(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear Sir or Madam")


def test_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match="taken"):
        Store.open(f"sqlite:///{tmp_path / 'taken' / 'intake.db'}")


def test_server_that_does_not_answer_is_said_without_the_password(tmp_path):
    with pytest.raises(StoreError) as caught:
        Store.open(f"postgresql://intake:b4dgers-and-0wls@/intake?host={tmp_path}")
    assert "cannot be opened" in str(caught.value)
    assert "b4dgers" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_store_of_a_newer_version_is_not_touched(empty):
    Store.open(empty).close()
    place = empty.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(place)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer version"):
        Store.open(empty)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


def test_schema_that_the_migrations_make_is_that_of_the_tables(empty):
    from alembic import command
    from alembic.config import Config

    from intake.tickets import migrations

    store = Store.open(empty)
    config = Config()
    config.set_main_option("script_location", str(Path(next(iter(migrations.__path__)))))
    with store.writing.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)  # raises where a migration is lacking
    store.close()


def test_a_store_needs_no_migration_once_it_is_made(empty):
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from intake.tickets import migrations
    from intake.tickets.tables import REVISION

    config = Config()
    config.set_main_option("script_location", str(Path(next(iter(migrations.__path__)))))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION
    store = Store.open(empty)
    with store.reading.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISION
    store.close()


def test_message_of_before_there_were_digests_is_known_by_its_octets(empty):
    from alembic import command
    from alembic.config import Config

    from intake.tickets import migrations

    config = Config()
    config.set_main_option("script_location", str(Path(next(iter(migrations.__path__)))))
    engine = create_engine(empty.replace("postgresql://", "postgresql+psycopg://"))
    old = message()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        row = {"id": old.message_id, "sha256": old.sha256, "now": NOON, "no": False}
        connection.execute(
            text(
                "INSERT INTO message (mailbox, uidvalidity, uid, size, seen, attempts, outcome, rule, reason,"
                " traceback, too_large, message_id, sha256, sender, subject) VALUES ('main', 7, 1, 9, :now, 1,"
                " 'ignored', '', '', '', :no, :id, :sha256, '', '')"
            ),
            row,
        )
    engine.dispose()
    store = Store.open(empty)
    with store.begin(NOON) as work:
        assert work.recall(old).duplicate_of == (Outcome.IGNORED, None)
        assert work.recall(message("Other words")).same_id
    store.close()


def test_exception_out_of_a_transaction_leaves_no_trace(store):
    def interrupted():
        with store.begin(NOON) as work:
            reference = work.record(arrival(), b"octets", message(), opened())
            assert work.ticket(reference).reference == reference
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.tickets() == []
    assert list(store.outcomes()) == []
    assert take(store, message(), opened()) == "OD-2026-00001"


def test_store_that_is_gone_is_a_store_error(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path / 'intake.db'}")
    with store.writing.begin() as connection:
        connection.execute(text("ALTER TABLE message RENAME TO elsewhere"))
    with pytest.raises(StoreError, match="not usable now"):
        store.first_look([arrival()], NOON)
    store.close()
