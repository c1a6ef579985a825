"""Protection of forms: every unsafe request of a page carries the token of its session."""

from flask import Blueprint, Flask, Response, jsonify
from flask_wtf.csrf import CSRFProtect, generate_csrf

csrf = CSRFProtect()
blueprint = Blueprint("csrf", __name__)


@blueprint.get("/csrf")
def token() -> Response:
    """Answer with a token for a page that outlived its session."""
    return jsonify(token=generate_csrf())


def init_csrf(app: Flask) -> None:
    """Check the token of every unsafe request."""
    csrf.init_app(app)
    app.register_blueprint(blueprint)
