"""A project with one document and two annotators, in a database of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from annotator.accounts.models import User
from annotator.annotations.editing import Place
from annotator.core.records import DocumentRecord
from annotator.database import write_tx
from annotator.documents.operations import store_documents
from annotator.projects.members import add_member
from annotator.projects.operations import create_project

TEXT = "M. Rutte confirme 🙂 : « des soldats à Koursk ».\r\nL’OTAN s’inquiète."
SCHEME = {
    "layers": [
        {
            "name": "entity",
            "kind": "span",
            "labels": [{"name": "PER"}, {"name": "LOC"}, {"name": "ORG"}],
        },
        {
            "name": "claim",
            "kind": "span",
            "labels": [{"name": "CLAIM"}],
            "attributes": [
                {"name": "type", "type": "choice", "choices": ["fact", "value"]},
                {"name": "check_worthy", "type": "boolean"},
            ],
            "roles": [{"name": "claimer", "layers": ["entity"], "implied": ["author", "unknown"]}],
        },
        {"name": "strict", "kind": "span", "overlap": "none", "labels": [{"name": "ONLY"}]},
        {
            "name": "support",
            "kind": "relation",
            "labels": [{"name": "SUPPORTS", "from": ["claim"], "to": ["claim"]}],
        },
        {
            "name": "topic",
            "kind": "document",
            "multiple": True,
            "labels": [{"name": "war"}, {"name": "economy"}],
        },
        {"name": "tone", "kind": "document", "labels": [{"name": "calm"}, {"name": "angry"}]},
    ]
}


@dataclass(frozen=True, slots=True)
class World:
    """What the tests of annotations work on."""

    project_id: int
    document_id: int
    ana: int
    ben: int

    def place(self, annotator: str = "ana", seen: int | None = None, kind: str = "work") -> Place:
        person = getattr(self, annotator)
        return Place(self.document_id, self.project_id, person, person, kind, seen)


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with app.app_context():
        with write_tx() as session:
            people = [User(name=name, role="user") for name in ("ana", "ben")]
            session.add_all(people)
            session.flush()
            ana, ben = (person.id for person in people)
        project_id = create_project("Press", "fr", SCHEME, None, ana).id
        add_member(project_id, ben, "annotator")
        stored = store_documents(project_id, [DocumentRecord("a-1", TEXT)])
        yield World(project_id, stored[0].id, ana, ben)
