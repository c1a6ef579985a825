"""Annotations over the HTTP API, call by call as the contract has them."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from tests.annotations.conftest import TEXT, World
from tests.people import Person


class Desk:
    """A person at one document."""

    def __init__(self, app: Flask, world: World, name: str, role: str) -> None:
        self.person = Person(app, name).join(world.project_id, role)
        self.base = f"/documents/{world.document_id}"

    def call(self, method: str, path: str = "", **arguments: Any) -> Any:
        return self.person.call(method, self.base + path, **arguments)

    def post(self, path: str, body: object = None, **arguments: Any) -> Any:
        return self.call("POST", path, json=body, **arguments)

    def span(self, **changes: Any) -> Any:
        body = {"start": 3, "end": 8, "label": "PER", "quote": "Rutte"} | changes
        return self.post("/spans", body)

    def set(self, query: str = "") -> Any:
        return self.call("GET", f"/annotations{query}").json


@pytest.fixture
def desk(app: Flask, world: World) -> Desk:
    return Desk(app, world, "zoe", "annotator")


def test_a_document_without_work_is_an_empty_set(desk: Desk) -> None:
    assert desk.set() == {
        "revision": 0, "status": "assigned", "flag": None, "spans": [], "relations": [], "labels": {}, "note": "",
    }  # fmt: skip


def test_post_span_answers_the_span_and_the_revision(desk: Desk) -> None:
    given = str(uuid4())
    answer = desk.span(id=given)

    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert answer.json == {
        "id": given, "start": 3, "end": 8, "layer": "entity", "label": "PER", "quote": "Rutte",
        "attributes": {}, "fragments": [], "note": "", "revision": 1,
    }  # fmt: skip
    assert desk.set()["status"] == "in_progress"


def test_post_span_again_and_equal_ones(desk: Desk) -> None:
    given = str(uuid4())
    desk.span(id=given)

    assert desk.span(id=given).status_code == 200
    equal = desk.span(id=str(uuid4()))
    assert (equal.status_code, equal.json["id"]) == (200, given)
    assert desk.span(id=given, label="ORG").status_code == 409
    assert desk.call("DELETE", f"/spans/{given}").json == {"revision": 2}
    assert desk.span(id=given).status_code == 410
    assert desk.call("GET", f"/spans/{given}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": len(TEXT) + 1, "quote": None}, "end"),
        ({"start": 8}, "end"),
        ({"start": -1}, "start"),
        ({"start": "3"}, "start"),
        ({"start": 3.5}, "start"),
        ({"start": True}, "start"),
        ({"quote": "rutte"}, "quote"),
        ({"label": "NOPE"}, "label"),
        ({"id": "no-uuid"}, "id"),
        ({"colour": "red"}, "colour"),
        ({"fragments": [[3, 5, 6]]}, "fragments.0"),
        ({"attributes": {"x": 1}}, "attributes.x"),
    ],
)
def test_post_span_refuses_with_the_field(desk: Desk, changes: dict[str, Any], field: str) -> None:
    answer = desk.span(**changes)

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 422
    assert list(answer.json["errors"]) == [field]
    assert desk.set()["spans"] == []


def test_unparsable_bodies_are_400(desk: Desk) -> None:
    for body in (b"", b"{", b'{"label": "\\ud800", "start": 0, "end": 1}', b"\xff"):
        assert desk.call("POST", "/spans", data=body).status_code == 400


def test_patch_span(desk: Desk) -> None:
    given = desk.span().json["id"]

    answer = desk.call("PATCH", f"/spans/{given}", json={"start": 0, "label": "ORG", "note": "hm"})

    assert answer.json["revision"] == 2
    assert (answer.json["quote"], answer.json["label"], answer.json["note"]) == (
        "M. Rutte",
        "ORG",
        "hm",
    )
    assert desk.call("PATCH", f"/spans/{uuid4()}", json={"start": 0}).status_code == 404


def test_stale_writers_are_told_what_changed(desk: Desk) -> None:
    first = desk.span().json

    answer = desk.call(
        "PATCH", f"/spans/{first['id']}", json={"label": "ORG"}, headers={"If-Match": '"0"'}
    )

    assert answer.status_code == 412
    assert answer.json["revision"] == 1
    assert answer.json["changed"] == desk.call("GET", "/history").json["items"][0]["changes"]
    assert answer.json["changed"][0]["after"]["label"] == "PER"
    fresh = {"If-Match": '"1"'}
    assert (
        desk.call(
            "PATCH", f"/spans/{first['id']}", json={"label": "ORG"}, headers=fresh
        ).status_code
        == 200
    )


def test_the_same_key_answers_the_same_and_does_nothing(desk: Desk) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    body = {"start": 3, "end": 8, "label": "PER"}

    first, again = (desk.post("/spans", body, headers=key) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.data == again.data
    assert first.headers["ETag"] == again.headers["ETag"]
    assert desk.set()["revision"] == 1
    assert desk.post("/spans", body | {"label": "ORG"}, headers=key).status_code == 409


def test_roles_and_relations(desk: Desk) -> None:
    per = desk.span().json["id"]
    claim = desk.span(start=24, end=44, label="CLAIM", quote=None).json["id"]

    filled = desk.post("/relations", {"label": "claimer", "from": claim, "to": per})
    again = desk.post("/relations", {"label": "claimer", "from": claim, "to": per})
    implied = desk.post(
        "/relations", {"label": "claimer", "from": claim, "to": None, "value": "author"}
    )

    assert (filled.status_code, again.status_code, implied.status_code) == (201, 200, 201)
    assert filled.json == {
        "id": filled.json["id"], "label": "claimer", "from": claim, "to": per, "revision": 3,
    }  # fmt: skip
    assert implied.json["value"] == "author"
    assert len(desk.set()["relations"]) == 2
    assert desk.call("DELETE", f"/relations/{filled.json['id']}").json == {"revision": 5}
    assert desk.call("DELETE", f"/relations/{filled.json['id']}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": str(uuid4())}, "to"),
        ({"from": str(uuid4())}, "from"),
        ({"label": "nobody"}, "label"),
        ({"to": None, "value": "somebody"}, "value"),
        ({"to": None}, "to"),
        ({"value": "author"}, "value"),
        ({"label": "SUPPORTS"}, "to"),
    ],
)
def test_relations_that_do_not_fit_are_refused(
    desk: Desk, changes: dict[str, Any], field: str
) -> None:
    per = desk.span().json["id"]
    claim = desk.span(start=24, end=44, label="CLAIM", quote=None).json["id"]

    answer = desk.post("/relations", {"label": "claimer", "from": claim, "to": per} | changes)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_labels_note_status_and_flag(desk: Desk) -> None:
    assert desk.call("PUT", "/labels", json={"topic": ["war", "economy"]}).json == {"revision": 1}
    assert desk.call("PUT", "/note", json={"text": "odd"}).json == {"revision": 2}
    assert desk.post("/status", {"status": "done"}).json == {"revision": 3}
    assert desk.call("PUT", "/flag", json={"reason": "OCR"}).json == {"revision": 4}

    assert desk.set() == {
        "revision": 4, "status": "done", "flag": "OCR", "spans": [], "relations": [],
        "labels": {"topic": ["war", "economy"]}, "note": "odd",
    }  # fmt: skip
    assert desk.call("DELETE", "/flag").json == {"revision": 5}
    assert desk.set()["flag"] is None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/labels", {"tone": ["calm", "angry"]}),
        ("PUT", "/labels", {"topic": ["peace"]}),
        ("PUT", "/labels", {"entity": ["PER"]}),
        ("PUT", "/labels", {"topic": "war"}),
        ("PUT", "/labels", []),
        ("POST", "/status", {"status": "finished"}),
        ("PUT", "/flag", {"reason": " "}),
        ("PUT", "/note", {}),
        ("PUT", "/note", {"text": "a\0"}),
        ("PUT", "/flag", {"reason": "a\0"}),
        ("POST", "/spans", {"start": 3, "end": 8, "label": "PER", "note": "a\0"}),
    ],
)
def test_values_that_do_not_fit_are_refused(desk: Desk, method: str, path: str, body: Any) -> None:
    assert desk.call(method, path, json=body).status_code == 422
    assert desk.set()["revision"] == 0


def test_undo_redo_and_history(desk: Desk) -> None:
    assert desk.post("/undo").status_code == 409
    given = desk.span().json["id"]
    desk.call("PATCH", f"/spans/{given}", json={"label": "ORG"})

    undone = desk.post("/undo").json
    assert (undone["revision"], undone["undone"][0]["after"]["label"]) == (3, "PER")
    assert desk.set()["spans"][0]["label"] == "PER"
    desk.post("/undo")
    assert desk.set()["spans"] == []
    assert desk.post("/undo").status_code == 409
    desk.post("/redo")
    desk.post("/redo")
    assert desk.set()["spans"][0]["label"] == "ORG"
    assert desk.post("/redo").status_code == 409

    events = desk.call("GET", "/history?limit=4").json
    assert [event["kind"] for event in events["items"]] == ["redo", "redo", "undo", "undo"]
    older = desk.call("GET", f"/history?after={events['next']}").json
    assert [event["revision"] for event in older["items"]] == [2, 1]
    assert older["items"][0]["changes"][0]["before"]["label"] == "PER"


@pytest.mark.parametrize("after", ["1", "-1", "no", "9" * 20, "٣"])
def test_history_goes_on_from_its_own_places_only(desk: Desk, after: str) -> None:
    desk.span()

    assert desk.call("GET", f"/history?after={after}").status_code == 400


def test_others_see_work_by_their_role_only(app: Flask, world: World, desk: Desk) -> None:
    desk.span()
    peer = Desk(app, world, "peer", "annotator")
    curator = Desk(app, world, "curator", "curator")
    reader = Desk(app, world, "reader", "reader")

    assert peer.call("GET", "/annotations?annotator=zoe").status_code == 404
    assert len(curator.set("?annotator=zoe")["spans"]) == 1
    assert len(reader.set("?annotator=zoe")["spans"]) == 1
    assert peer.set()["spans"] == []
    assert reader.span().status_code == 404
    assert peer.call("GET", "/annotations?set=gold").status_code == 404
    assert curator.set("?set=gold")["revision"] == 0


def test_next_hands_out_every_document_once(app: Flask, world: World, desk: Desk) -> None:
    zoe = desk.person

    first = zoe.call("POST", "/projects/press/next")
    assert (first.status_code, first.json) == (200, {"document": world.document_id})
    desk.post("/status", {"status": "done"})
    assert zoe.call("POST", "/projects/press/next").status_code == 204


def test_lists_filter_by_status_label_and_words(desk: Desk, world: World) -> None:
    zoe = desk.person
    item = {"id": world.document_id, "external_id": "a-1", "title": "a-1", "length": len(TEXT)}

    def listed(query: str) -> Any:
        return zoe.call("GET", f"/projects/press/documents{query}").json["items"]

    assert listed("") == [item | {"status": "assigned"}]
    desk.span()
    assert listed("?status=in_progress&label=PER&q=koursk") == [item | {"status": "in_progress"}]
    assert listed("?status=assigned") == listed("?label=ORG") == listed("?q=%25") == []
    for query in ("?status=odd", "?label=NOPE", "?limit=0", "?sort=password_hash"):
        assert zoe.call("GET", f"/projects/press/documents{query}").status_code == 422
    assert zoe.call("GET", "/projects/press/documents?after=1").status_code == 400
    assert zoe.call("GET", "/projects/press/documents?annotator=ben").status_code == 404
