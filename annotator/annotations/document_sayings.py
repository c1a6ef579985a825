"""What the status line says of changes that hold for a whole document: labels, note, flag, status."""

from flask_babel import gettext as _

from annotator.annotations.editing import Place
from annotator.core.changes import Change
from annotator.projects.queries import label_names

QUOTE = 40
"""Letters of a quote, of which two fit in the two lines that a wide page has for the status."""


def _about_labels(place: Place, change: Change) -> str:
    names = label_names(place.project_id)
    chosen = ", ".join(names[number][1] for number in change.after or ())
    return f"{change.id}: {chosen or _('no label')}."


def _about_note(_place: Place, change: Change) -> str:
    if not change.after:
        return str(_("The note is empty."))
    note = change.after if len(change.after) <= QUOTE else f"{change.after[: QUOTE - 1]}…"
    return str(_("The note is “%(note)s”.", note=" ".join(note.split())))


def _about_flag(_place: Place, change: Change) -> str:
    if not change.after:
        return str(_("The document is no longer flagged."))
    return str(_("The document is flagged: %(reason)s.", reason=change.after))


def _about_status(_place: Place, change: Change) -> str:
    said = {
        "in_progress": _("The document is in progress."),
        "done": _("The document is done."),
        "skipped": _("The document is skipped."),
    }
    return str(said.get(change.after, _("The document is to do.")))


ABOUT = {
    "labels": _about_labels,
    "note": _about_note,
    "flag": _about_flag,
    "status": _about_status,
}
"""How to say what holds for the whole document."""
