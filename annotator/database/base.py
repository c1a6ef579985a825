"""The base class of all rows and the engine they live in."""

from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData, Table, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase

from annotator.database import sqlite

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Base of all rows; constraints are named so that migrations can change them."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Model)


def table_of(model: type[Model]) -> Table:
    """Return a model's table, for statements that need no objects."""
    table: Table = model.__table__  # type: ignore[assignment] # declared as any FromClause
    return table


def init_database(app: Flask) -> None:
    """Connect the application to its database, SQLite set up for one writer at a time and no lost commit."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    options: dict[str, Any] = {"pool_size": 20, "max_overflow": 20, "hide_parameters": True}
    if url.get_backend_name() == "sqlite":
        options["module"] = sqlite.driver()
        sqlite.warn_if_unsafe()
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", sqlite.connect)
            event.listen(db.engine, "begin", sqlite.begin)
