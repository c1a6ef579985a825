"""What every part of the HTTP API shares: reading requests, answering in JSON, revisions, pages of lists."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from marshmallow import Schema, fields

from annotator.core.errors import Malformed
from annotator.core.sentences import sentence
from annotator.core.texts import refuse_nul
from annotator.web.csrf import csrf

PREFIX = "/api/v1"
SchemaClass = type[Schema]
Shape = Mapping[str, object]
"""A JSON Schema."""
View = Callable[..., Response]

_ENTITY_TAG = re.compile(r'\s*(?:W/)?"(\d{1,18})"\s*')


@dataclass(frozen=True)
class Description:
    """What the OpenAPI document says about one call; what is not read or made by a schema by its type (`takes`, `gives`)."""

    summary: str
    body: SchemaClass | None = None
    query: SchemaClass | None = None
    answers: Mapping[int, SchemaClass | None] = field(default_factory=dict)
    takes: Mapping[str, Shape] = field(default_factory=dict)
    gives: Mapping[str, Shape] = field(default_factory=dict)


class ApiBlueprint(Blueprint):
    """Calls for programs: they need a bearer token, and cookies count for nothing."""


def api_blueprint(name: str) -> ApiBlueprint:
    """Make a blueprint under the API's address, free of CSRF tokens since it takes no cookies."""
    blueprint = ApiBlueprint(name, name, url_prefix=PREFIX)
    csrf.exempt(blueprint)
    return blueprint


def is_api_call() -> bool:
    """Say whether the request goes to a blueprint made by `api_blueprint`."""
    return isinstance(current_app.blueprints.get(request.blueprint or ""), ApiBlueprint)


def endpoint(
    summary: str,
    body: SchemaClass | None = None,
    query: SchemaClass | None = None,
    answers: Mapping[int, SchemaClass | None] | None = None,
    **other: Mapping[str, Shape],
) -> Callable[[View], View]:
    """Describe a call and hand its view the request, read by these schemas, as `body` and `query`."""
    # Made once, not at every call: a schema copies all its fields when it is made, and keeps nothing of what it reads.
    body_schema = body() if body else None
    query_schema = query() if query else None

    def decorate(view: View) -> View:
        @wraps(view)
        def call(**arguments: Any) -> Response:
            if body_schema is not None:
                arguments["body"] = body_schema.load(_json())
            if query_schema is not None:
                arguments["query"] = query_schema.load(_arguments(query_schema))
            return view(**arguments)

        call.description = Description(summary, body, query, answers or {}, **other)  # type: ignore[attr-defined]
        return call

    return decorate


def description_of(view: object) -> Description | None:
    """Return what `endpoint` noted about a view, if it did."""
    found = getattr(view, "description", None)
    return found if isinstance(found, Description) else None


def _json() -> Any:
    raw = request.get_data()
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        message = sentence(
            "The body is not JSON: %(msg)s (line %(lineno)s, column %(colno)s).",
            msg=error.msg,
            lineno=error.lineno,
            colno=error.colno,
        )
        raise Malformed(message) from None
    if b"\\u0000" in raw:
        refuse_nul(value)
    return value


def _arguments(schema: Schema) -> dict[str, object]:
    """Return the query string, lists where the schema wants lists."""
    return {
        name: values if isinstance(schema.fields.get(name), fields.List) else values[-1]
        for name, values in request.args.lists()
    }


def reply(data: object, status: int = 200, revision: int | None = None) -> Response:
    """Answer in JSON; a revision goes into the ETag."""
    answer = Response(orjson.dumps(data), status, mimetype="application/json")
    if revision is not None:
        answer.headers["ETag"] = f'"{revision}"'
    return answer


def if_match() -> int | None:
    """Return the revision that the writer has seen, when it says so by `If-Match`."""
    given = request.headers.get("If-Match", "").strip()
    if given in ("", "*"):
        return None
    found = _ENTITY_TAG.fullmatch(given)
    if found is None:
        message = sentence('If-Match is a revision in double quotes, such as "12".')
        raise Malformed(message, {"If-Match": [message]})
    return int(found[1])


def page_of(items: Sequence[object], following: str | None) -> dict[str, object]:
    """Return one page of a list; `following` is the sealed cursor of the next page, if there is one."""
    return {"items": list(items), "next": following}


def seal(cursor: object) -> str:
    """Make an opaque, signed text of a place in a list (any JSON value)."""
    return str(_serializer().dumps(cursor))


def open_cursor(text: str) -> Any:
    """Return the place that `seal` made this text of; refuses any other text."""
    try:
        return _serializer().loads(text)
    except BadSignature:
        message = sentence(
            "`after` is no place in this list: take it from `next` of the page before."
        )
        raise Malformed(message, {"after": [message]}) from None


def _serializer() -> URLSafeSerializer:
    keys = [*(current_app.config.get("SECRET_KEY_FALLBACKS") or ()), current_app.secret_key]
    return URLSafeSerializer(keys, salt="cursor")
