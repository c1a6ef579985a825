"""Background work: job rows, the worker that carries them out, and the registry of what it can do."""

from flask import Flask

from annotator.jobs import models as models
from annotator.jobs.registry import CHORES, EXTENSION
from annotator.jobs.serving import init_serving


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    app.extensions[EXTENSION] = {}
    app.extensions[CHORES] = []
    init_serving(app)
