"""Documents in, training data out: formats, import, export."""

from flask import Flask

from annotator.interchange import api, jobs


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    app.register_blueprint(api.bp)
    jobs.register(app)
