"""Projects: what is labelled, by which scheme, by whom."""

from flask import Flask

from annotator.projects import api, member_pages, pages


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    for part in (pages, member_pages, api):
        app.register_blueprint(part.bp)
