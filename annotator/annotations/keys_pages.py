"""The page of the keys: what they are, and changing them."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _

from annotator.accounts.operations import keep_preference
from annotator.accounts.session import current_user, signed_in
from annotator.annotations.keys import (
    DEFAULTS,
    acts_by_key,
    keys_of,
    names_of_acts,
    read_keys,
    shown_key,
)
from annotator.core.errors import Refused
from annotator.core.scheme import Label
from annotator.documents.queries import get_document
from annotator.projects.queries import current_scheme
from annotator.web.htmx import go

bp = Blueprint("keys", __name__)


@bp.get("/keys")
@signed_in
def keys() -> Response:
    """Show the keys; of a document's project those of the labels too."""
    return _page()


@bp.post("/keys")
@signed_in
def post_keys() -> Response:
    """Keep other keys, or the usual ones again."""
    try:
        chosen = {} if "usual" in request.form else read_keys(request.form)
    except Refused as refusal:
        return _page(refusal)
    keep_preference(current_user().id, "keys", chosen)
    flash(_("The keys are saved."))
    return go(url_for(".keys", document=request.args.get("document", type=int)))


def _page(refusal: Refused | None = None) -> Response:
    mine = keys_of(current_user().preferences)
    typed = request.form if refusal else {}
    page = render_template(
        "annotations/keys.html",
        names=names_of_acts(),
        keys={act: typed.get(act, _shown(mine[act])) for act in DEFAULTS},
        map=acts_by_key(mine),
        labels=_labels(),
        document=request.args.get("document", type=int),
        refusal=refusal,
    )
    return make_response(page, 422 if refusal else 200)


def _shown(several: str) -> str:
    return " ".join(shown_key(key) for key in several.split())


def _labels() -> list[Label]:
    """Return the labels that have a key in the project of the document that the address names."""
    document_id = request.args.get("document", type=int)
    if document_id is None:
        return []
    document, _access = get_document(document_id, current_user())
    layers = current_scheme(document.project_id).of_kind("span")
    return [one for layer in layers for one in layer.labels if one.key and not one.archived]
