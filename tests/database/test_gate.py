import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from annotator.accounts.models import User
from annotator.database import checkpoint, database_answers, db, write_gate, write_tx
from annotator.database.sqlite import driver
from tests.browser.serving import ROOT

HOLD = """
import sys
from pathlib import Path
from annotator.database import write_gate
from tests.conftest import build_app
with build_app(Path(sys.argv[1])).app_context(), write_gate():
    print("held", flush=True)
    sys.stdin.readline()
"""
AT_ONCE = 10.0
"""Seconds in which anything that need not wait is done, even on a busy machine."""


def names() -> set[str]:
    return set(db.session.scalars(select(User.name)))


def add(name: str) -> None:
    with write_tx() as session:
        session.add(User(name=name))


@contextmanager
def another_process_holding_the_gate(folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


@contextmanager
def writing_in_a_thread(app: Flask, name: str) -> Iterator[threading.Event]:
    done = threading.Event()

    def write() -> None:
        with app.app_context():
            add(name)
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    yield done
    thread.join()


def test_a_write_is_stored_for_everybody(app: Flask) -> None:
    with app.app_context():
        add("ana")
    with app.app_context():
        assert names() == {"ana"}
        assert database_answers()


def test_an_inner_write_joins_the_outer_one(app: Flask) -> None:
    with app.app_context():
        with write_tx() as outer:
            add("ana")
            with write_tx() as inner:
                assert inner is outer
            add("ben")
            with driver().connect(str(db.engine.url.database)) as other:
                assert other.execute("SELECT count(*) FROM user").fetchone() == (0,)
            other.close()
        assert names() == {"ana", "ben"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failed_write_leaves_nothing(app: Flask, error: type[BaseException]) -> None:
    def fail() -> None:
        with write_tx():
            add("ana")
            with write_tx() as session:
                session.add(User(name="ben"))
                session.flush()
                raise error

    with app.app_context():
        with pytest.raises(error):
            fail()
        assert names() == set()
        add("clara")
        assert names() == {"clara"}


def test_a_write_ends_what_was_read_before(app: Flask) -> None:
    with app.app_context():
        assert names() == set()
        with driver().connect(str(db.engine.url.database)) as other:
            other.execute(
                "INSERT INTO user (name, role, active, preferences, created_at)"
                " VALUES ('ana', 'user', 1, '{}', '2026-01-01 00:00:00')"
            )
        other.close()
        with write_tx() as session:
            assert session.scalar(select(func.count()).select_from(User)) == 1


def test_a_reader_keeps_one_snapshot_while_others_write(app: Flask) -> None:
    with app.app_context():
        add("ana")
        assert names() == {"ana"}
        with writing_in_a_thread(app, "ben") as done:
            assert done.wait(AT_ONCE), "a reader must not keep writers waiting"
        assert names() == {"ana"}
        db.session.rollback()
        assert names() == {"ana", "ben"}


def test_a_write_transaction_holds_the_right_to_write_from_its_first_moment(app: Flask) -> None:
    with app.app_context():
        other = driver().connect(str(db.engine.url.database), timeout=0, isolation_level=None)
        with write_tx() as session:
            assert session.scalar(select(func.count()).select_from(User)) == 0
            with pytest.raises(driver().OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.close()


def test_writers_of_one_process_wait_for_each_other(app: Flask) -> None:
    with app.app_context(), ExitStack() as gate:
        gate.enter_context(write_gate())
        with writing_in_a_thread(app, "ana") as done:
            assert not done.wait(0.2)
            gate.close()
            assert done.wait(AT_ONCE)
        assert names() == {"ana"}


@pytest.mark.parametrize("killed", [False, True], ids=["released", "killed"])
def test_writers_of_several_processes_wait_for_each_other(
    app: Flask, tmp_path: Path, killed: bool
) -> None:
    with (
        another_process_holding_the_gate(tmp_path) as process,
        writing_in_a_thread(app, "ana") as done,
    ):
        assert not done.wait(0.3)
        if killed:
            process.kill()
        else:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        assert done.wait(AT_ONCE)
    with app.app_context():
        assert names() == {"ana"}


def test_a_checkpoint_folds_the_log_into_the_file(app: Flask, tmp_path: Path) -> None:
    log = tmp_path / "annotator.sqlite3-wal"
    with app.app_context():
        add("ana")
        assert log.stat().st_size > 0
        checkpoint()
        assert log.stat().st_size == 0
        assert names() == {"ana"}
