"""The texts: stored exactly as they came, never changed."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add this part to the application."""
