"""Column types: compact UUIDs, JSON, and instants in UTC."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import LargeBinary, Text, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine

from annotator.core.sentences import TEMPLATE, Sentence, in_parts, out_of_parts


class UuidKey(TypeDecorator[UUID]):
    """A UUID in 16 bytes: a BLOB on SQLite, the native type elsewhere."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type of this database."""
        return dialect.type_descriptor(LargeBinary(16) if dialect.name == "sqlite" else Uuid())

    # Imports and exports come by here once for each span, so these are plain functions, without the two calls more
    # that `process_bind_param` and `process_result_value` would cost.

    def bind_processor(self, dialect: Dialect) -> Callable[[UUID | None], Any] | None:
        """Write 16 bytes on SQLite."""
        return _to_bytes if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Read 16 bytes on SQLite."""
        return (
            _from_bytes if dialect.name == "sqlite" else super().result_processor(dialect, coltype)
        )


def _to_bytes(value: UUID | None) -> bytes | None:
    return None if value is None else value.bytes


def _from_bytes(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


class Json(TypeDecorator[Any]):
    """Any JSON value as compact text; None is SQL NULL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 -- SQLAlchemy\'s signature
        """Write JSON."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 -- SQLAlchemy\'s signature
        """Read JSON."""
        return None if value is None else orjson.loads(value)


class Telling(Json):
    """Any JSON value with sentences in it, which keep their parts."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Write JSON."""
        if value is None:
            return None
        return orjson.dumps(value, in_parts, orjson.OPT_PASSTHROUGH_SUBCLASS).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read JSON."""
        found = super().process_result_value(value, dialect)
        return out_of_parts(found) if found and f'"{TEMPLATE}"' in value else found


class Said(TypeDecorator[str]):
    """A text; a sentence keeps its parts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Write the text, or the sentence as JSON."""
        return orjson.dumps(in_parts(value)).decode() if isinstance(value, Sentence) else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Read it."""
        if value is None or not value.startswith(f'{{"{TEMPLATE}":'):
            return value
        found: Sentence = out_of_parts(orjson.loads(value))
        return found


class Instant(TypeDecorator[datetime]):
    """A moment, always in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy\'s signature
        """Write the moment as naive UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy\'s signature
        """Read it as aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def uuid7() -> UUID:
    """Make a UUID of version 7 (RFC 9562): its first 48 bits are the time, so inserts stay close together."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = (
        milliseconds << 80
        | 0x7 << 76
        | (random >> 68 & 0xFFF) << 64
        | 0x2 << 62
        | random & (1 << 62) - 1
    )
    return UUID(int=value)
