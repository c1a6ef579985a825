"""Annotations as JSON for programs."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from annotator.annotations.models import Event
from annotator.annotations.queries import Work, relations_of, span_in
from annotator.annotations.stored import Names, relation_json, span_json
from annotator.core.changes import Change
from annotator.projects.queries import label_names


def set_json(work: Work, text: str) -> dict[str, Any]:
    """Return all that is in a set."""
    return {
        "revision": work.revision,
        "status": work.status,
        "flag": work.flag,
        "spans": [span_json(span, text) for span in work.spans],
        "relations": [relation_json(relation) for relation in work.relations],
        "labels": {layer: list(names) for layer, names in work.labels.items()},
        "note": work.note,
    }


def stored_span_json(set_id: int, span_id: UUID, text: str, project_id: int) -> dict[str, Any]:
    """Return a span of a set."""
    return span_json(span_in(set_id, span_id, label_names(project_id)), text)


def stored_relation_json(set_id: int, relation_id: UUID, project_id: int) -> dict[str, Any]:
    """Return a relation of a set."""
    relations = relations_of(set_id, label_names(project_id))
    return relation_json(next(one for one in relations if one.id == relation_id))


def change_json(change: Change, names: Names) -> dict[str, Any]:
    """Return a change with labels by name instead of by number."""
    body: dict[str, Any] = {"object": change.object}
    if change.id:
        body["layer" if change.object == "labels" else "id"] = change.id
    for when, value in (("before", change.before), ("after", change.after)):
        body[when] = _named(value, names)
    return body


def changes_json(changes: Iterable[Any], names: Names) -> list[dict[str, Any]]:
    """Return changes that are in the form kept in events."""
    return [change_json(Change(*change), names) for change in changes]


def _named(value: Any, names: Names) -> Any:
    if isinstance(value, list):
        return [names[number][1] for number in value]
    if isinstance(value, dict):
        layer, label = names[value["label"]]
        return value | {"layer": layer, "label": label}
    return value


def event_json(event: Event, actor: str, names: Names) -> dict[str, Any]:
    """Return an event of a set's history."""
    return {
        "revision": event.revision,
        "kind": event.kind,
        "actor": actor,
        "at": event.at.isoformat(),
        "target": event.target,
        "changes": changes_json(event.changes, names),
    }
