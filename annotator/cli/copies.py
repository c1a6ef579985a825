"""Commands that copy the whole database and bring a copy back."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from annotator.cli.answers import one_line_refusals
from annotator.database.backup import backup, restore


@click.command("backup", help="Write a complete copy of the database to FILE, while people work.")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@one_line_refusals
def backup_command(file: Path) -> None:
    """Back up the database."""
    backup(file)
    click.echo(f"Wrote {file}")


@click.command(
    "restore", help="Put the copy FILE in the place of the database. Stop the server first."
)
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@one_line_refusals
def restore_command(file: Path) -> None:
    """Restore a backup; the database that was there is kept beside it."""
    kept = restore(file)
    click.echo(
        f"Restored {file}" + (f"; the database that was there is now {kept}" if kept else "")
    )
