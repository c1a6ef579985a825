"""Documents in, training data out: formats, import, export."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this part to the application."""
