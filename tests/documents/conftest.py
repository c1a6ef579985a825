"""A project to put documents in."""

import pytest
from flask import Flask

from annotator.projects.models import Project
from annotator.projects.operations import create_project


@pytest.fixture
def project(app: Flask) -> Project:
    """An empty project, inside the application's context."""
    with app.app_context():
        yield create_project("Peace talks")
