"""The one way to write: a gate that lets one writer in at a time, in this process and in all others."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from annotator.database.base import db

_thread_gate = threading.Lock()
WRITING = "writing"


@contextmanager
def write_gate() -> Iterator[None]:
    """Hold the right to write.

    SQLite's own waiting polls and is unfair; a lock queues the writers. Other processes are kept out by a lock
    on a file beside the database, which the system releases when a process dies.
    """
    if db.engine.dialect.name != "sqlite":
        yield
        return
    with _thread_gate, _lock_file().open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock_file() -> Path:
    return Path(f"{db.engine.url.database}.wlock")


@contextmanager
def write_tx() -> Iterator[Session]:
    """Run a write transaction: everything in it is stored at once, durably, or nothing is.

    Ends the transaction in which the request has read so far, so objects loaded before are stale: pass ids in.
    Inside another `write_tx` it joins that one. Keep slow work (parsing, hashing, rendering) outside.
    """
    session = db.session()
    if session.info.get(WRITING):
        yield session
        return
    session.rollback()
    with write_gate():
        session.info[WRITING] = True
        try:
            session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info[WRITING]


def checkpoint() -> None:
    """Fold the write-ahead log into the database file as far as those who read allow, while nobody writes."""
    if db.engine.dialect.name != "sqlite":
        return
    db.session.rollback()
    with write_gate():
        fold_log(wait=False)


def fold_log(*, wait: bool = True) -> None:
    """Fold the write-ahead log; for those who hold the gate already.

    To `wait` for long reads keeps all writers out meanwhile.
    """
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 -- a checked-out connection has one
        cursor = raw.cursor()
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={patience if wait else 0}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute(f"PRAGMA busy_timeout={patience}")
        cursor.close()


def database_answers() -> bool:
    """Say whether a query gets through."""
    return bool(db.session.scalar(text("SELECT 1")) == 1)
