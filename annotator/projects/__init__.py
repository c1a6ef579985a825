"""Projects: what is labelled, by which scheme, by whom."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this part to the application."""
