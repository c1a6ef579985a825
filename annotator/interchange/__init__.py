"""Documents in, training data out: formats, import, export."""

from flask import Flask

from annotator.interchange import (
    api,
    download_pages,
    export_pages,
    import_jobs,
    import_pages,
    jobs,
    preflight_pages,
)


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    app.register_blueprint(api.bp)
    app.register_blueprint(export_pages.bp)
    app.register_blueprint(preflight_pages.bp)
    app.register_blueprint(download_pages.bp)
    app.register_blueprint(import_pages.bp)
    jobs.register(app)
    import_jobs.register(app)
