"""SQLite as this application needs it: WAL with full syncs on a library that does not lose commits."""

import logging
import sqlite3
from types import ModuleType
from typing import Any

from sqlalchemy import Connection

log = logging.getLogger(__name__)

PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=15000",
    "journal_size_limit=67108864",
    "cache_size=-16384",
)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Say whether this SQLite is free of the WAL-reset fault, by which a checkpoint can skip a committed transaction.

    Fixed in 3.51.3, and in 3.50.7 and 3.44.6 for those lines.
    """
    return (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


def driver() -> ModuleType:
    """Return the DB-API module with the safest SQLite to be had: the interpreter's own, else the pysqlite3 wheel."""
    if wal_is_safe(sqlite3.sqlite_version_info):
        return sqlite3
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 -- only where the interpreter's own library has the fault
    except ImportError:
        return sqlite3
    module: ModuleType = dbapi2
    return module


def connect(connection: Any, _record: object) -> None:
    """Set up a new connection; the driver must never begin a transaction by itself."""
    connection.isolation_level = None
    cursor = connection.cursor()
    journal = "WAL" if wal_is_safe(driver().sqlite_version_info) else "DELETE"
    answer = cursor.execute(f"PRAGMA journal_mode={journal}").fetchone()[0]
    if journal == "WAL" and answer not in ("wal", "memory"):
        message = (
            f"SQLite answered journal mode {answer!r} to WAL: keep the database on a local disk."
        )
        raise RuntimeError(message)
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: Connection) -> None:
    """Open the transaction: plain for reads, one snapshot a request; IMMEDIATE for writes."""
    mode = connection.get_execution_options().get("sqlite_begin", "")
    connection.exec_driver_sql(f"BEGIN {mode}")


def warn_if_unsafe() -> None:
    """Say at start that this SQLite has the fault and the slower journal is used instead."""
    version = driver().sqlite_version_info
    if not wal_is_safe(version):
        name = ".".join(map(str, version))
        log.warning(
            "SQLite %s has the WAL-reset fault: using the slower DELETE journal. Upgrade SQLite.",
            name,
        )
