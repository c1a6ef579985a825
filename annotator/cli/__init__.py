"""Commands: each reads its arguments and calls the operation that the pages call."""

from flask import Flask

from annotator.cli.accounts import token_group, user_group
from annotator.cli.agreement import agreement_command
from annotator.cli.checking import check_command
from annotator.cli.copies import backup_command, restore_command
from annotator.cli.exporting import export_command
from annotator.cli.importing import import_command
from annotator.cli.projects import member_group, project_group
from annotator.cli.seeding import seed_command
from annotator.cli.worker import worker_command


def init_app(app: Flask) -> None:
    """Add the commands to the application."""
    for command in (
        user_group,
        token_group,
        project_group,
        member_group,
        import_command,
        export_command,
        agreement_command,
        seed_command,
        check_command,
        backup_command,
        restore_command,
        worker_command,
    ):
        app.cli.add_command(command)
