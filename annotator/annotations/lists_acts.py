"""What managers do with several documents of a list at once."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from annotator.accounts.session import current_user, signed_in
from annotator.annotations.lists_forms import asked_for, read_meta, ticked
from annotator.core.errors import Refused
from annotator.documents.bulk import archive_documents, change_meta, restore_documents
from annotator.projects.queries import project_access
from annotator.web.api import open_cursor, seal
from annotator.web.htmx import go
from annotator.web.translation import translated

bp = Blueprint("annotation_list_acts", __name__)
HERE = "annotation_lists.documents"
RESERVED = {"split": "test"}


@bp.post("/projects/<slug>/documents")
@signed_in
def act(slug: str) -> ResponseReturnValue:
    """Archive the ticked documents, reserve them for testing, or change their metadata; then show the same list."""
    project = project_access(slug, current_user()).to_manage().project.id
    address: dict[str, Any] = {**asked_for(request.args)}
    try:
        numbers = ticked(request.form)
        if request.form.get("act") == "archive":
            address["archived"] = seal(archive_documents(project, numbers))
        else:
            reserving = request.form.get("act") == "reserve"
            changed = change_meta(
                project, numbers, RESERVED if reserving else read_meta(request.form)
            )
            message = ngettext(
                "The metadata of %(num)s document is changed; its text and all work on it stay.",
                "The metadata of %(num)s documents is changed; their texts and all work on them stay.",
                changed,
            )
            flash(message)
    except Refused as refusal:
        flash(translated(refusal), "error")
    return go(url_for(HERE, slug=slug, **address))


@bp.post("/projects/<slug>/documents/restore")
@signed_in
def restore(slug: str) -> ResponseReturnValue:
    """Bring back what was archived just now."""
    project = project_access(slug, current_user()).to_manage().project.id
    sealed = request.form.get("archived", "")
    numbers = open_cursor(sealed) if sealed else []
    found = restore_documents(project, [number for number in numbers if isinstance(number, int)])
    flash(ngettext("%(num)s document is back.", "%(num)s documents are back.", len(found)))
    address: dict[str, Any] = {**asked_for(request.args)}
    return go(url_for(HERE, slug=slug, **address))
