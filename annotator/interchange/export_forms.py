"""The form of an export: what it offers, and what was asked by it."""

from typing import Any

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from annotator.core.errors import Refused
from annotator.interchange.exporting import annotators_of
from annotator.interchange.formats import WRITERS
from annotator.interchange.schemas import ALIGNMENTS, ExportBody
from annotator.projects.queries import Access, scheme_of
from annotator.web.errors import paths

TEXTS = ("format", "annotations", "status", "split", "group_by", "stratify", "align")


def read_export_form(form: MultiDict[str, str]) -> dict[str, Any]:
    """Return the options of an export as a form gives them; raises Refused with the field that is wrong."""
    body: dict[str, Any] = {
        name: form[name].strip() for name in TEXTS if form.get(name, "").strip()
    }
    if form.getlist("layers"):
        body["layers"] = form.getlist("layers")
    if form.get("check"):
        body["check"] = True
    try:
        wanted: dict[str, Any] = ExportBody().load(body)
    except ValidationError as error:
        errors = paths(error.messages)
        field, messages = next(iter(errors.items()))
        message = f"{field}: {messages[0]}"
        raise Refused(message, errors) from None
    return wanted


def choices(access: Access) -> dict[str, Any]:
    """Return what can be chosen in this project."""
    scheme = scheme_of(access.project)
    return {
        "formats": list(WRITERS),
        "annotators": annotators_of(access.project.id),
        "layers": [layer.name for layer in scheme.layers if not layer.archived],
        "alignments": ALIGNMENTS,
    }
