"""Documents over the HTTP API."""

from annotator.core.records import DocumentRecord
from annotator.core.texts import text_digest
from annotator.documents.operations import archive_document, store_documents
from tests.people import Person

TEXT = "a\r\nb\rc\u2028d\u0301\x0b\x1f👩\u200d👩</script>\ufeff  "


def test_a_document_is_answered_code_point_for_code_point(app, project):
    ana = Person(app, "ana").join(project.id, "reader")
    [stored] = store_documents(project.id, [DocumentRecord("d/1", TEXT, {"title": "Talks"})])
    answer = ana.call("GET", f"/documents/{stored.id}")
    assert answer.mimetype == "application/json"
    assert answer.json == {
        "id": stored.id, "external_id": "d/1", "title": "Talks", "length": len(TEXT),
        "text": TEXT, "text_sha256": text_digest(TEXT), "meta": {"title": "Talks"},
    }  # fmt: skip


def test_a_document_that_is_not_ones_own_is_not_there(app, project):
    [stored] = store_documents(project.id, [DocumentRecord("d", TEXT)])
    assert Person(app, "ben").call("GET", f"/documents/{stored.id}").status_code == 404
    ana = Person(app, "ana").join(project.id, "annotator")
    assert ana.call("GET", f"/documents/{stored.id + 1}").status_code == 404
    assert ana.call("GET", "/documents/x").status_code == 404
    archive_document(stored.id)
    assert ana.call("GET", f"/documents/{stored.id}").status_code == 404
