"""The texts: stored exactly as they came, never changed."""

from flask import Flask

from annotator.documents import api


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    app.register_blueprint(api.bp)
