"""Migrations that exist for one test, in a copy of the project's own folder."""

import shutil
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection

from annotator.config import ROOT
from annotator.database import Model, db
from annotator.interchange.checking import check_database

HEAD = """
import sqlalchemy as sa
from alembic import op
revision = "throwaway"
down_revision = {newest!r}
branch_labels = None
depends_on = None
"""


def newest_revision(app: Flask) -> str:
    """Return the revision at the end of the project's chain."""
    return str(ScriptDirectory(app.extensions["migrate"].directory).get_current_head())


def add_migration(app: Flask, folder: Path, steps: str) -> None:
    """Let the application use a copy of its migrations with one more at the end."""
    newest, copy = newest_revision(app), folder / "migrations"
    shutil.copytree(ROOT / "annotator" / "migrations", copy)
    (copy / "versions" / "throwaway.py").write_text(HEAD.format(newest=newest) + steps)
    app.extensions["migrate"].migrate.directory = str(copy)


def row_counts() -> dict[str, int]:
    """Return how many rows each table of the models holds."""
    with db.engine.connect() as connection:
        return {name: _count(connection, name) for name in Model.metadata.tables}


def _count(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())  # noqa: S608 -- our own names


def schema() -> set[str]:
    """Return the definitions of all tables and indexes."""
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {row[0] for row in rows}


def revision() -> str:
    """Return the revision the database is at."""
    with db.engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of the models."""
    with db.engine.connect() as connection:
        return {name: _rows(connection, name) for name in Model.metadata.tables}


def _rows(connection: Connection, table: str) -> list[tuple[object, ...]]:
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"')  # noqa: S608 -- our own names
    return sorted(map(tuple, rows), key=repr)


def check() -> dict[str, object]:
    """Return what the check of the whole database says."""
    report = check_database().as_json()
    db.session.remove()
    return report


def foreign_keys_on() -> bool:
    """Say whether every connection in the pool keeps foreign keys."""
    with db.engine.connect() as first, db.engine.connect() as second:
        pragma = "PRAGMA foreign_keys"
        return all(one.exec_driver_sql(pragma).scalar() == 1 for one in (first, second))
