"""A database that people worked in: the demo project, and after it some acts of every kind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from annotator.annotations.editing import Place
from annotator.annotations.models import AnnotationSet
from annotator.annotations.operations import put_flag, put_note
from annotator.annotations.queries import work_on
from annotator.annotations.spans import delete_span
from annotator.annotations.undoing import undo
from annotator.database import db
from annotator.interchange.seeding import seed
from tests.conftest import build_app, close_database


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Path:
    """Made once, copied for each test."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copyfile(migrated_database, folder / "annotator.sqlite3")
    app = build_app(folder)
    with app.app_context():
        seed()
        work()
    close_database(app)
    return folder / "annotator.sqlite3"


def work() -> None:
    """Delete, undo, note and flag in the first set that has spans."""
    row = db.session.query(AnnotationSet).filter(AnnotationSet.span_count > 3).first()
    assert row is not None
    place = Place(row.document_id, row.project_id, row.annotator_id, row.annotator_id)
    spans = work_on(row.document_id, row.annotator_id).spans
    for span in spans[:2]:
        delete_span(place, span.id)
    undo(place)
    put_note(place, "à revoir 🙂")
    put_flag(place, "unclear")


@pytest.fixture
def filled(tmp_path: Path, filled_database: Path) -> Iterator[Flask]:
    """The application on a copy of that database, its context open."""
    shutil.copyfile(filled_database, tmp_path / "annotator.sqlite3")
    app = build_app(tmp_path)
    with app.app_context():
        yield app
    close_database(app)
