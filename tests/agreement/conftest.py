"""The demo project with the finished work of its three annotators, and people who ask about it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.interchange.seeding import SLUG, seed
from annotator.interchange.storing import store_records
from annotator.projects.queries import find_project
from tests.cli.conftest import Shell
from tests.conftest import build_app, close_database
from tests.people import Client, Person

BASE = "/projects/demo/agreement"


class Demo:
    """The demo project; `manager`, `curator`, `reader`, `annotator` and `stranger` are people."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            seed()
            self.project_id = find_project(SLUG).id
        self.people = {
            role: Person(app, f"the-{role}").join(self.project_id, role)
            for role in ("manager", "curator", "reader", "annotator")
        }
        self.people["stranger"] = Person(app, "the-stranger")
        self.shell = Shell(app)

    def ask(self, query: str = "", role: str = "manager") -> Any:
        """Ask the API."""
        return self.people[role].call("GET", f"/projects/{SLUG}/agreement{query}")

    def command(self, *words: object) -> Any:
        """Ask the command."""
        return self.shell.json("agreement", SLUG, *words)

    def store(self, name: str, text: str, *work: AnnotationRecord) -> None:
        """Store one more document with work on it."""
        with self.app.app_context():
            record = DocumentRecord(name, text, annotations=work)
            store_records(self.project_id, self.people["manager"].id, [record])


@pytest.fixture
def demo(app: Flask) -> Demo:
    return Demo(app)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Iterator[Demo]:
    """The demo project for tests that only look at it, shared by those of a module."""
    folder = tmp_path_factory.mktemp("still")
    shutil.copyfile(migrated_database, folder / "annotator.sqlite3")
    app = build_app(folder)
    yield Demo(app)
    close_database(app)


@pytest.fixture(scope="module")
def looker(still: Demo) -> Client:
    """The manager, looking at the demo project as it is."""
    return still.people["manager"].browser()


@pytest.fixture
def visitor(demo: Demo) -> Client:
    """The manager, in a demo project that the test changes."""
    return demo.people["manager"].browser()


def layer_of(demo: Demo, name: str, query: str = "") -> dict[str, Any]:
    report = demo.ask(query).json
    layers = (*report["layers"], *report["relations"])
    return next(layer for layer in layers if layer["layer"] == name)


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
