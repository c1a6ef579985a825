"""What every test may ask for: the application on a migrated database of its own, a client, corpora."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from annotator import create_app
from annotator.database import db

STRICT = os.environ.get("ANNOTATOR_TEST_STRICT") == "1"
SECRET_KEY = "a-key-for-tests-and-nothing-else"

hypothesis_settings.register_profile("annotator", deadline=None, derandomize=STRICT)
hypothesis_settings.load_profile("annotator")


def pytest_configure() -> None:
    """Keep the settings of a person's own installation away from the tests."""
    for name in [name for name in os.environ if name.startswith("ANNOTATOR_")]:
        if not name.startswith("ANNOTATOR_TEST_"):
            del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures they ask for, so that `-m "not browser"` needs no bookkeeping."""
    for item in items:
        for name in {"browser", "corpora"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(name)


@pytest.fixture(scope="session")
def strict() -> bool:
    """Whether a missing tool is a failure instead of a skip."""
    return STRICT


@pytest.fixture(scope="session")
def skip_or_fail() -> Callable[[str], NoReturn]:
    """Give a test up for want of something outside the project."""

    def give_up(reason: str) -> NoReturn:
        if STRICT:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)

    return give_up


@pytest.fixture(scope="session")
def corpora(skip_or_fail: Callable[[str], NoReturn]) -> Path:
    """The folder of corpora; tests that read one are skipped where it was not named."""
    named = os.environ.get("ANNOTATOR_TEST_CORPORA")
    if not named:
        pytest.skip("ANNOTATOR_TEST_CORPORA names no folder of corpora")
    if not Path(named).is_dir():
        skip_or_fail(f"ANNOTATOR_TEST_CORPORA names {named}, which is no folder")
    return Path(named)


def build_app(folder: Path) -> Flask:
    """Return the application with its instance, database and exports under this folder."""
    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": SECRET_KEY,
            "ARGON2": {"time_cost": 1, "memory_cost": 8, "parallelism": 1},
            "INSTANCE": folder / "instance",
            "EXPORTS": folder / "exports",
            "DATABASE_URL": f"sqlite:///{folder / 'annotator.sqlite3'}",
        }
    )


def close_database(app: Flask) -> None:
    """Let go of every connection, so that SQLite folds its log into the one file."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest migration: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("migrated")
    app = build_app(folder)
    with app.app_context():
        flask_migrate.upgrade()
    close_database(app)
    return folder / "annotator.sqlite3"


@pytest.fixture
def app(tmp_path: Path, migrated_database: Path) -> Iterator[Flask]:
    """The application, its database migrated and empty, everything it writes under `tmp_path`."""
    shutil.copyfile(migrated_database, tmp_path / "annotator.sqlite3")
    app = build_app(tmp_path)
    yield app
    close_database(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application that nobody has signed in to."""
    return app.test_client()
