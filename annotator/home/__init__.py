"""The first pages one sees: one's projects and their dashboards; and the description of the API."""

from flask import Flask

from annotator.home import api, docs, pages


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    for part in (pages, api, docs):
        app.register_blueprint(part.bp)
