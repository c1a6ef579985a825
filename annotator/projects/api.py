"""Projects and their schemes for programs."""

from typing import Any

from flask import Response

from annotator.accounts.receipts import once
from annotator.accounts.session import current_user
from annotator.core.scheme import as_json
from annotator.projects.models import Project
from annotator.projects.operations import change_project, create_project, put_scheme
from annotator.projects.queries import Access, project_access, projects_of, scheme_of
from annotator.projects.schemas import (
    PageQuery,
    ProjectAnswer,
    ProjectBody,
    ProjectChanges,
    ProjectDetail,
    ProjectPage,
    SchemeBody,
)
from annotator.web.api import api_blueprint, endpoint, if_match, open_cursor, page_of, reply, seal

bp = api_blueprint("projects_api")


@bp.post("/projects")
@endpoint("Make a project; you become its manager.", body=ProjectBody, answers={201: ProjectAnswer})
def post_project(body: dict[str, Any]) -> Response:
    """Make a project."""

    def act() -> Response:
        project = create_project(
            body["name"],
            body.get("language"),
            body.get("scheme"),
            body.get("settings"),
            current_user().id,
        )
        return reply(_in_short(project), 201)

    return once(act)


@bp.get("/projects")
@endpoint("List the projects that are yours to see.", query=PageQuery, answers={200: ProjectPage})
def get_projects(query: dict[str, Any]) -> Response:
    """List projects."""
    after = open_cursor(query["after"]) if "after" in query else 0
    found = projects_of(current_user(), after, query["limit"] + 1)
    shown = found[: query["limit"]]
    following = seal(shown[-1].project.id) if len(found) > len(shown) else None
    return reply(page_of([_in_short(access.project) for access in shown], following))


@bp.get("/projects/<slug>")
@endpoint("Show a project and what you may do in it.", answers={200: ProjectDetail})
def get_project(slug: str) -> Response:
    """Show a project."""
    return reply(_in_full(project_access(slug, current_user())))


@bp.patch("/projects/<slug>")
@endpoint(
    "Change a project's name, language or settings.",
    body=ProjectChanges,
    answers={200: ProjectDetail},
)
def patch_project(slug: str, body: dict[str, Any]) -> Response:
    """Change a project."""
    project_id = project_access(slug, current_user()).to_manage().project.id

    def act() -> Response:
        change_project(project_id, body)
        return reply(_in_full(project_access(project_id, current_user())))

    return once(act)


@bp.get("/projects/<slug>/scheme")
@endpoint("Show a project's scheme.", answers={200: SchemeBody})
def get_scheme(slug: str) -> Response:
    """Show a scheme."""
    return _scheme(project_access(slug, current_user()).project)


@bp.put("/projects/<slug>/scheme")
@endpoint(
    "Change a project's scheme; what the new one leaves out stays, archived.",
    body=SchemeBody,
    answers={200: SchemeBody},
)
def put_project_scheme(slug: str, body: dict[str, Any]) -> Response:
    """Change a scheme."""
    access = project_access(slug, current_user()).to_manage()
    project_id, user_id, revision = access.project.id, access.user_id, if_match()
    return once(lambda: _scheme(put_scheme(project_id, body, revision, user_id)))


def _scheme(project: Project) -> Response:
    return reply(as_json(scheme_of(project)), revision=project.scheme_revision)


def _in_short(project: Project) -> dict[str, Any]:
    return {
        "id": project.id,
        "slug": project.slug,
        "name": project.name,
        "language": project.language,
    }


def _in_full(access: Access) -> dict[str, Any]:
    project = access.project
    return _in_short(project) | {
        "role": access.role,
        "documents": project.document_count,
        "scheme_revision": project.scheme_revision,
        "settings": project.settings,
    }
