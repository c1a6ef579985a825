"""Reading requests and answering in JSON."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import Malformed
from annotator.web.api import description_of, if_match, open_cursor, page_of, seal

READ = "/api/v1/read"


def send(client, bearer, body=None, path=READ, **headers):
    given = {"name": "x"} if body is None else body
    return client.post(path, json=given, headers=bearer | headers)


def test_body_and_query_reach_the_view(client, bearer):
    body = {"name": "Юлія", "parts": [{"start": 1}]}

    answer = send(client, bearer, body, f"{READ}?limit=5&label=PER&label=ORG")

    assert answer.json["body"] == body
    assert answer.json["query"] == {"limit": 5, "label": ["PER", "ORG"]}
    assert answer.headers["ETag"] == '"12"'
    assert answer.content_type == "application/json"


def test_one_value_is_a_list_where_a_list_is_wanted(client, bearer):
    assert send(client, bearer, path=f"{READ}?label=PER").json["query"]["label"] == ["PER"]


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b'{"a": NaN}', b'"\\ud800"', b"\xff"])
def test_unparsable_body_is_malformed(client, bearer, body):
    answer = client.post(READ, data=body, headers=bearer)

    assert answer.status_code == 400
    assert answer.json["detail"].startswith("The body is not JSON: ")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x", "nmae": 1}, "nmae"),
        ({}, "name"),
        ({"name": 3}, "name"),
        ({"name": "x", "parts": [{"start": 1}, {"start": "a"}]}, "parts.1.start"),
        ({"name": "x", "parts": [{"start": 1, "stop": 2}]}, "parts.0.stop"),
        ([], "body"),
    ],
)
def test_invalid_body_is_refused_by_path(client, bearer, body, field):
    answer = send(client, bearer, body)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert answer.json["detail"] == f"{field}: {answer.json['errors'][field][0]}"


@pytest.mark.parametrize(
    ("query", "field"), [("limit=many", "limit"), ("user.password_hash=x", "user.password_hash")]
)
def test_invalid_query_is_refused_by_name(client, bearer, query, field):
    answer = send(client, bearer, path=f"{READ}?{query}")

    assert answer.status_code == 422
    assert field in answer.json["errors"]


@pytest.mark.parametrize(
    ("given", "revision"), [('"12"', 12), ('W/"12"', 12), (' "0" ', 0), ("*", None), ("", None)]
)
def test_if_match_is_a_revision(app, given, revision):
    with app.test_request_context(headers={"If-Match": given}):
        assert if_match() == revision


@pytest.mark.parametrize("given", ["12", '"a"', '"-1"', '"1", "2"', '"1', "'1'"])
def test_if_match_that_is_no_revision_is_malformed(app, given):
    with (
        app.test_request_context(headers={"If-Match": given}),
        pytest.raises(Malformed, match="double quotes"),
    ):
        if_match()


def test_without_if_match_there_is_no_revision(client, bearer):
    assert send(client, bearer).json["revision"] is None
    assert send(client, bearer, **{"If-Match": '"3"'}).json["revision"] == 3


@given(st.recursive(st.integers() | st.text() | st.none(), st.lists, max_leaves=5))
def test_cursor_opens_to_what_was_sealed(cursor):
    app = Flask("cursors")
    app.secret_key = "a-key-for-tests-and-nothing-else"
    with app.app_context():
        assert open_cursor(seal(cursor)) == cursor


def test_forged_cursor_is_malformed(app):
    with app.app_context():
        sealed = seal([5, "x"])
        for text in ("", "5", "WzUsIngiXQ", sealed[:-1], sealed + "x", "é"):
            with pytest.raises(Malformed, match="next"):
                open_cursor(text)


def test_cursor_outlives_a_change_of_the_key(app):
    with app.app_context():
        sealed = seal(5)
        app.config["SECRET_KEY_FALLBACKS"] = [app.secret_key]
        app.secret_key = "the-key-that-comes-afterwards"

        assert open_cursor(sealed) == 5


def test_page_has_items_and_what_follows():
    assert page_of((1, 2), None) == {"items": [1, 2], "next": None}


def test_description_is_kept_for_the_documentation(app):
    described = description_of(app.view_functions["misbehaving_api.read"])

    assert described.summary == "Read what was sent"
    assert (described.body.__name__, described.query.__name__) == ("Body", "Query")
    assert set(described.answers) == {200}
    assert description_of(app.view_functions["health.healthz"]) is None
