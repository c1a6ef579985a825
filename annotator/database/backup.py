"""Copies of the database file that are whole even while people write."""

import logging
import shutil
from pathlib import Path

from annotator.core.errors import Refused
from annotator.database.base import db
from annotator.database.gate import write_gate
from annotator.database.sqlite import driver
from annotator.database.types import now

log = logging.getLogger(__name__)


def backup(target: Path) -> Path:
    """Write a complete copy of the database to `target`, readable by its owner only. An existing file is refused."""
    if db.engine.dialect.name != "sqlite":
        message = "Backups by this command are for SQLite; use the tools of your database server."
        raise Refused(message)
    if target.exists():
        message = f"{target} is there already: name a file that does not exist."
        raise Refused(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    # SQLite writes into an empty file; this one is nobody else's to read from its first byte on.
    target.touch(mode=0o600, exist_ok=False)
    with write_gate(), db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 -- a checked-out connection has one
        raw.execute("VACUUM INTO ?", (str(target),))
    return target


def backup_before_migration(instance: Path) -> Path:
    """Back the database up beside it, under the present moment's name."""
    stamp = now().strftime("%Y%m%dT%H%M%S%f")
    return backup(instance / "backups" / f"before-migration-{stamp}.sqlite3")


def restore(source: Path) -> Path | None:
    """Put a backup in the place of the database; return where the database that was there is kept.

    Refuses files that are no whole SQLite database and, while a server or another program holds the database open,
    to take it away from under it: what that one wrote afterwards would be lost.
    """
    if not source.is_file():
        message = f"{source} is not there, or is no file: name one that `flask backup` wrote."
        raise Refused(message)
    _check_whole(source)
    target = Path(str(db.engine.url.database))
    kept = target.with_name(f"{target.name}.before-restore-{now():%Y%m%dT%H%M%S%f}")
    copy = target.with_name(f"{target.name}.restoring")
    with write_gate():
        if target.exists():
            db.engine.dispose()
            _check_unused(target)
        shutil.copyfile(source, copy)
        copy.chmod(0o600)
        if target.exists():
            target.rename(kept)
        for ending in ("-wal", "-shm"):
            leftover = target.with_name(target.name + ending)
            if leftover.exists():
                leftover.rename(kept.with_name(kept.name + ending))
        copy.rename(target)
    return kept if kept.exists() else None


def _check_unused(target: Path) -> None:
    """Refuse a database that others hold open: only when alone with the file SQLite folds its log and leaves WAL."""
    connection = driver().connect(str(target), timeout=0)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    except driver().OperationalError as error:
        message = f"The database is in use ({error}): stop the server and other commands first."
        raise Refused(message) from None
    except driver().DatabaseError:
        log.warning("The database is damaged; it is put aside as it is.")
    finally:
        connection.close()


def _check_whole(source: Path) -> None:
    connection = driver().connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute("PRAGMA integrity_check").fetchall()
        tables = connection.execute("SELECT count(*) FROM alembic_version").fetchone()
    except driver().DatabaseError as error:
        message = f"{source} is no backup of this application: {error}."
        raise Refused(message) from None
    finally:
        connection.close()
    if rows != [("ok",)] or not tables[0]:
        message = f"{source} is damaged: SQLite's own check fails. Take an older backup."
        raise Refused(message)
