"""People with passwords and browsers that sign in by the form."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from annotator.accounts.operations import create_user

PASSWORD = "correct horse battery"


class Browser:
    """A client that sends forms with the token of the page they stand on."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **options: object) -> TestResponse:
        return self.client.get(path, **options)  # type: ignore[arg-type]

    def token(self, path: str = "/login") -> str:
        found = re.search(
            r'name="csrf-token" content="([^"]+)"',
            self.client.get(path, follow_redirects=True).text,
        )
        assert found
        return found[1]

    def post(self, path: str, _from: str = "/login", **fields: str) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(_from), **fields})

    def sign_in(self, name: str = "ana", password: str = PASSWORD, **more: str) -> TestResponse:
        return self.post("/login", name=name, password=password, **more)

    def cookie(self) -> str:
        cookie = self.client.get_cookie("annotator")
        return cookie.value if cookie else ""

    def is_signed_in(self) -> bool:
        return self.client.get("/account").status_code == 200


@pytest.fixture
def ana(app: Flask) -> SimpleNamespace:
    """A person who may sign in."""
    with app.app_context():
        user = create_user("ana", "user", PASSWORD)
        return SimpleNamespace(id=user.id, name=user.name)


@pytest.fixture
def new_browser(app: Flask) -> Callable[[], Browser]:
    """Open browsers that share nothing."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def browser_of_ana(ana: SimpleNamespace, new_browser: Callable[[], Browser]) -> Browser:
    """A browser in which ana has signed in."""
    made = new_browser()
    assert made.sign_in().status_code == 303
    return made
