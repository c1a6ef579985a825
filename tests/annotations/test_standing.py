"""Where a document comes in its project."""

import sys

import pytest
from flask import Flask

from annotator.annotations.standing import standing_of
from annotator.core.records import DocumentRecord
from annotator.database import db, write_tx
from annotator.documents.models import Document
from annotator.documents.operations import store_documents
from annotator.projects.operations import create_project


def test_position_counts_what_is_there_and_only_the_near(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        other, project = create_project("Other").id, create_project("Press").id
        store_documents(other, [DocumentRecord("x", "Texte")])
        records = [DocumentRecord(name, f"Texte {name}") for name in "abcd"]
        stored = [one.id for one in store_documents(project, records)]
        with write_tx() as session:
            session.get_one(Document, stored[1]).archived_at = session.get_one(
                Document, stored[1]
            ).created_at
        documents = [db.session.get_one(Document, stored[at]) for at in (0, 2, 3)]

        assert [standing_of(one, 1).position for one in documents] == [1, 2, 3]
        around = standing_of(documents[1], 1)
        assert (around.previous, around.next) == (documents[0].id, documents[2].id)
        monkeypatch.setattr(sys.modules[standing_of.__module__], "COUNTED", 2)
        assert [standing_of(one, 1).position for one in documents] == [1, 2, None]
