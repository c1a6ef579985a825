from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.core.errors import Conflict
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.spans import Span
from annotator.database import db, write_tx
from annotator.documents.models import Document
from annotator.interchange.checking import check_database
from annotator.interchange.storing import store_records
from annotator.projects.operations import create_project


def test_refused_records_leave_nothing_even_inside_a_greater_write(app: Flask) -> None:
    """The same id for two spans is seen after the texts are stored; they must go again."""
    span = Span(uuid4(), 0, 5, "entity", "PER")
    other = Span(span.id, 6, 9, "entity", "PER")
    work, more = (AnnotationRecord("ana", spans=(one,)) for one in (span, other))
    with app.app_context():
        project_id = create_project("Press", "fr").id
        actor = User(name="actor")
        with write_tx() as session:
            session.add(actor)
            session.flush()
            store_records(project_id, actor.id, [DocumentRecord("a", "Élise dit", {}, (work,))])
            faulty = [
                DocumentRecord("b", "neuf"),
                DocumentRecord("a", "Élise dit", {}, (more,)),
            ]
            with pytest.raises(Conflict):
                store_records(project_id, actor.id, faulty)
        assert list(db.session.scalars(select(Document.external_id))) == ["a"]
        assert check_database().faults == []
