"""The command that makes the first account and the demo project."""

import click
from flask import current_app
from flask.cli import with_appcontext

from annotator.accounts.operations import ensure_admin
from annotator.cli.answers import one_line_refusals
from annotator.interchange.seeding import SLUG, seed


@click.command("seed", help="Make the account admin and the project demo, unless they are there.")
@with_appcontext
@one_line_refusals
def seed_command() -> None:
    """Prepare a new installation; run again it changes nothing."""
    password = ensure_admin(current_app.config["ADMIN_PASSWORD"])
    if password is not None:
        click.echo(f"Sign in as admin with the password {password}\nIt is shown only this once.")
    report = seed()
    if report is not None:
        click.echo(
            f"Made the project {SLUG}: {report.documents} documents, {report.spans} spans by three annotators."
        )
