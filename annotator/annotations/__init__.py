"""The work itself: annotation sets with their spans and relations, and every event that made them."""

from flask import Flask

from annotator.annotations import models as models


def init_app(app: Flask) -> None:
    """Add this part to the application."""
