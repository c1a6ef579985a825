"""A project to import into and to export from over HTTP."""

import pytest

from tests.interchange.people_at_work import RECORDS, World, lines
from tests.people import without_csrf


@pytest.fixture
def world(app):
    return World(app)


@pytest.fixture
def filled(world):
    assert world.send(lines(*RECORDS)).status_code == 201
    return world


@pytest.fixture
def manager(world):
    """The manager's browser."""
    without_csrf(world.app)
    return world.people["manager"].browser()


@pytest.fixture
def desk(filled, manager):
    """The manager's browser, with something there to export."""
    return manager
