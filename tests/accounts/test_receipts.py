"""The same request sent again does nothing new and gets the same answer."""

import threading
from uuid import uuid4

import pytest
from flask import Flask, Response, request
from sqlalchemy import func, select

from annotator.accounts.models import Receipt, User
from annotator.accounts.operations import create_token, create_user
from annotator.accounts.receipts import once
from annotator.accounts.session import signed_in
from annotator.core.errors import Refused
from annotator.database import db, write_tx
from annotator.web.api import api_blueprint, reply


def add_person() -> Response:
    """Add a user named in the request, then perhaps refuse."""
    sent = request.form or request.get_json()

    def act() -> Response:
        with write_tx() as session:
            session.add(User(name=sent["name"]))
            session.flush()
        if sent.get("refuse"):
            message = "Refused after it was written."
            raise Refused(message)
        return reply({"name": sent["name"]}, 201, revision=3)

    return once(act)


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application with a route that writes, for programs and for pages."""
    api = api_blueprint("people_api")
    api.add_url_rule("/people", view_func=add_person, methods=["POST"])
    app.register_blueprint(api)
    app.add_url_rule("/people", "people", signed_in(add_person), methods=["POST"])
    return app


@pytest.fixture
def send(app):
    """Send a person's name under a key, as ana or as another."""
    tokens = {}

    def post(body, key=None, who="ana", path="/api/v1/people"):
        with app.app_context():
            if who not in tokens:
                tokens[who] = create_token(create_user(who).id)
        headers = {"Authorization": f"Bearer {tokens[who]}"}
        if key is not None:
            headers["Idempotency-Key"] = str(key)
        return app.test_client().post(path, json=body, headers=headers)

    return post


def count(app, row, **where):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(row).filter_by(**where))


def test_same_key_gets_the_same_answer_and_acts_once(app, send):
    key = uuid4()

    first, second = send({"name": "x"}, key), send({"name": "x"}, key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"] == '"3"'
    assert first.content_type == second.content_type
    assert count(app, User, name="x") == 1


@pytest.mark.parametrize(
    ("body", "path"), [({"name": "y"}, "/api/v1/people"), ({"name": "x"}, "/api/v1/people?as=work")]
)
def test_same_key_with_another_request_is_a_conflict(app, send, body, path):
    key = uuid4()
    send({"name": "x"}, key)

    answer = send(body, key, path=path)

    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    assert count(app, User, name="y") == 0


def test_keys_of_two_people_are_apart(app, send):
    key = uuid4()

    assert send({"name": "x"}, key).status_code == 201
    assert send({"name": "y"}, key, who="ben").status_code == 201


def test_without_a_key_everything_is_done(app, send):
    assert send({"name": "x"}).status_code == 201
    assert count(app, Receipt) == 0


def test_refused_act_is_undone_and_may_be_sent_again(app, send):
    key = uuid4()

    refused = send({"name": "x", "refuse": True}, key)

    assert refused.status_code == 422
    assert (count(app, User, name="x"), count(app, Receipt)) == (0, 0)
    assert send({"name": "x"}, key).status_code == 201


def test_key_that_is_no_uuid_is_malformed(app, send):
    assert send({"name": "x"}, "1").status_code == 400
    assert count(app, User, name="x") == 0


def test_same_key_from_two_threads_at_once_acts_once(app, send):
    key, answers, start = uuid4(), [], threading.Barrier(8)
    send({"name": "warm"})

    def post():
        start.wait()
        answers.append(send({"name": "x"}, key))

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {(answer.status_code, answer.data) for answer in answers} == {(201, b'{"name":"x"}')}
    assert len(answers) == 8
    assert (count(app, User, name="x"), count(app, Receipt)) == (1, 1)


def test_form_of_a_page_may_come_again_with_a_fresh_token(app, browser_of_ana):
    key = {"Idempotency-Key": str(uuid4())}

    def post(name):
        fields = {"csrf_token": browser_of_ana.token("/account"), "name": name}
        return browser_of_ana.client.post("/people", data=fields, headers=key)

    first = post("x")
    browser_of_ana.sign_in()
    second = post("x")

    assert (first.status_code, second.status_code) == (201, 201)
    assert count(app, User, name="x") == 1
    assert post("y").status_code == 409
