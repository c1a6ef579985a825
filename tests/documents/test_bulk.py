"""Acts on many documents at once."""

import pytest

from annotator.core.errors import Refused
from annotator.core.records import DocumentRecord
from annotator.database import db
from annotator.documents.bulk import change_meta
from annotator.documents.models import Document
from annotator.documents.operations import store_documents


@pytest.fixture
def document(project):
    [stored] = store_documents(project.id, [DocumentRecord("a", "text", {"source": "x"})])
    return stored.id


def meta(document):
    return db.session.get_one(Document, document, populate_existing=True).meta


def test_metadata_are_put_in_and_taken_out(project, document):
    assert change_meta(project.id, [document, 99], {"split": "validation", "source": None}) == 1
    assert meta(document) == {"split": "validation"}


def test_a_split_that_there_is_not_is_refused(project, document):
    with pytest.raises(Refused, match="A split is one of train, dev, validation, test"):
        change_meta(project.id, [document], {"split": "tset"})
    assert meta(document) == {"source": "x"}
