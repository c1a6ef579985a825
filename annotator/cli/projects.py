"""Commands about projects and their members."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from annotator.accounts.queries import get_user
from annotator.cli.answers import as_json_option, one_line_refusals, print_json
from annotator.core.errors import Refused
from annotator.core.scheme import as_json
from annotator.core.texts import decode_utf8
from annotator.projects.members import add_member
from annotator.projects.models import MEMBER_ROLES, Project
from annotator.projects.operations import create_project
from annotator.projects.queries import all_projects, find_project, members_of, scheme_of

project_group = AppGroup("project", help="Make projects and look at them.")
member_group = AppGroup("member", help="Say who works in a project.")


@project_group.command("create")
@click.argument("name")
@click.option("--language", help="Code of the documents' language, such as en or fr.")
@click.option(
    "--scheme",
    type=click.Path(path_type=Path),
    help="JSON file with layers and labels; left out: entities, claims, stance.",
)
@as_json_option
@one_line_refusals
def create(name: str, language: str | None, scheme: Path | None, *, json_wanted: bool) -> None:
    """Make a project."""
    project = create_project(name, language, read_scheme_file(scheme) if scheme else None)
    if json_wanted:
        print_json(_in_short(project))
    else:
        click.echo(f"Made the project {project.name}: {project.slug}")


@project_group.command("list")
@as_json_option
@one_line_refusals
def list_projects(*, json_wanted: bool) -> None:
    """List all projects."""
    projects = [_in_short(project) for project in all_projects()]
    if json_wanted:
        print_json({"projects": projects})
        return
    for project in projects:
        click.echo("{slug}\t{language}\t{documents} documents\t{name}".format(**project))


@project_group.command("show")
@click.argument("project")
@as_json_option
@one_line_refusals
def show(project: str, *, json_wanted: bool) -> None:
    """Show a project: its documents, labels and members."""
    found = find_project(project)
    members = [{"name": user.name, "role": role} for user, role in members_of(found.id)]
    body = _in_short(found) | {
        "settings": found.settings,
        "scheme_revision": found.scheme_revision,
        "scheme": as_json(scheme_of(found)),
        "members": members,
    }
    if json_wanted:
        print_json(body)
        return
    click.echo("{name} ({slug}), {language}, {documents} documents".format(**body))
    for layer in scheme_of(found).layers:
        labels = ", ".join(label.name for label in layer.labels if not label.archived)
        if not layer.archived:
            click.echo(f"{layer.kind} layer {layer.name}: {labels}")
    for member in members:
        click.echo("{role} {name}".format(**member))


@member_group.command("add")
@click.argument("project")
@click.argument("user")
@click.option("--role", required=True, type=click.Choice(MEMBER_ROLES))
@one_line_refusals
def add(project: str, user: str, role: str) -> None:
    """Make a user a member of a project, or change their role in it."""
    found, person = find_project(project), get_user(user)
    slug, name = found.slug, person.name
    add_member(found.id, person.id, role)
    click.echo(f"{name} is {role} in {slug}.")


def read_scheme_file(path: Path) -> object:
    """Return what is in a scheme's file; refuses one that cannot be read or is not JSON, naming file, line and column."""
    try:
        return json.loads(decode_utf8(path.read_bytes()))
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}): name a file with a scheme in JSON."
        raise Refused(message) from None
    except json.JSONDecodeError as error:
        message = f"{path}, line {error.lineno}, column {error.colno}: not JSON: {error.msg}."
        raise Refused(message) from None


def _in_short(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "slug": project.slug,
        "name": project.name,
        "language": project.language,
        "documents": project.document_count,
    }
