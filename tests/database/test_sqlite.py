import logging
import sqlite3
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from annotator.database import db, sqlite
from tests.conftest import build_app, close_database

SAFE = [(3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 52, 0), (4, 0, 0)]
UNSAFE = [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 0), (3, 51, 2)]


def pragma(name: str) -> object:
    return db.session.scalar(text(f"PRAGMA {name}"))


def pretend_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the only SQLite there is has the WAL-reset fault."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setitem(sys.modules, "pysqlite3", None)


def test_every_connection_syncs_fully_and_keeps_foreign_keys(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as first, db.engine.connect() as second:
        for connection in (first, second):
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
            assert settings == {
                "journal_mode": "wal",
                "synchronous": 2,
                "foreign_keys": 1,
                "busy_timeout": 15000,
            }


def test_a_row_that_points_nowhere_is_refused(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        statement = "INSERT INTO event (set_id, revision, actor_id, kind, at, changes) VALUES (9, 1, 9, 'edit', 0, '[]')"
        with pytest.raises(Exception, match="FOREIGN KEY"):
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("version", SAFE)
def test_versions_without_the_fault_are_known(version: tuple[int, ...]) -> None:
    assert sqlite.wal_is_safe(version)


@pytest.mark.parametrize("version", UNSAFE)
def test_versions_with_the_fault_are_known(version: tuple[int, ...]) -> None:
    assert not sqlite.wal_is_safe(version)


def test_the_interpreters_own_library_is_taken_when_it_is_safe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))

    assert sqlite.driver() is sqlite3


def test_the_wheel_is_taken_when_the_interpreters_own_library_is_not_safe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wheel = pytest.importorskip("pysqlite3.dbapi2")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))

    assert sqlite.driver() is wheel
    assert sqlite.wal_is_safe(wheel.sqlite_version_info)


def test_an_unsafe_library_gets_the_slower_journal_and_a_warning_at_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pretend_old(monkeypatch)

    with caplog.at_level(logging.WARNING):
        app = build_app(tmp_path)

    assert "SQLite 3.40.1 has the WAL-reset fault" in caplog.text
    with app.app_context():
        assert pragma("journal_mode") == "delete"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
    close_database(app)


def test_a_safe_library_gives_no_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        close_database(build_app(tmp_path))

    assert "WAL" not in caplog.text


class OnNetworkDisk:
    """A connection to a file where SQLite cannot have its WAL, and answers so."""

    isolation_level: str | None = ""

    def cursor(self) -> "OnNetworkDisk":
        return self

    def execute(self, _statement: str) -> "OnNetworkDisk":
        return self

    def fetchone(self) -> tuple[str]:
        return ("delete",)


def test_a_disk_without_wal_is_refused() -> None:
    with pytest.raises(RuntimeError, match="local disk"):
        sqlite.connect(OnNetworkDisk(), None)
