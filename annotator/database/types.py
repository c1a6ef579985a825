"""Column types: compact UUIDs, JSON, and instants in UTC."""

import os
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import LargeBinary, Text, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine


class UuidKey(TypeDecorator[UUID]):
    """A UUID in 16 bytes: a BLOB on SQLite, the native type elsewhere."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type of this database."""
        return dialect.type_descriptor(LargeBinary(16) if dialect.name == "sqlite" else Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """Write 16 bytes on SQLite."""
        return value.bytes if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """Read 16 bytes on SQLite."""
        return UUID(bytes=bytes(value)) if value is not None and dialect.name == "sqlite" else value


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
