import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.core.errors import Refused
from annotator.database import db, write_tx
from annotator.database.backup import backup, restore
from annotator.database.sqlite import driver


@pytest.fixture
def opened(app: Flask) -> Iterator[Flask]:
    """The application with one user, ana."""
    with app.app_context():
        add("ana")
        yield app


def add(name: str) -> None:
    with write_tx() as session:
        session.add(User(name=name))


def names() -> list[str]:
    found = list(db.session.scalars(select(User.name).order_by(User.id)))
    db.session.remove()
    return found


def names_in(file: Path) -> list[str]:
    with closing(driver().connect(str(file))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [name for (name,) in connection.execute("SELECT name FROM user ORDER BY id")]


def test_a_backup_is_whole_and_its_owners_alone(opened: Flask, tmp_path: Path) -> None:
    target = backup(tmp_path / "kept" / "copy.sqlite3")
    add("ben")

    assert names_in(target) == ["ana"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [file.name for file in target.parent.iterdir()] == ["copy.sqlite3"]


def test_a_backup_overwrites_nothing(opened: Flask, tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("mine")

    with pytest.raises(Refused, match="there already"):
        backup(tmp_path / "diary")
    assert (tmp_path / "diary").read_text() == "mine"


def test_a_backup_beside_writers_holds_whole_transactions(opened: Flask, tmp_path: Path) -> None:
    ended = threading.Event()

    def write_pairs() -> None:
        with opened.app_context():
            number = 0
            while not ended.is_set():
                with write_tx() as session:
                    session.add_all([User(name=f"{number}-a"), User(name=f"{number}-b")])
                number += 1

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        copies = [names_in(backup(tmp_path / f"{number}.sqlite3")) for number in range(5)]
    finally:
        ended.set()
        writer.join()
    assert all(len(found) % 2 == 1 for found in copies), "a pair was torn"


def test_a_restored_database_is_the_one_that_was_backed_up(opened: Flask, tmp_path: Path) -> None:
    copy = backup(tmp_path / "copy.sqlite3")
    add("ben")
    db.session.remove()

    kept = restore(copy)

    assert kept is not None
    assert names() == ["ana"]
    assert names_in(kept) == ["ana", "ben"]
    assert names_in(copy) == ["ana"]
    database = Path(str(db.engine.url.database))
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    add("clara")
    assert names() == ["ana", "clara"]


def test_a_backup_comes_back_where_there_is_no_database(opened: Flask, tmp_path: Path) -> None:
    copy = backup(tmp_path / "copy.sqlite3")
    db.session.remove()
    db.engine.dispose()
    Path(str(db.engine.url.database)).unlink()

    assert restore(copy) is None
    assert names() == ["ana"]


def test_a_database_in_use_is_not_taken_away(opened: Flask, tmp_path: Path) -> None:
    copy = backup(tmp_path / "copy.sqlite3")
    add("ben")
    db.session.remove()
    with closing(driver().connect(str(db.engine.url.database))) as server:
        server.execute("SELECT * FROM user").fetchall()
        with pytest.raises(Refused, match="in use"):
            restore(copy)

    assert names() == ["ana", "ben"]
    assert not list(tmp_path.glob("*.before-restore-*"))
    assert not list(tmp_path.glob("*.restoring"))
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_damaged_database_is_replaced_and_put_aside_as_it_is(
    opened: Flask, tmp_path: Path
) -> None:
    copy = backup(tmp_path / "copy.sqlite3")
    db.session.remove()
    db.engine.dispose()
    database = Path(str(db.engine.url.database))
    database.write_bytes(b"not what it was" * 1000)

    kept = restore(copy)

    assert kept is not None
    assert kept.read_bytes().startswith(b"not what it was")
    assert names() == ["ana"]


def damaged(file: Path, copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[len(content) // 3 : len(content) // 2] = bytes(len(content) // 2 - len(content) // 3)
    file.write_bytes(content)


def cut_off(file: Path, copy: Path) -> None:
    file.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])


def of_another_program(file: Path, _copy: Path) -> None:
    with closing(driver().connect(str(file))) as connection:
        connection.execute("CREATE TABLE recipe (name)")


def no_database(file: Path, _copy: Path) -> None:
    file.write_text("Dear diary, " * 1000)


def empty(file: Path, _copy: Path) -> None:
    file.touch()


def missing(_file: Path, _copy: Path) -> None:
    pass


@pytest.mark.parametrize(
    "make", [damaged, cut_off, of_another_program, no_database, empty, missing]
)
def test_what_is_no_whole_backup_is_refused(opened: Flask, tmp_path: Path, make: object) -> None:
    assert callable(make)
    copy, file = backup(tmp_path / "copy.sqlite3"), tmp_path / "given.sqlite3"
    make(file, copy)
    db.session.remove()

    with pytest.raises(Refused):
        restore(file)

    assert names() == ["ana"]
    assert not list(tmp_path.glob("*.before-restore-*"))
    assert not list(tmp_path.glob("*.restoring"))
