"""The account in whose name commands write."""

import pytest

from annotator.accounts.operations import create_user
from annotator.accounts.system import system_user
from annotator.core.errors import Conflict


def test_system_user_is_one_and_cannot_be_taken(app):
    with app.app_context():
        first = system_user().id

        assert system_user().id == first
        with pytest.raises(Conflict):
            create_user("system", "admin", "correct horse battery")
