"""Agreement between annotators: measures over stored work."""

from flask import Flask

from annotator.agreement import api, gamma, pages


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    app.register_blueprint(api.bp)
    app.register_blueprint(pages.bp)
    gamma.register(app)
