import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, text

from annotator.database import Instant, Json, UuidKey, db, now, uuid7, write_tx

TABLE = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("key", UuidKey),
    Column("body", Json),
    Column("at", Instant),
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abé🙂"), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.fixture
def stored(app: Flask) -> Any:
    """Store values and return what comes back, with the raw columns."""
    with app.app_context():
        with write_tx() as session:
            TABLE.create(session.connection())

        def through(**values: object) -> tuple[Any, Any]:
            with write_tx() as session:
                session.execute(TABLE.delete())
                session.execute(TABLE.insert().values(**values))
            row = db.session.execute(TABLE.select()).one()
            raw = db.session.execute(text("SELECT key, body, at FROM thing")).one()
            return row, raw

        yield through


def test_a_uuid_takes_sixteen_bytes(stored: Any) -> None:
    key = uuid4()
    row, raw = stored(key=key)

    assert row.key == key
    assert isinstance(row.key, UUID)
    assert raw.key == key.bytes


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES)
def test_any_json_comes_back_equal(stored: Any, value: Any) -> None:
    row, raw = stored(body=value)

    assert row.body == value
    assert (raw.body is None) == (value is None)


def test_json_is_kept_compact_and_readable(stored: Any) -> None:
    _, raw = stored(body={"note": "à l’OTAN 🙂", "n": [1, 2]})

    assert raw.body == '{"note":"à l’OTAN 🙂","n":[1,2]}'


def test_an_instant_is_kept_in_utc_whatever_its_zone(stored: Any) -> None:
    paris = timezone(timedelta(hours=2))
    row, raw = stored(at=datetime(2026, 7, 1, 12, 30, 15, 250, tzinfo=paris))

    assert row.at == datetime(2026, 7, 1, 10, 30, 15, 250, tzinfo=UTC)
    assert row.at.tzinfo is UTC
    assert raw.at == "2026-07-01 10:30:15.000250"


def test_nothing_stays_nothing(stored: Any) -> None:
    row, raw = stored(key=None, body=None, at=None)

    assert (row.key, row.body, row.at) == (None, None, None)
    assert tuple(raw) == (None, None, None)


def test_now_is_in_utc() -> None:
    assert now().tzinfo is UTC
    assert abs(now().timestamp() - time.time()) < 5


def test_new_ids_are_of_version_7_and_begin_with_the_time() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000

    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= after


def test_later_ids_sort_behind_earlier_ones() -> None:
    made = []
    for _ in range(5):
        made.append(uuid7())
        time.sleep(0.002)

    assert sorted(made) == made
    assert sorted(made, key=lambda one: one.bytes) == made


def test_new_ids_do_not_meet() -> None:
    made = [uuid7() for _ in range(20_000)]

    assert len(set(made)) == len(made)
    assert len({one.int & (1 << 62) - 1 for one in made}) == len(made)
