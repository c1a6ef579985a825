"""Lists and the queue for programs."""

from typing import Any

from flask import Response

from annotator.accounts.queries import get_user
from annotator.accounts.receipts import once
from annotator.accounts.session import current_user
from annotator.annotations import schemas
from annotator.annotations.lists import Filter, list_documents
from annotator.annotations.queue import next_document
from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.projects.queries import Access, project_access
from annotator.web.api import api_blueprint, endpoint, open_cursor, reply, seal

bp = api_blueprint("annotation_lists_api")


@bp.get("/projects/<slug>/documents")
@endpoint("List documents", query=schemas.DocumentsQuery, answers={200: schemas.DocumentsAnswer})
def read_documents(slug: str, query: dict[str, Any]) -> Response:
    """Answer with a page of documents and where the caller's (or another's) work on each stands."""
    access = project_access(slug, current_user())
    which = Filter(query["q"], query["status"], query["label"])
    after = open_cursor(query["after"]) if query["after"] else 0
    annotator = listed_annotator(access, query.get("annotator"))
    items, more = list_documents(access.project.id, annotator, which, after, query["limit"])
    body = [
        {name: getattr(item, name) for name in ("id", "external_id", "title", "length", "status")}
        for item in items
    ]
    return reply({"items": body, "next": seal(more) if more else None})


def listed_annotator(access: Access, name: str | None) -> int:
    """Return whose work a list is about: one's own, or another's where the role allows it."""
    user = current_user()
    if name in (None, "", user.name):
        return user.id
    if not access.may_see_others:
        message = sentence("You may list your own work only.")
        raise NotFound(message)
    return get_user(str(name)).id


@bp.post("/projects/<slug>/next")
@endpoint("Claim the next document", answers={200: schemas.NextAnswer, 204: None})
def post_next(slug: str) -> Response:
    """Claim the next document of the queue for the caller; 204 when there is nothing left."""

    def act() -> Response:
        access = project_access(slug, current_user())
        if not access.may_annotate:
            message = sentence("You may read this project and not annotate in it.")
            raise NotFound(message)
        found = next_document(access.project.id, access.user_id)
        return reply({"document": found}) if found else Response(status=204)

    return once(act)
