"""Refusals and faults as answers: problem+json for programs, a partial for htmx, a page for people."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from annotator.core import errors
from annotator.core.sentences import sentence
from annotator.database.faults import lacks_migration
from annotator.web.htmx import is_htmx, partial
from annotator.web.sentences import sentence_about, title_of
from annotator.web.translation import translated

STATUS = {
    errors.Malformed: 400,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.Stale: 412,
    errors.TooLarge: 413,
    errors.TooMany: 429,
}


@dataclass(frozen=True)
class Problem:
    """An error as people and programs are told of it (RFC 9457)."""

    status: int
    title: str
    detail: str
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)
    reference: str = ""


def init_errors(app: Flask) -> None:
    """Answer every refusal and fault in the caller's kind."""
    app.register_error_handler(errors.Refused, refused)
    app.register_error_handler(ValidationError, invalid)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(InternalServerError, failed)
    app.register_error_handler(HTTPException, refused_by_http)


def status_of(refusal: errors.Refused) -> int:
    """Return the HTTP status of a refusal."""
    return next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 422)


def refused(refusal: errors.Refused) -> Response:
    """Answer a refusal of our own; programs are told the same of what is not there and of what is not theirs."""
    if isinstance(refusal, errors.Forbidden) and is_for_programs():
        refusal = errors.NotFound(refusal.message, refusal.errors)
    extra: dict[str, object] = {}
    if isinstance(refusal, errors.Stale):
        extra = {"revision": refusal.revision, "changed": refusal.changed}
    return answer(
        Problem(status_of(refusal), refusal.title, refusal.message, refusal.errors, extra)
    )


def invalid(error: ValidationError) -> Response:
    """Answer input that a schema does not accept, each message under the path of its field."""
    found = paths(error.messages)
    name, messages = next(iter(found.items()), ("body", [sentence("The input is not valid.")]))
    detail = sentence("%(field)s: %(problem)s", field=name, problem=messages[0])
    return answer(Problem(422, sentence("The input is not valid"), detail, found))


def paths(messages: object, prefix: str = "") -> dict[str, list[str]]:
    """Return nested messages by dotted path (`spans.3.end`)."""
    if isinstance(messages, Mapping):
        found: dict[str, list[str]] = {}
        for name, inner in messages.items():
            step = prefix if name == "_schema" else f"{prefix}.{name}".removeprefix(".")
            found |= paths(inner, step)
        return found
    texts = messages if isinstance(messages, list) else [messages]
    return {prefix or "body": [text if isinstance(text, str) else str(text) for text in texts]}


def forged(_error: CSRFError) -> Response:
    """Answer a form without the token of its session."""
    detail = sentence("The page is too old, its CSRF token is no longer valid: load it again.")
    return answer(Problem(400, sentence("The form was not accepted"), detail))


def refused_by_http(error: HTTPException) -> ResponseReturnValue:
    """Answer what the web framework refuses: unknown addresses, methods, too large bodies."""
    if error.response is not None:
        return error
    status = error.code or 500
    problem = Problem(status, title_of(status), sentence_about(status, error))
    made = answer(problem)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            made.headers[name] = value
    return made


def failed(error: InternalServerError) -> Response:
    """Answer a fault of ours: it is in the log under its reference, and nothing of it is shown."""
    if lacks_migration(error.original_exception):
        detail = sentence(
            "The database is not set up for this version: whoever runs this site has to run `flask db upgrade`."
        )
        return answer(Problem(503, sentence("The site is being set up"), detail))
    reference = g.get("reference") or secrets.token_hex(4)
    detail = sentence("Something went wrong here. What you sent was not stored.")
    return answer(
        Problem(500, sentence("The server failed"), detail, {}, {"reference": reference}, reference)
    )


def is_for_programs() -> bool:
    """Say whether a program asks, whatever address of the API it has."""
    return request.path.startswith("/api/")


def answer(problem: Problem) -> Response:
    """Return the problem in the kind of answer that was asked for: for programs in English, for people in theirs."""
    if is_for_programs():
        return Response(
            orjson.dumps(_members(problem)), problem.status, mimetype="application/problem+json"
        )
    if is_htmx():
        return Response(partial("#alert", translated(problem.detail), "innerHTML"), problem.status)
    return Response(_page(problem), problem.status)


def _members(problem: Problem) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "errors": problem.errors,
        **problem.extra,
    }


def _page(problem: Problem) -> str:
    return render_template(
        "errors/page.html",
        status=problem.status,
        title=translated(problem.title),
        detail=translated(problem.detail),
        remedy="",
        reference=problem.reference,
    )
