"""The index of words on SQLite: made of ids, titles and texts, accents and ligatures folded, kept up by triggers.

The index keeps no copy of the texts: it reads them through a view. View and triggers are taken down before a
migration and put up after it, for SQLite lets no table be made anew under a view, and drops a table's triggers with it.
"""

from sqlalchemy import Connection, MetaData, Table, column, event, table

from annotator.database import table_of
from annotator.documents.models import Document

NAME = "document_search"
COLUMNS = ("external_id", "title", "text")
LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}
"""What the tokenizer, which folds accents, leaves as it is."""

SEARCH = table(NAME, column("rowid"), *(column(name) for name in COLUMNS))


def _folded(expression: str) -> str:
    for ligature, letters in LIGATURES.items():
        expression = f"replace({expression}, '{ligature}', '{letters}')"
    return expression


def _values(row: str) -> str:
    title = f"json_extract({row}meta, '$.title')"
    return f"{row}external_id, {_folded(title)}, {_folded(f'{row}text')}"


_NAMES = ", ".join(COLUMNS)
_ADD = f"INSERT INTO {NAME} (rowid, {_NAMES}) VALUES (new.id, {_values('new.')});"  # noqa: S608 -- our own names
_TAKE_OUT = (
    f"INSERT INTO {NAME} ({NAME}, rowid, {_NAMES}) "  # noqa: S608 -- our own names
    f"VALUES ('delete', old.id, {_values('old.')});"
)
_CHANGED = " OR ".join(
    f"{old} IS NOT {old.replace('old.', 'new.')}"
    for old in ("old.text", "old.external_id", "json_extract(old.meta, '$.title')")
)

INDEX = (
    f"CREATE VIRTUAL TABLE {NAME} USING fts5({_NAMES}, content='{NAME}_source', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2')"
)
AROUND = {
    f"VIEW {NAME}_source": f"(id, {_NAMES}) AS SELECT id, {_values('')} FROM document",  # noqa: S608
    f"TRIGGER {NAME}_insert": f"AFTER INSERT ON document BEGIN {_ADD} END",
    f"TRIGGER {NAME}_delete": f"AFTER DELETE ON document BEGIN {_TAKE_OUT} END",
    f"TRIGGER {NAME}_update": (
        f"AFTER UPDATE OF text, external_id, meta ON document WHEN {_CHANGED} "
        f"BEGIN {_TAKE_OUT} {_ADD} END"
    ),
}


def make_index(connection: Connection) -> None:
    """Make the index of all documents; other databases than SQLite search without one."""
    if connection.dialect.name != "sqlite":
        return
    connection.exec_driver_sql(INDEX)
    put_up(connection)
    connection.exec_driver_sql(f"INSERT INTO {NAME} ({NAME}) VALUES ('rebuild')")  # noqa: S608


def drop_index(connection: Connection) -> None:
    """Remove the index."""
    if connection.dialect.name == "sqlite":
        take_down(connection)
        connection.exec_driver_sql(f"DROP TABLE {NAME}")


def take_down(connection: Connection) -> None:
    """Remove the view and the triggers, so that the table of documents can be made anew."""
    for name in reversed(AROUND):
        kind, _, rest = name.partition(" ")
        connection.exec_driver_sql(f"DROP {kind} IF EXISTS {rest}")


def put_up(connection: Connection) -> None:
    """Make the view and the triggers, if there is an index for them."""
    there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if connection.exec_driver_sql(there, (NAME,)).first():
        take_down(connection)
        for name, definition in AROUND.items():
            connection.exec_driver_sql(f"CREATE {name} {definition}")


@event.listens_for(table_of(Document), "after_create")
def _with_the_table(_table: Table | MetaData, connection: Connection, **_options: object) -> None:
    make_index(connection)
