"""The list of a project's documents, the way to the next one, and the colours of its labels."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from annotator.accounts.session import current_user, signed_in
from annotator.annotations.colors import label_stylesheet
from annotator.annotations.lists import Filter, list_documents
from annotator.annotations.queue import next_document
from annotator.core.errors import NotFound
from annotator.projects.queries import project_access, scheme_of
from annotator.web.api import open_cursor, seal
from annotator.web.htmx import go

bp = Blueprint("annotation_lists", __name__)
PAGE = 50


@bp.get("/projects/<slug>/documents")
@signed_in
def documents(slug: str) -> str:
    """List the documents with where one's own work on each stands."""
    access = project_access(slug, current_user())
    status, cursor = request.args.get("status", ""), request.args.get("after", "")
    which = Filter(request.args.get("q", ""), status, request.args.get("label", ""))
    after = open_cursor(cursor) if cursor else 0
    items, more = list_documents(access.project.id, access.user_id, which, after, PAGE)
    return render_template(
        "documents/list.html",
        project=access.project,
        access=access,
        documents=items,
        status=status,
        next=seal(more) if more else None,
    )


@bp.post("/projects/<slug>/next")
@signed_in
def continue_labelling(slug: str) -> Response:
    """Go to the next document of the queue, claimed for the person who asks."""
    access = project_access(slug, current_user())
    if not access.may_annotate:
        message = "You may read this project and not annotate in it."
        raise NotFound(message)
    found = next_document(access.project.id, access.user_id)
    if found is None:
        return go(url_for("annotation_lists.documents", slug=slug))
    return go(url_for("annotations.document", document_id=found))


@bp.get("/projects/<slug>/labels.css")
@signed_in
def labels_css(slug: str) -> Response:
    """Answer with the colours and names of the project's labels; the address names the scheme's revision."""
    access = project_access(slug, current_user())
    answer = make_response(label_stylesheet(scheme_of(access.project)))
    answer.mimetype = "text/css"
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer
