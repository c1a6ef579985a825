"""Imports over the HTTP API."""

from uuid import uuid4

import orjson
import pytest
from sqlalchemy import select

from annotator.annotations.models import SpanRow
from annotator.database import db
from annotator.documents.models import Document
from tests.interchange.people_at_work import NDJSON, PROBLEM, RECORDS, TEXT, lines, record


def test_lines_are_imported_with_the_work_on_them(world):
    answer = world.send(lines(*RECORDS))
    assert answer.status_code == 201
    assert answer.json == {
        "documents": 3, "spans": 3, "relations": 0, "skipped": [], "warnings": [], "labels_created": [],
    }  # fmt: skip
    assert (world.stored(), world.stored(SpanRow.id)) == (3, 3)


@pytest.mark.parametrize("start", [b"", b" \r\n ", b"\xef\xbb\xbf"])
def test_an_array_is_imported_as_its_lines_are(world, start):
    answer = world.send(start + orjson.dumps(RECORDS), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json["documents"], answer.json["spans"]) == (201, 3, 3)
    with world.app.app_context():
        names = set(db.session.scalars(select(Document.external_id)))
        assert names == {"one", "two", "três"}
        assert set(db.session.scalars(select(Document.text))) == {TEXT}


def test_an_empty_array_brings_nothing(world):
    answer = world.send(b"[]").json

    assert answer["documents"] == 0
    assert answer["warnings"] == ["There is no document in what was sent."]


def test_a_malformed_line_is_named_and_nothing_is_stored(world):
    answer = world.send(lines(RECORDS[0], b'{"id": "two", "text": '))
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)
    assert "line 2" in answer.json["detail"]
    assert world.stored() == 0


def test_a_faulty_item_of_an_array_is_named_by_its_number(world):
    answer = world.send(orjson.dumps([RECORDS[0], RECORDS[1], record("bad", (3, 99, "PER"))]))
    assert answer.status_code == 422
    assert "line 3" in answer.json["detail"]
    assert any("annotations.0" in field for field in answer.json["errors"])
    assert world.stored() == 0


@pytest.mark.parametrize("keyed", [False, True])
def test_faulty_lines_are_skipped_on_demand(world, keyed):
    clash = record("one", text="Another text.")
    headers = NDJSON | ({"Idempotency-Key": str(uuid4())} if keyed else {})
    sent = lines(*RECORDS, b"not json", clash, record("four", (0, 5, "PER")))
    answer = world.send(sent, "?on_error=skip", headers=headers)
    assert (answer.status_code, answer.json["documents"], answer.json["spans"]) == (201, 4, 4)
    assert [one["line"] for one in answer.json["skipped"]] == [4, 5]
    assert (world.stored(), world.stored(SpanRow.id)) == (4, 4)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/x-ndjson"),
        (b" \n ", "application/json"),
        (b"hello", "text/plain"),
        (b"id,text\n1,a", "application/json"),
        (b'[{"id": "a", "text": "b"}', "application/json"),
        ('{"id": "a"}'.encode("utf-16"), "application/json"),
        (b"\x00\xff", ""),
    ],
)
def test_a_body_that_is_neither_lines_nor_an_array_is_refused(world, body, content_type):
    answer = world.send(body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)
    assert world.stored() == 0


def test_a_body_sent_as_a_form_is_still_lines(world):
    form = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": str(uuid4())}
    assert world.send(lines(*RECORDS), headers=form).json["documents"] == 3


def test_a_too_large_body_is_refused(world):
    world.app.config["MAX_CONTENT_LENGTH"] = 100
    answer = world.send(lines(*RECORDS))
    assert (answer.status_code, answer.mimetype) == (413, PROBLEM)


def test_a_dry_run_stores_nothing_even_under_a_key(world):
    headers = NDJSON | {"Idempotency-Key": str(uuid4())}
    answer = world.send(lines(*RECORDS), "?dry_run=true", headers=headers)
    assert (answer.status_code, answer.json["documents"]) == (200, 3)
    assert world.stored() == 0
    assert world.call("GET", f"/projects/{world.slug}").json["documents"] == 0


def test_a_known_id_with_another_text_is_a_conflict(world):
    assert world.send(lines(*RECORDS)).status_code == 201
    other = record("two", text="A new one.") | {"id": "fresh"}
    clash = record(RECORDS[0]["id"], text="Another text.")

    answer = world.send(lines(other, clash))

    assert (answer.status_code, answer.mimetype) == (409, PROBLEM)
    assert "line 2" in answer.json["detail"] or ":2:" in answer.json["detail"]
    assert world.stored() == 3


def test_unknown_labels_are_refused_or_made(world):
    sent = lines(record("one", (0, 5, "WEAPON"), text=TEXT))
    refused = world.send(sent)
    assert refused.status_code == 422
    assert "WEAPON" in refused.json["detail"]
    made = world.send(sent, "?create_labels=true")
    assert made.status_code == 201
    assert [name.split("/")[-1] for name in made.json["labels_created"]] == ["WEAPON"]


def test_work_can_come_as_suggestions_and_under_a_name(world):
    nameless = {"id": "n", "text": TEXT, "annotations": [{"start": 0, "end": 5, "label": "PER"}]}
    assert world.send(lines(nameless)).status_code == 422
    assert world.send(lines(nameless), "?annotator=eva&as=suggestions").status_code == 201
    [listed] = world.call("GET", f"/projects/{world.slug}/documents").json["items"]
    path = f"/documents/{listed['id']}/annotations?annotator=eva&set="
    assert len(world.call("GET", path + "suggestion").json["spans"]) == 1
    assert world.call("GET", path + "work").json.get("spans", []) == []


@pytest.mark.parametrize("query", ["?as=gold", "?on_error=hope", "?dry_run=perhaps", "?format=csv"])
def test_a_query_that_makes_no_sense_is_refused(world, query):
    assert world.send(lines(*RECORDS), query).status_code == 422
    assert world.stored() == 0


def test_the_same_key_imports_once(world):
    headers = NDJSON | {"Idempotency-Key": str(uuid4())}
    first, again = (world.send(lines(*RECORDS), headers=headers) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert first.json["documents"] == 3
    assert world.send(lines(RECORDS[0]), headers=headers).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 201), ("admin", 201)]
    + [(who, 404) for who in ("curator", "annotator", "reader", "stranger")],
)
def test_managers_import(world, who, status):
    assert world.send(lines(*RECORDS), who=who).status_code == status
    assert world.stored() == (3 if status == 201 else 0)
