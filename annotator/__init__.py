"""A place to label documents: entities, stance and claims as spans that never shift and are never lost."""

from collections.abc import Mapping

from flask import Flask
from flask_migrate import Migrate

from annotator import (
    accounts,
    agreement,
    annotations,
    cli,
    documents,
    home,
    interchange,
    jobs,
    projects,
    web,
)
from annotator.config import ROOT, VERSION, load_settings
from annotator.database import Model, db, init_database

__version__ = VERSION


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """Build the application: the one place where its parts meet."""
    app = Flask(
        "annotator", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.config.update(load_settings(settings))
    init_database(app)
    Migrate(app, db, directory=str(ROOT / "annotator" / "migrations"), render_as_batch=True)
    for part in (
        web,
        accounts,
        jobs,
        projects,
        documents,
        annotations,
        agreement,
        interchange,
        home,
        cli,
    ):
        part.init_app(app)
    return app


__all__ = ["Model", "create_app"]
