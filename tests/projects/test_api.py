"""Projects and schemes over the HTTP API."""

from uuid import uuid4

import pytest

from annotator.core.scheme import as_json
from annotator.core.scheme_reader import read_scheme
from annotator.projects.operations import create_project, default_scheme
from tests.people import Person

SMALL = {"layers": [{"name": "entity", "kind": "span", "labels": [{"name": "PER"}]}]}


@pytest.fixture
def ana(app):
    return Person(app, "ana")


@pytest.fixture
def slug(app, ana):
    with app.app_context():
        return create_project("Peace talks", actor_id=ana.id).slug


def test_a_project_is_made_as_the_contract_says(ana):
    answer = ana.call("POST", "/projects", json={"name": "Peace talks", "language": "fr"})
    assert answer.status_code == 201
    number = answer.json["id"]
    assert answer.json == {
        "id": number, "slug": "peace-talks", "name": "Peace talks", "language": "fr",
    }  # fmt: skip
    shown = ana.call("GET", "/projects/peace-talks").json
    assert shown == answer.json | {
        "role": "manager", "documents": 0, "scheme_revision": 1, "settings": {},
    }  # fmt: skip
    scheme = ana.call("GET", "/projects/peace-talks/scheme")
    assert scheme.json == as_json(read_scheme(default_scheme()))
    assert scheme.headers["ETag"] == '"1"'


def test_a_project_is_made_with_its_own_scheme_and_settings(ana):
    body = {"name": "P", "scheme": SMALL, "settings": {"annotators_per_document": 2}}
    slug = ana.call("POST", "/projects", json=body).json["slug"]
    assert ana.call("GET", f"/projects/{slug}").json["settings"] == body["settings"]
    [layer] = ana.call("GET", f"/projects/{slug}/scheme").json["layers"]
    assert layer["labels"][0]["name"] == "PER"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "name"),
        ({"name": 3}, "name"),
        ({"name": " "}, "name"),
        ({"name": "P", "colour": "red"}, "colour"),
        ({"name": "P", "language": "klingon"}, "language"),
        (
            {"name": "P", "settings": {"annotators_per_document": 0}},
            "settings.annotators_per_document",
        ),
        (
            {"name": "P", "scheme": {"layers": [{"name": "e", "kind": "spam"}]}},
            "scheme.layers.0.kind",
        ),
    ],
)
def test_a_faulty_project_is_refused_by_path(ana, body, path):
    answer = ana.call("POST", "/projects", json=body)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert list(answer.json["errors"]) == [path]
    assert ana.call("GET", "/projects").json == {"items": [], "next": None}


def test_a_body_that_is_no_json_is_400(ana):
    assert ana.call("POST", "/projects", data="{").status_code == 400


def test_a_taken_name_is_409(ana, slug):
    assert ana.call("POST", "/projects", json={"name": "Peace talks"}).status_code == 409


def test_the_same_key_makes_one_project(ana):
    headers = {"Idempotency-Key": str(uuid4())}
    first = ana.call("POST", "/projects", json={"name": "P"}, headers=headers)
    again = ana.call("POST", "/projects", json={"name": "P"}, headers=headers)
    assert (again.status_code, again.json) == (201, first.json)
    assert len(ana.call("GET", "/projects").json["items"]) == 1


def test_projects_come_in_pages_to_their_members_only(app, ana):
    ben = Person(app, "ben")
    for at in range(5):
        ana.call("POST", "/projects", json={"name": f"P{at}"})
    ben.call("POST", "/projects", json={"name": "Of Ben"})
    first = ana.call("GET", "/projects?limit=3").json
    rest = ana.call("GET", f"/projects?limit=3&after={first['next']}").json
    names = [item["name"] for item in first["items"] + rest["items"]]
    assert names == ["P0", "P1", "P2", "P3", "P4"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("query", "status"), [("limit=0", 422), ("limit=x", 422), ("after=3", 400), ("sort=id", 422)]
)
def test_a_faulty_query_is_refused(ana, query, status):
    assert ana.call("GET", f"/projects?{query}").status_code == status


def test_a_patch_changes_what_it_names(ana, slug):
    body = {"language": "fr", "settings": {"guidelines": "Mark *names*."}}
    answer = ana.call("PATCH", f"/projects/{slug}", json=body)
    assert answer.status_code == 200
    assert answer.json["language"] == "fr"
    assert answer.json["settings"] == {"guidelines": "Mark *names*."}
    assert answer.json["name"] == "Peace talks"


def test_a_scheme_is_put_with_the_revision_seen(ana, slug):
    path = f"/projects/{slug}/scheme"
    answer = ana.call("PUT", path, json=SMALL, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json == ana.call("GET", path).json
    assert answer.json["layers"][0]["labels"][1]["archived"]
    assert ana.call("PUT", path, json=answer.json).headers["ETag"] == '"2"'
    stale = ana.call("PUT", path, json=SMALL, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json["revision"]) == (412, 2)


def test_a_faulty_scheme_is_refused_by_path(ana, slug):
    body = {"layers": [{"name": "e", "kind": "span", "labels": [{"name": "A", "color": "red"}]}]}
    answer = ana.call("PUT", f"/projects/{slug}/scheme", json=body)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["layers.0.labels.0.color"]


@pytest.mark.parametrize("role", ["curator", "annotator", "reader"])
def test_only_managers_change_a_project(app, ana, slug, role):
    ben = Person(app, "ben")
    path = f"/projects/{slug}"
    assert ben.call("GET", path).status_code == 404
    ben.join(ana.call("GET", path).json["id"], role)
    assert ben.call("GET", path).json["role"] == role
    assert ben.call("GET", f"{path}/scheme").status_code == 200
    assert ben.call("PATCH", path, json={"name": "Mine"}).status_code == 404
    assert ben.call("PUT", f"{path}/scheme", json=SMALL).status_code == 404
    assert ben.call("GET", path).json["name"] == "Peace talks"
