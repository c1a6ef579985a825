"""The database: one base class for rows, one session, one way to write."""

from annotator.database.base import Model, db, init_database, table_of
from annotator.database.gate import checkpoint, database_answers, write_gate, write_tx
from annotator.database.types import Instant, Json, Said, Telling, UuidKey, now, uuid7

__all__ = [
    "Instant",
    "Json",
    "Model",
    "Said",
    "Telling",
    "UuidKey",
    "checkpoint",
    "database_answers",
    "db",
    "init_database",
    "now",
    "table_of",
    "uuid7",
    "write_gate",
    "write_tx",
]
