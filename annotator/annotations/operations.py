"""What a person does to a set as a whole: document labels, note, status, flag."""

from collections.abc import Mapping, Sequence

from annotator.annotations.editing import Edit, Outcome, Place, editing
from annotator.annotations.queries import labels_of
from annotator.core.changes import Change
from annotator.core.errors import Refused
from annotator.core.records import STATUSES
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence
from annotator.projects.queries import current_scheme

MAX_NOTE = 20_000


def put_labels(place: Place, labels: Mapping[str, Sequence[str]]) -> Outcome:
    """Give the document exactly these labels in the layers named; other layers stay as they are."""
    scheme = current_scheme(place.project_id)
    chosen = {layer: _checked_labels(scheme, layer, names) for layer, names in labels.items()}
    with editing(place) as edit:
        ids, stored = edit.ids, labels_of(edit.row.id, edit.names)
        for layer, names in chosen.items():
            before = [ids[layer, name] for name in stored.get(layer, ())]
            after = [ids[layer, name] for name in names]
            edit.apply(Change("labels", layer, before or None, after or None))
    return edit.outcome


def _checked_labels(scheme: Scheme, layer_name: str, names: Sequence[str]) -> list[str]:
    layer = scheme.layer(layer_name)
    if layer is None or layer.kind != "document" or layer.archived:
        message = scheme.no_layer("document", layer_name)
        raise Refused.field(f"labels.{layer_name}", message)
    found = [scheme.resolve(name, layer_name, "document")[1].name for name in names]
    unique = list(dict.fromkeys(found))
    if len(unique) > 1 and not layer.multiple:
        message = sentence(
            "The layer %(layer)s takes one label, not %(count)s.",
            layer=layer_name,
            count=len(unique),
        )
        raise Refused.field(f"labels.{layer_name}", message)
    return unique


def put_note(place: Place, text: str) -> Outcome:
    """Set the note on the document; an empty one removes it."""
    if len(text) > MAX_NOTE:
        raise Refused.field(
            "text", sentence("A note has at most %(most)s characters.", most=MAX_NOTE)
        )
    return _put(place, "note", text or None)


def put_flag(place: Place, reason: str | None) -> Outcome:
    """Flag the document with a reason, or take the flag away (None)."""
    if reason is not None and not 0 < len(reason.strip()) <= MAX_NOTE:
        raise Refused.field("reason", sentence("Say in a few words why the document is flagged."))
    return _put(place, "flag", reason)


def set_status(place: Place, status: str, reason: str | None = None) -> Outcome:
    """Say where the work stands; a reason given is kept as the flag's."""
    if status not in STATUSES:
        raise Refused.field(
            "status",
            sentence(
                "The status is one of %(statuses)s, not %(status)r.",
                statuses=", ".join(STATUSES),
                status=status,
            ),
        )
    with editing(place) as edit:
        _put_field(edit, "status", None if status == "assigned" else status)
        if reason:
            _put_field(edit, "flag", reason)
    return edit.outcome


def _put(place: Place, name: str, value: str | None) -> Outcome:
    with editing(place) as edit:
        _put_field(edit, name, value)
    return edit.outcome


def _put_field(edit: Edit, name: str, value: str | None) -> None:
    """Change a field of the set; what events call None is the field's empty value."""
    stored = getattr(edit.row, name)
    before = None if stored in ("", "assigned") else stored
    edit.apply(Change(name, "", before, value))
