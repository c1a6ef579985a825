"""An application with routes that misbehave, for what all routes share."""

import logging
from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask, Response, request
from marshmallow import Schema, fields

from annotator.accounts.operations import create_token, create_user
from annotator.accounts.session import current_user, signed_in
from annotator.core import errors
from annotator.web.api import api_blueprint, endpoint, if_match, reply
from annotator.web.csrf import csrf
from annotator.web.htmx import go

CANARY = "canary-text-of-a-document"
REFUSALS = {
    "malformed": errors.Malformed("It cannot be read."),
    "not-found": errors.NotFound("It is not there."),
    "conflict": errors.Conflict("It is taken."),
    "gone": errors.Gone("It was deleted."),
    "stale": errors.Stale("It has changed.", 7, [{"span": 1}]),
    "too-large": errors.TooLarge("It is too large."),
    "too-many": errors.TooMany("Wait."),
    "refused": errors.Refused("<b>No.</b>", {"a.b": ["<b>No.</b>"]}),
}


class Part(Schema):
    start = fields.Integer(required=True, strict=True)


class Body(Schema):
    name = fields.String(required=True)
    parts = fields.List(fields.Nested(Part))


class Query(Schema):
    limit = fields.Integer(load_default=50)
    label = fields.List(fields.String())


def fail() -> Response:
    raise RuntimeError(CANARY, request.get_data())


def refuse(kind: str) -> Response:
    raise REFUSALS[kind]


def add_routes(app: Flask) -> None:
    pages, api = Blueprint("misbehaving", __name__), api_blueprint("misbehaving_api")
    csrf.exempt(pages)
    pages.add_url_rule("/refuse/<kind>", view_func=refuse, methods=["GET", "POST"])
    pages.add_url_rule("/fail", view_func=fail, methods=["GET", "POST"])
    api.add_url_rule("/refuse/<kind>", view_func=refuse)
    api.add_url_rule("/fail", view_func=fail, methods=["POST"])

    @pages.get("/hello")
    @signed_in
    def hello() -> str:
        return f"hello {current_user().name}"

    @pages.get("/elsewhere")
    def elsewhere() -> Response:
        return go("/hello?a=1")

    @api.post("/read")
    @endpoint("Read what was sent", body=Body, query=Query, answers={200: Body})
    def read(body: dict[str, object], query: dict[str, object]) -> Response:
        return reply({"body": body, "query": query, "revision": if_match()}, revision=12)

    app.register_blueprint(pages)
    app.register_blueprint(api)


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application, its database migrated and empty, with routes that misbehave."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    add_routes(app)
    return app


@pytest.fixture
def bearer(app: Flask) -> dict[str, str]:
    """The header by which ana's program gets in."""
    with app.app_context():
        return {"Authorization": f"Bearer {create_token(create_user('ana').id)}"}


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged, of every level."""
    with caplog.at_level(logging.DEBUG):
        yield caplog
