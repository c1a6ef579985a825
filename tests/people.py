"""People for tests: accounts, and clients that act as them in a browser or as a program."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from annotator.accounts.operations import create_token, create_user
from annotator.accounts.session import SECRET
from annotator.accounts.signing_in import begin_sign_in
from annotator.projects.members import add_member


class Client(FlaskClient):
    """A client whose requests share nothing with a context that the test holds open."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request."""
        with self.application.app_context():
            return super().open(*args, **kwargs)


class Person:
    """Somebody with an account; `id` and `name` are theirs."""

    def __init__(self, app: Flask, name: str, role: str = "user") -> None:
        with app.app_context():
            user = create_user(name, role)
            self.id, self.name = user.id, user.name
            self.token = create_token(self.id)
        self.app = app

    def join(self, project_id: int, role: str) -> "Person":
        """Make them a member of a project."""
        with self.app.app_context():
            add_member(project_id, self.id, role)
        return self

    def browser(self) -> Client:
        """Return a client that has their session."""
        client = Client(self.app, self.app.response_class)
        with self.app.app_context():
            secret = begin_sign_in(self.id, "tests")
        with client.session_transaction() as session:
            session[SECRET] = secret
        return client

    def call(self, method: str, path: str, **arguments: Any) -> Any:
        """Call the API as a program of theirs."""
        headers = {"Authorization": f"Bearer {self.token}", **arguments.pop("headers", {})}
        client = Client(self.app, self.app.response_class, use_cookies=False)
        return client.open(f"/api/v1{path}", method=method, headers=headers, **arguments)


def without_csrf(app: Flask) -> Flask:
    """Let tests post forms without their tokens; that they are asked for is tested elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app
