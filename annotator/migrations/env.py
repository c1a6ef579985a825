"""Running migrations: under the write gate, after a backup, foreign keys off outside the transaction and checked after."""

from alembic import context
from alembic.migration import MigrationContext
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, func, inspect, select, table

from annotator.database import Model, db, write_gate
from annotator.database.backup import backup_before_migration
from annotator.documents import search_index

WORK = (
    "user",
    "project",
    "scheme_revision",
    "label",
    "document",
    "annotation_set",
    "span",
    "relation",
    "document_label",
    "deleted_id",
    "event",
)
"""Tables of people's work: no migration, in either direction, may leave fewer rows in one."""


def _pragma(connection: Connection, statement: str) -> list[object]:
    """Run a PRAGMA outside any transaction: inside one SQLite ignores `foreign_keys`."""
    raw = connection.connection.dbapi_connection
    assert raw is not None  # noqa: S101 -- a checked-out connection has one
    cursor = raw.cursor()
    rows: list[object] = cursor.execute(f"PRAGMA {statement}").fetchall()
    cursor.close()
    return rows


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        message = (
            f"The migration would leave {len(broken)} rows pointing nowhere; nothing was changed."
        )
        raise RuntimeError(message)


def _rows_of_work(connection: Connection) -> dict[str, int]:
    there = set(inspect(connection).get_table_names())
    count = select(func.count())
    return {
        name: connection.scalar(count.select_from(table(name))) or 0
        for name in WORK
        if name in there
    }


def _check_rows(before: dict[str, int], after: dict[str, int]) -> None:
    losing = [name for name, count in before.items() if after.get(name, 0) < count]
    if losing:
        message = f"The migration would lose rows of {', '.join(losing)}; nothing was changed."
        raise RuntimeError(message)


def _moves_a_database_in_use(connection: Connection) -> bool:
    current = MigrationContext.configure(connection).get_current_heads()
    connection.rollback()
    try:
        wanted = context.get_revision_argument()
    except KeyError:
        return False  # a command that only looks
    except CommandError:
        return bool(current)  # a revision counted from this one, such as -1
    return bool(current) and {*current} != (
        {wanted} if isinstance(wanted, str) else {*(wanted or ())}
    )


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Tell tables of rows from those that the index of words keeps for itself."""
    return kind != "table" or not (name or "").startswith(search_index.NAME)


def _migrate(connection: Connection, *, moving: bool) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
        include_name=_is_ours,
    )
    with context.begin_transaction():
        before = _rows_of_work(connection)
        if moving:
            search_index.take_down(connection)
        context.run_migrations()
        if moving:
            search_index.put_up(connection)
        _check_rows(before, _rows_of_work(connection))
        if sqlite:
            _check_foreign_keys(connection)


def run() -> None:
    """Bring the database to the wanted revision, or leave it as it was."""
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        moving = sqlite and _moves_a_database_in_use(connection)
        if sqlite:
            if moving:
                backup_before_migration(current_app.config["INSTANCE"])
            _pragma(connection, "foreign_keys=OFF")
        try:
            with write_gate():
                _migrate(connection, moving=moving)
                connection.commit()
        finally:
            if sqlite:
                connection.rollback()
                _pragma(connection, "foreign_keys=ON")


run()
