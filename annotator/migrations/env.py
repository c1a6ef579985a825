"""Running migrations: under the write gate, after a backup, foreign keys off outside the transaction and checked after."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from annotator.database import Model, db, write_gate
from annotator.database.backup import backup_before_migration


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


def _migrate(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite:
            _check_foreign_keys(connection)


def run() -> None:
    """Bring the database to the wanted revision, or leave it as it was."""
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            backup_before_migration(current_app.config["INSTANCE"])
            _pragma(connection, "foreign_keys=OFF")
        try:
            with write_gate():
                _migrate(connection)
                connection.commit()
        finally:
            if sqlite:
                connection.rollback()
                _pragma(connection, "foreign_keys=ON")


run()
