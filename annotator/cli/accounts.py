"""Commands about people: users and their tokens."""

import secrets
import sys

import click
from flask.cli import AppGroup

from annotator.accounts import operations
from annotator.accounts.models import ROLES
from annotator.accounts.queries import get_user, users
from annotator.cli.answers import emit, one_line_refusals

user_group = AppGroup("user", help="Make users, list them, keep them out.")
token_group = AppGroup("token", help="Make tokens for programs.")
from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of the input."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@user_group.command("create")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="user", show_default=True)
@from_stdin
@one_line_refusals
def create_user(name: str, role: str, *, password_stdin: bool) -> None:
    """Make a user; without a terminal or --password-stdin a password is made up and printed once."""
    operations.check_name(name)
    password, note = _password(from_input=password_stdin)
    operations.create_user(name, role, password)
    click.echo(f"{name} can sign in as {role}.{note}")


@user_group.command("password")
@click.argument("name")
@from_stdin
@one_line_refusals
def set_password(name: str, *, password_stdin: bool) -> None:
    """Give a user a new password and end all their sign-ins."""
    user_id = get_user(name).id
    password, note = _password(from_input=password_stdin)
    operations.set_password(user_id, password)
    click.echo(f"{name} has a new password.{note}")


@user_group.command("list")
@json_option
@one_line_refusals
def list_users(*, as_json: bool) -> None:
    """List all users."""
    people = [
        {
            "name": user.name,
            "role": user.role,
            "active": user.active,
            "can_sign_in": user.active and user.password_hash is not None,
        }
        for user in users()
    ]
    lines = [f"{one['name']}\t{one['role']}\t{_state(one)}" for one in people]
    emit({"users": people}, as_json, "\n".join(lines))


@user_group.command("disable")
@click.argument("name")
@one_line_refusals
def disable(name: str) -> None:
    """Keep a user out from now on; their work stays."""
    operations.disable_user(get_user(name).id)
    click.echo(f"{name} is signed out everywhere and cannot sign in; their tokens are revoked.")


@user_group.command("enable")
@click.argument("name")
@one_line_refusals
def enable(name: str) -> None:
    """Let a disabled user in again."""
    operations.enable_user(get_user(name).id)
    click.echo(f"{name} can sign in again; old tokens stay revoked.")


@token_group.command("create")
@click.argument("user")
@one_line_refusals
def create_token(user: str) -> None:
    """Make a token: the last word printed."""
    token = operations.create_token(get_user(user).id)
    click.echo(f"Token of {user}, shown only this once: {token}")


def _password(*, from_input: bool) -> tuple[str, str]:
    """Return the password that was given, or one made up where nobody can be asked, with the words that tell it."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n"), ""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True)), ""
    made_up = secrets.token_urlsafe(15)
    return made_up, f" The password, shown only this once: {made_up}"


def _state(person: dict[str, object]) -> str:
    if not person["active"]:
        return "disabled"
    return "can sign in" if person["can_sign_in"] else "cannot sign in"
