"""The API's documentation: as an OpenAPI document for programs, as a page for people; open to all, for it holds no data."""

from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template

from annotator.home.openapi import api_description
from annotator.web.api import PREFIX, reply

bp = Blueprint("docs", __name__, url_prefix=PREFIX)


@bp.get("/openapi.json")
def openapi() -> Response:
    """Answer with the OpenAPI document."""
    return reply(_description(current_app))


@bp.get("/docs")
def docs() -> str:
    """Show all calls and the shapes of what they take and answer."""
    described = _description(current_app)
    calls = [
        {"method": method.upper(), "path": f"{PREFIX}{path}", **operation}
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    ]
    return render_template(
        "home/docs.html", calls=calls, schemas=described["components"]["schemas"]
    )


def _description(app: Flask) -> dict[str, Any]:
    made: dict[str, Any] = app.extensions.setdefault("api_description", {})
    if not made:
        made.update(api_description(app))
    return made
