"""How much is stored at once depends on who else writes."""

import time

import pytest

from annotator.accounts.operations import create_user
from annotator.database import db, write_tx
from annotator.jobs import pace as paces
from annotator.jobs.pace import FEWEST, MOST, pace


@pytest.fixture
def context(app):
    with app.app_context():
        yield app


def store(own, seconds=0.0):
    """Store a batch that takes the processor so long for each record."""
    with write_tx(), own.batch(own.records):
        until = time.thread_time() + seconds * own.records
        while time.thread_time() < until:
            pass
    own.give_way()


def test_batches_grow_while_nobody_else_writes(context, monkeypatch):
    for name in ("REMEMBERED", "SUPPOSED"):
        monkeypatch.setattr(paces, name, 0.0)
    with pace() as own:
        for _ in range(8):
            store(own)
        assert (own.is_busy, own.records) == (False, MOST)


def test_batches_shrink_and_make_pauses_when_somebody_writes(context, monkeypatch):
    with pace() as own:
        monkeypatch.setattr(paces, "REMEMBERED", 0.0)
        for _ in range(8):
            store(own)
        assert own.records == MOST
        monkeypatch.undo()
        create_user("somebody")
        for _ in range(8):
            store(own, 0.001)
        assert own.is_busy
        assert own.records == FEWEST
        slept = []
        monkeypatch.setattr(paces.time, "sleep", slept.append)
        store(own, 0.001)
        assert 0 < slept[0] <= paces.LONGEST_PAUSE


def test_no_pause_is_made_inside_a_transaction_of_others(context, monkeypatch):
    monkeypatch.setattr(paces.time, "sleep", lambda _seconds: pytest.fail("others wait for this"))
    with write_tx(), pace() as own:
        store(own)


def test_the_watch_sees_no_change_in_its_own_batches(context, monkeypatch):
    with pace() as own:
        store(own)
        monkeypatch.setattr(own, "_others", 0.0)
        with write_tx() as session:
            create_user("mine")
            with own.batch(1):
                session.flush()
        own.give_way()
        assert not own.is_busy
        db.session.rollback()
