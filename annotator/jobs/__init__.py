"""Background work: job rows, the worker that carries them out, and the registry of what it can do."""

from flask import Flask

from annotator.jobs import models as models
from annotator.jobs.clearing import forget_what_is_over
from annotator.jobs.registry import CHORES, EXTENSION, register_chore
from annotator.jobs.serving import init_serving


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    app.extensions[EXTENSION] = {}
    app.extensions[CHORES] = []
    register_chore(app, forget_what_is_over)
    init_serving(app)
