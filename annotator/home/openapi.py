"""The description of the HTTP API as an OpenAPI document, made from what every call says of itself."""

import re
from collections.abc import Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import MODIFIERS
from flask import Flask
from marshmallow import Schema
from werkzeug.routing import Rule

from annotator.web.api import PREFIX, ApiBlueprint, Description, Shape, description_of

VERSION = "1"
TYPES = {"int": {"type": "integer"}, "uuid": {"type": "string", "format": "uuid"}}
PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
PROBLEM = {
    "type": "object",
    "description": "What is wrong and how to mend it (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "Messages by the path of the field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
REVISED = re.compile(r"/documents/<int:\w+>/|/scheme$")
"""Addresses of what has a revision: the work on a document, a scheme."""
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": "The revision that was seen, in quotes; another one there is answered with 412.",
    "schema": {"type": "string"},
}
ETAG = {"ETag": {"description": "The revision, in quotes.", "schema": {"type": "string"}}}
WRITE_HEADERS = [
    {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key again answers what it answered before and does nothing.",
        "schema": {"type": "string", "format": "uuid"},
    }
]


def api_rules(app: Flask) -> list[Rule]:
    """Return the rules of all calls for programs, in the order of their addresses."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if isinstance(app.blueprints.get(rule.endpoint.rpartition(".")[0]), ApiBlueprint)
    ]
    return sorted(rules, key=lambda rule: rule.rule)


def api_description(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of this application's API."""
    # The resolver is handed instances too, whatever its type says.
    shapes = MarshmallowPlugin(schema_name_resolver=_schema_name)  # type: ignore[arg-type]
    spec = APISpec(
        title="annotator",
        version=VERSION,
        openapi_version="3.1.0",
        info={"description": "Offsets are Unicode code points of the stored text, end exclusive."},
        servers=[{"url": PREFIX}],
        security=[{"token": []}],
        plugins=[shapes],
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", PROBLEM)
    for rule in api_rules(app):
        description = description_of(app.view_functions[rule.endpoint])
        if description is not None:
            path = PARAMETER.sub(r"{\2}", rule.rule.removeprefix(PREFIX))
            spec.path(path, operations=_operations(rule, description))
    named = shapes.converter.refs if shapes.converter else {}
    for (shape, *_), name in named.items():
        spec.components.schemas[name].setdefault("description", shape.__doc__)
    return spec.to_dict()


def _schema_name(schema: type[Schema] | Schema) -> str | None:
    """Name a schema after its slice and its class: two slices may each have a `PageQuery`.

    One of which only some fields are used is written out where it stands, without a name.
    """
    if isinstance(schema, Schema):
        if any(getattr(schema, modifier) for modifier in MODIFIERS):
            return None
        schema = type(schema)
    return f"{schema.__module__.split('.')[1]}.{schema.__name__}"


def _operations(rule: Rule, description: Description) -> dict[str, Any]:
    methods = sorted(METHODS & (rule.methods or set()))
    return {method.lower(): _operation(rule, method, description) for method in methods}


def _operation(rule: Rule, method: str, description: Description) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{rule.endpoint}.{method.lower()}",
        "summary": description.summary,
        "parameters": _parameters(rule),
        "responses": _responses(description, revised=bool(REVISED.search(rule.rule))),
    }
    if method != "GET":
        operation["parameters"] += WRITE_HEADERS
    if method != "GET" and REVISED.search(rule.rule):
        operation["parameters"] += [IF_MATCH]
    if description.query is not None:
        operation["parameters"] += [{"in": "query", "schema": description.query}]
    taken = _typed(description.takes) | (_json(description.body) if description.body else {})
    if taken:
        operation["requestBody"] = {"required": True, "content": taken}
    return operation


def _parameters(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": TYPES.get(converter, {"type": "string"}),
        }
        for converter, name in PARAMETER.findall(rule.rule)
    ]


def _responses(description: Description, *, revised: bool) -> dict[str, Any]:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    found: dict[str, Any] = {
        "default": {
            "description": "Refused, with the reason",
            "content": {"application/problem+json": problem},
        }
    }
    for status, schema in (description.answers or {200: None}).items():
        answer: dict[str, Any] = {"description": _meaning(status)}
        content = _typed(description.gives) | (_json(schema) if schema else {})
        if content:
            answer["content"] = content
        if revised:
            answer["headers"] = ETAG
        found[str(status)] = answer
    return found


def _meaning(status: int) -> str:
    return {201: "Made", 202: "Taken on", 204: "Nothing to show"}.get(status, "Done")


def _typed(shapes: Mapping[str, Shape]) -> dict[str, Any]:
    return {kind: {"schema": shape} for kind, shape in shapes.items()}


def _json(schema: object) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
