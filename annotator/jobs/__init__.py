"""Background work: job rows, the worker that carries them out, and the registry of what it can do."""

from flask import Flask

from annotator.jobs import models as models


def init_app(app: Flask) -> None:
    """Add this part to the application."""
