"""The flask commands: each calls the operation that the page uses."""

from flask import Flask

from annotator.cli import accounts, projects

COMMANDS = (
    accounts.user_group,
    accounts.token_group,
    projects.project_group,
    projects.member_group,
)


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    for command in COMMANDS:
        app.cli.add_command(command)
