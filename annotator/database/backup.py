"""Copies of the database file that are whole even while people write."""

from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from annotator.core.errors import Refused
from annotator.database.base import db
from annotator.database.gate import write_gate
from annotator.database.types import now


def backup(target: Path) -> Path:
    """Write a complete copy of the database to `target`, readable by its owner only. An existing file is refused."""
    if db.engine.dialect.name != "sqlite":
        message = "Backups by this command are for SQLite; use the tools of your database server."
        raise Refused(message)
    if target.exists():
        message = f"{target} is there already: name a file that does not exist."
        raise Refused(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    with write_gate(), db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 -- a checked-out connection has one
        raw.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)
    return target


def backup_before_migration(instance: Path) -> Path | None:
    """Back the database up when a migration is about to change one that is in use."""
    directory = current_app.extensions["migrate"].directory
    config = Config()
    config.set_main_option("script_location", str(directory))
    heads = set(ScriptDirectory.from_config(config).get_heads())
    with db.engine.connect() as connection:
        current = set(MigrationContext.configure(connection).get_current_heads())
    if not current or current == heads:
        return None
    stamp = now().strftime("%Y%m%dT%H%M%S%f")
    return backup(instance / "backups" / f"before-migration-{stamp}.sqlite3")
