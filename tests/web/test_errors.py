"""Refusals and faults reach people as a page, scripts as a partial, programs as problem+json."""

import pytest
from marshmallow import ValidationError

from annotator.database import db
from annotator.web.errors import paths

STATUS = {
    "malformed": 400,
    "not-found": 404,
    "conflict": 409,
    "gone": 410,
    "stale": 412,
    "too-large": 413,
    "too-many": 429,
    "refused": 422,
}
CANARY = "canary-text-of-a-document"


@pytest.mark.parametrize("kind", STATUS)
def test_refusal_is_a_problem_for_programs(client, bearer, kind):
    answer = client.get(f"/api/v1/refuse/{kind}", headers=bearer)

    assert answer.status_code == answer.json["status"] == STATUS[kind]
    assert answer.content_type == "application/problem+json"
    assert {"type", "title", "status", "detail", "errors"} <= set(answer.json)


def test_refusal_names_its_fields(client, bearer):
    answer = client.get("/api/v1/refuse/refused", headers=bearer)

    assert answer.json["detail"] == "<b>No.</b>"
    assert answer.json["errors"] == {"a.b": ["<b>No.</b>"]}


def test_stale_refusal_says_what_changed(client, bearer):
    answer = client.get("/api/v1/refuse/stale", headers=bearer).json

    assert (answer["revision"], answer["changed"]) == (7, [{"span": 1}])


@pytest.mark.parametrize("kind", STATUS)
def test_refusal_is_a_partial_for_scripts(client, kind):
    answer = client.post(f"/refuse/{kind}", headers={"HX-Request": "true"})

    assert answer.status_code == STATUS[kind]
    assert answer.text.startswith('<hx-partial hx-target="#alert" hx-swap="innerHTML">')
    assert "<b>" not in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("kind", STATUS)
def test_refusal_is_a_page_for_people(client, kind):
    answer = client.get(f"/refuse/{kind}")

    assert answer.status_code == STATUS[kind]
    assert answer.content_type == "text/html; charset=utf-8"
    assert f'<p class="code">{STATUS[kind]}</p>' in answer.text
    assert "<b>" not in answer.text


def test_unknown_page_is_a_page(client):
    answer = client.get("/no/such/<script>")

    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_unknown_address_of_the_api_is_a_problem(client):
    answer = client.get("/api/v1/nothing")

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_wrong_method_is_a_problem_that_names_the_right_ones(client, bearer):
    answer = client.put("/api/v1/me", headers=bearer)

    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert answer.json["detail"] == "PUT is not possible here."
    assert "GET" in answer.headers["Allow"]


def test_head_has_a_get_s_status_and_no_body(client, bearer):
    found = client.head("/api/v1/me", headers=bearer)
    missing = client.head("/api/v1/nothing", headers=bearer)

    assert (found.status_code, found.data) == (200, b"")
    assert (missing.status_code, missing.data) == (404, b"")
    assert missing.content_type == "application/problem+json"


def test_wrong_method_of_a_page_is_a_page(client):
    answer = client.delete("/hello")

    assert answer.status_code == 405
    assert "DELETE is not possible here." in answer.text


def test_too_large_body_is_refused(app, client, bearer):
    app.config["MAX_CONTENT_LENGTH"] = 1000

    answer = client.post("/api/v1/read", data=b"x" * 1001, headers=bearer)

    assert answer.status_code == 413
    assert "split it" in answer.json["detail"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/fail", {}), ("/fail", {"HX-Request": "true"}), ("/api/v1/fail", {})],
    ids=["page", "script", "program"],
)
def test_fault_shows_nothing_and_is_logged_under_its_reference(client, bearer, log, path, headers):
    answer = client.post(path, data=CANARY, headers=headers | bearer)

    assert answer.status_code == 500
    for secret in (CANARY, "RuntimeError", "Traceback", "conftest.py"):
        assert secret not in answer.text
    (entry,) = [record for record in log.records if record.name == "annotator.faults"]
    assert "RuntimeError" in entry.getMessage()
    assert "in fail" in entry.getMessage()
    assert CANARY not in log.text
    if "/api/" in path:
        assert answer.json["reference"] in entry.getMessage()


def test_database_of_another_version_has_a_page_that_names_the_command(app, client):
    with app.app_context():
        db.session.execute(db.text("DROP TABLE sign_in"))
        db.session.commit()
    with client.session_transaction() as session:
        session["sign_in"] = "something"

    answer = client.get("/hello")

    assert answer.status_code == 503
    assert "flask db upgrade" in answer.text


def test_nested_messages_get_dotted_paths():
    error = ValidationError(
        {"spans": {3: {"end": ["Missing."]}, "_schema": ["Too many."]}, "a": "No."}
    )

    assert paths(error.messages) == {
        "spans.3.end": ["Missing."],
        "spans": ["Too many."],
        "a": ["No."],
    }
    assert paths(["Not an object."]) == {"body": ["Not an object."]}
