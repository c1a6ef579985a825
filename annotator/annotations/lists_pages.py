"""The list of a project's documents, the way to the next one, and the colours of its labels."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.accounts.session import current_user, signed_in
from annotator.annotations.anybody import shares_in
from annotator.annotations.colors import label_stylesheet
from annotator.annotations.lists import Listed, list_documents
from annotator.annotations.lists_api import listed_annotator
from annotator.annotations.lists_forms import EVERYBODY, asked_for, read_filter
from annotator.annotations.queue import next_document
from annotator.annotations.workers import compare_addresses
from annotator.core.errors import NotFound, Refused
from annotator.core.sentences import sentence
from annotator.projects.queries import Access, members_of, project_access, scheme_of
from annotator.web.api import open_cursor, seal
from annotator.web.errors import status_of
from annotator.web.htmx import go

bp = Blueprint("annotation_lists", __name__)
PAGE = 50


@bp.get("/projects/<slug>/documents")
@signed_in
def documents(slug: str) -> ResponseReturnValue:
    """List the documents with where one's own work on each stands, another's, or everybody's."""
    access = project_access(slug, current_user())
    asked = asked_for(request.args)
    everybody = access.may_see_others and asked.get("annotator") == EVERYBODY
    annotator = None if everybody else listed_annotator(access, asked.get("annotator"))
    cursor, refusal = request.args.get("after", ""), None
    items: list[Listed] = []
    more = None
    try:
        after = open_cursor(cursor) if cursor else 0
        items, more = list_documents(access.project.id, annotator, read_filter(asked), after, PAGE)
    except Refused as wrong:
        refusal = wrong
    page = render_template(
        "documents/list.html",
        project=access.project,
        access=access,
        documents=items,
        asked=asked,
        choices=_choices(access),
        refusal=refusal,
        archived=_archived(access),
        shares=shares_in([one.id for one in items]) if everybody else None,
        compared=compare_addresses([one.id for one in items]) if access.may_see_others else {},
        next=seal(more) if more else None,
    )
    return page if refusal is None else (page, status_of(refusal))


def _choices(access: Access) -> dict[str, list[str]]:
    layers = [layer for layer in scheme_of(access.project).layers if not layer.archived]
    labels = {
        label.name: None
        for layer in layers
        if layer.kind != "relation"
        for label in layer.labels
        if not label.archived
    }
    people = members_of(access.project.id) if access.may_see_others else []
    return {"labels": [*labels], "annotators": [user.name for user, _role in people]}


def _archived(access: Access) -> tuple[str, int] | None:
    """Return what was archived just now, sealed, and how many documents it is."""
    sealed = request.args.get("archived", "")
    if not sealed or not access.may_manage:
        return None
    return sealed, len(open_cursor(sealed))


@bp.post("/projects/<slug>/next")
@signed_in
def continue_labelling(slug: str) -> Response:
    """Go to the next document of the queue, claimed for the person who asks."""
    access = project_access(slug, current_user())
    if not access.may_annotate:
        message = sentence("You may read this project and not annotate in it.")
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
