"""Who works here: users, their sign-ins, their tokens."""

from flask import Flask

from annotator.accounts import api, pages
from annotator.accounts.passwords import DEFAULT_COST, set_cost
from annotator.accounts.session import init_session
from annotator.accounts.tokens import init_tokens


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    set_cost(**app.config.get("ARGON2", DEFAULT_COST))
    init_session(app)
    init_tokens(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api.blueprint)
