"""Storing texts so that every code point stays where it was."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.core.errors import Conflict, NotFound, Refused, TooLarge
from annotator.core.records import DocumentRecord
from annotator.core.texts import MAX_LENGTH
from annotator.database import db, write_tx
from annotator.documents.models import Document
from annotator.documents.operations import archive_document, restore_document, store_documents
from annotator.documents.queries import get_document
from annotator.projects.models import Project
from annotator.projects.operations import create_project

TRAPS = "a\r\nb\rc\u2028d\u0301e\x0b\x1f👩\u200d👩\ufeff\u200f  "


def record(external_id: str, text: str = "text", **meta) -> DocumentRecord:
    return DocumentRecord(external_id, text, meta)


def count(project) -> int:
    return db.session.scalar(select(Project.document_count).where(Project.id == project.id))


def test_a_document_is_stored_as_it_came(project):
    meta = {"title": "Talks", "n": [1, 2.5, None, {"ж": "\x00"}]}
    [stored] = store_documents(project.id, [DocumentRecord("d-1", TRAPS, meta)])
    assert (stored.external_id, stored.created) == ("d-1", True)
    document = db.session.get(Document, stored.id)
    assert document.text == TRAPS
    assert document.length == len(TRAPS)
    assert document.text_sha256 == hashlib.sha256(TRAPS.encode()).hexdigest()
    assert (document.meta, document.title) == (meta, "Talks")
    assert count(project) == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
)
def test_any_text_comes_back_equal(project, text):
    name = hashlib.sha256(text.encode()).hexdigest()
    [stored] = store_documents(project.id, [record(name, text)])
    db.session.expire_all()
    assert db.session.get(Document, stored.id).text == text


def test_the_same_document_again_is_the_known_one(project):
    first = store_documents(project.id, [record("a"), record("b")])
    again = store_documents(project.id, [record("c"), record("b"), record("a")])
    assert [stored.created for stored in again] == [True, False, False]
    assert [stored.id for stored in again[1:]] == [first[1].id, first[0].id]
    assert count(project) == 3


def test_a_document_twice_in_one_batch_is_stored_once(project):
    stored = store_documents(project.id, [record("a"), record("a")])
    assert [(one.id, one.created) for one in stored] == [
        (stored[0].id, True),
        (stored[0].id, False),
    ]
    assert count(project) == 1


def test_an_id_with_another_text_is_named_and_nothing_is_stored(project):
    store_documents(project.id, [record("a")])
    batch = [record("new"), record("a", "other"), record("b", "x"), record("b", "y")]
    with pytest.raises(Conflict, match="'a'") as refusal:
        store_documents(project.id, batch)
    assert list(refusal.value.errors) == ["id"]
    assert count(project) == 1
    assert db.session.scalars(select(Document.external_id)).all() == ["a"]


def test_projects_have_their_own_ids(project):
    other = create_project("War")
    store_documents(project.id, [record("a", "one")])
    [stored] = store_documents(other.id, [record("a", "two")])
    assert stored.created
    assert (count(project), count(other)) == (1, 1)


def test_more_documents_than_one_statement_takes(project):
    batch = [record(f"d{at}", f"text {at}") for at in range(2500)]
    stored = store_documents(project.id, batch)
    texts = dict(db.session.execute(select(Document.id, Document.text)).all())
    assert [texts[one.id] for one in stored] == [one.text for one in batch]
    assert not any(one.created for one in store_documents(project.id, batch))


def test_an_archived_document_is_brought_back(project):
    first, second = store_documents(project.id, [record("a"), record("b")])
    archive_document(first.id)
    archive_document(first.id)
    assert count(project) == 1
    [again] = store_documents(project.id, [record("a")])
    assert (again.id, again.created) == (first.id, False)
    assert count(project) == 2
    archive_document(second.id)
    restore_document(second.id)
    restore_document(second.id)
    assert count(project) == 2


def test_archiving_what_is_not_there_is_refused(project):
    with pytest.raises(NotFound):
        archive_document(99)


@pytest.mark.parametrize("external_id", ["", " ", "a\nb", "a\x00", "x" * 501, "\ud800"])
def test_an_id_that_cannot_be_written_down_is_refused(project, external_id):
    with pytest.raises(Refused) as refusal:
        store_documents(project.id, [record(external_id)])
    assert "id" in refusal.value.errors


@pytest.mark.parametrize("meta", [[1], {"a": {1, 2}}, {"a": 2**70}, {1: "a"}, {"a": "\ud800"}])
def test_metadata_that_is_no_json_object_is_refused(project, meta):
    with pytest.raises(Refused) as refusal:
        store_documents(project.id, [DocumentRecord("a", "text", meta)])
    assert "meta" in refusal.value.errors


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", Refused), ("a\x00", Refused), ("\udfff", Refused), ("x" * (MAX_LENGTH + 1), TooLarge)],
)
def test_a_text_that_cannot_be_kept_is_refused(project, text, kind):
    with pytest.raises(kind):
        store_documents(project.id, [record("a", text)])


def test_documents_go_with_the_callers_transaction(project):
    class ChangedMind(Exception):
        pass

    def store_and_take_back():
        with write_tx():
            store_documents(project.id, [record("a")])
            raise ChangedMind

    with pytest.raises(ChangedMind):
        store_and_take_back()
    assert count(project) == 0


def test_a_document_is_for_the_members_of_its_project(project):
    with write_tx() as session:
        admin, stranger = User(name="admin", role="admin"), User(name="stranger")
        session.add_all([admin, stranger])
    [stored] = store_documents(project.id, [record("a")])
    document, access = get_document(stored.id, admin)
    assert (document.external_id, access.project.slug, access.role) == (
        "a", "peace-talks", "manager",
    )  # fmt: skip
    for number, user in ((stored.id, stranger), (99, admin)):
        with pytest.raises(NotFound):
            get_document(number, user)
    archive_document(stored.id)
    with pytest.raises(NotFound):
        get_document(stored.id, admin)
