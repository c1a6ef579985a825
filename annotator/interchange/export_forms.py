"""The form of an export: what it offers, and what was asked by it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError
from werkzeug.datastructures import FileStorage, MultiDict

from annotator.core.errors import Refused
from annotator.core.report import LISTS
from annotator.core.sentences import sentence
from annotator.core.splits import SPLITS
from annotator.interchange.exporting import annotators_of
from annotator.interchange.formats import CANNOT_HOLD, WRITERS
from annotator.interchange.past_manifests import keep_sent, offered
from annotator.interchange.schemas import ExportBody
from annotator.jobs.models import Job
from annotator.projects.queries import Access, scheme_of
from annotator.web.errors import paths

TEXTS = ("format", "annotations", "status", "split", "group_by", "stratify", "align", "keep_split")


def read_export_form(
    form: MultiDict[str, str], files: MultiDict[str, FileStorage], project_id: int
) -> dict[str, Any]:
    """Return the options of an export as a form gives them; raises Refused with the field that is wrong.

    A form allows no loss that it does not name: people confirm what is left out.
    """
    body: dict[str, Any] = {
        name: form[name].strip() for name in TEXTS if form.get(name, "").strip()
    }
    body |= {name: chosen for name in LISTS if (chosen := form.getlist(name))}
    if form.get("check"):
        body["check"] = True
    body["max_loss"] = _number(form.get("max_loss", "").strip() or "0")
    before = {}
    if body.get("keep_split", "").startswith("sent:"):
        before["keep_split"] = body.pop("keep_split")
    return _loaded(body) | before | _sent(files, project_id, "keep_split")


def read_rebuild_form(
    form: MultiDict[str, str], files: MultiDict[str, FileStorage], project_id: int
) -> dict[str, Any]:
    """Return what a form asks to be made again; raises Refused where it names no export."""
    sent = _sent(files, project_id, "past")
    if not sent and not form.get("from", "").strip():
        message = sentence("Choose an earlier export, or send its files.")
        raise Refused.field("from", message)
    return {"check": True} | (sent or _loaded({"from": form["from"].strip()}))


def choices(access: Access) -> dict[str, Any]:
    """Return what can be chosen in this project."""
    scheme = scheme_of(access.project)
    return {
        "formats": list(WRITERS),
        "cannot_hold": CANNOT_HOLD,
        "annotators": annotators_of(access.project.id),
        "layers": [layer for layer in scheme.layers if not layer.archived],
        "earlier": offered(access.project.id),
        "splits": SPLITS,
    }


def as_form(job: Job) -> MultiDict[str, str]:
    """Return the choices of a job as a form would send them, so that they can be changed."""
    params: Mapping[str, Any] = job.params
    form: MultiDict[str, str] = MultiDict()
    for name in (*TEXTS, "max_loss"):
        value = params.get(name)
        form[name] = "" if value is None else str(value).removeprefix("export:")
    for name in LISTS:
        form.setlist(name, list(params.get(name, ())))
    form["check"] = "1" if params.get("check") else ""
    return form


def _loaded(body: dict[str, Any]) -> dict[str, Any]:
    try:
        wanted: dict[str, Any] = ExportBody().load(body)
    except ValidationError as error:
        errors = paths(error.messages)
        field, messages = next(iter(errors.items()))
        message = sentence("%(field)s: %(problem)s", field=field, problem=messages[0])
        raise Refused(message, errors) from None
    return wanted


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 10 else text


def _sent(files: MultiDict[str, FileStorage], project_id: int, name: str) -> dict[str, str]:
    sent = [(one.filename or "", one.stream) for one in files.getlist(f"{name}_files") if one]
    return {name: keep_sent(project_id, sent, f"{name}_files")} if sent else {}
