"""People and a project for the tests of projects."""

from collections.abc import Callable

import pytest
from flask import Flask

from annotator.accounts.models import User
from annotator.database import write_tx
from annotator.projects.models import Project
from annotator.projects.operations import create_project


@pytest.fixture
def context(app: Flask) -> object:
    """The application's context, for tests that call operations and queries."""
    with app.app_context():
        yield app


@pytest.fixture
def person(context: object) -> Callable[..., User]:
    """Make people."""

    def make(name: str, role: str = "user") -> User:
        with write_tx() as session:
            user = User(name=name, role=role)
            session.add(user)
        return user

    return make


@pytest.fixture
def project(context: object) -> Project:
    """A project that nobody is a member of."""
    return create_project("Peace talks")
