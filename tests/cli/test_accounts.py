"""Users and tokens from the command line."""

import json
import subprocess
import sys

import pytest

from annotator.accounts.models import User
from annotator.accounts.operations import create_user
from annotator.accounts.queries import get_user, user_of_token
from annotator.accounts.signing_in import check_sign_in
from annotator.database import db

PASSWORD = "correct horse battery"


@pytest.fixture
def flask(app):
    """Run a flask command."""

    def run(*arguments, given=""):
        return app.test_cli_runner().invoke(args=arguments, input=given)

    return run


def last_word(done):
    return done.stdout.split()[-1]


def test_user_is_made_with_the_password_given(app, flask):
    done = flask(
        "user", "create", "ana", "--role", "admin", "--password-stdin", given=PASSWORD + "\n"
    )

    assert (done.exit_code, done.stderr) == (0, "")
    assert PASSWORD not in done.output
    with app.app_context():
        assert check_sign_in("ana", PASSWORD, "").role == "admin"


def test_user_is_made_with_a_password_that_is_told(app, flask):
    done = flask("user", "create", "ana")

    with app.app_context():
        assert check_sign_in("ana", last_word(done), "").role == "user"


@pytest.mark.parametrize("given", ["", "\n", "short\n"])
def test_bad_password_is_refused_in_one_line(app, flask, given):
    done = flask("user", "create", "ana", "--password-stdin", given=given)

    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "at least 10 characters" in done.stderr
    with app.app_context():
        assert db.session.query(User).count() == 0


def test_taken_name_is_refused(app, flask):
    flask("user", "create", "ana")

    done = flask("user", "create", "ana")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "already" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("user", "create"), ("user", "create", "ana", "--role", "root"), ("token", "make")],
)
def test_wrong_usage_is_told_apart(flask, arguments):
    assert flask(*arguments).exit_code == 2


def test_password_is_set_anew(app, flask):
    flask("user", "create", "ana")

    done = flask("user", "password", "ana", "--password-stdin", given=PASSWORD)

    assert done.exit_code == 0
    with app.app_context():
        assert check_sign_in("ana", PASSWORD, "")


def test_users_are_listed(app, flask):
    with app.app_context():
        create_user("imported")
    flask("user", "create", "ana", "--role", "admin")
    flask("user", "create", "ben")
    flask("user", "disable", "ben")

    listed = json.loads(flask("user", "list", "--json").stdout)["users"]

    assert [(one["name"], one["role"], one["can_sign_in"]) for one in listed] == [
        ("ana", "admin", True),
        ("ben", "user", False),
        ("imported", "user", False),
    ]
    assert flask("user", "list").stdout.splitlines() == [
        "ana\tadmin\tcan sign in",
        "ben\tuser\tdisabled",
        "imported\tuser\tcannot sign in",
    ]


def test_user_is_disabled_and_enabled(app, flask):
    flask("user", "create", "ana")

    assert flask("user", "disable", "ana").exit_code == 0
    with app.app_context():
        assert not get_user("ana").active
    assert flask("user", "enable", "ana").exit_code == 0
    with app.app_context():
        assert get_user("ana").active


@pytest.mark.parametrize(
    "command", [("user", "disable"), ("user", "password"), ("token", "create")]
)
def test_unknown_user_is_refused(flask, command):
    done = flask(*command, "nobody")

    assert done.exit_code == 1
    assert done.stderr == "Error: There is no user named 'nobody': check the spelling.\n"


def test_token_is_the_last_word(app, flask):
    flask("user", "create", "ana")

    token = last_word(flask("token", "create", "ana"))

    with app.app_context():
        assert user_of_token(token).name == "ana"


def test_database_that_is_not_set_up_is_told_in_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "user", "list"],
        env={
            "ANNOTATOR_INSTANCE": str(tmp_path),
            "PATH": "/usr/bin:/bin",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    reason = "The database is not set up for this version: run `flask db upgrade` first."
    assert done.stderr == f"Error: {reason}\n"
