"""Storing work that comes from files: new sets in bulk, sets that are there already by merging."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from annotator.annotations.counters import count_label_use, count_progress
from annotator.annotations.editing import Place
from annotator.annotations.merging import merge_set
from annotator.annotations.models import AnnotationSet, Event
from annotator.annotations.rows import LABELS, RELATIONS, SPANS
from annotator.annotations.stored import (
    Ids,
    relation_columns,
    relation_value,
    span_columns,
    span_value,
)
from annotator.core.changes import Change
from annotator.core.records import AnnotationRecord
from annotator.core.scheme import Scheme
from annotator.core.spans import check_overlap
from annotator.database import now, table_of, write_tx
from annotator.projects.queries import current_scheme, label_ids

SETS, EVENTS = table_of(AnnotationSet), table_of(Event)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An annotator's work on a stored document, checked against its text and the scheme."""

    document_id: int
    annotator_id: int
    record: AnnotationRecord


@dataclass(slots=True)
class Stored:
    """How much was new, and what there is to say about the rest."""

    spans: int = 0
    relations: int = 0
    warnings: list[str] = field(default_factory=list)


def import_sets(project_id: int, incoming: Sequence[Incoming], actor_id: int) -> Stored:
    """Store people's work; what is there already is kept and only added to."""
    scheme = current_scheme(project_id)
    stored = Stored()
    with write_tx() as session:
        known = _known_sets(session, incoming)
        new: dict[tuple[int, int, str], Incoming] = {}
        for item in incoming:
            _check_overlaps(item.record, scheme)
            key = (item.document_id, item.annotator_id, item.record.kind)
            if key in known or key in new:
                _store_all(session, project_id, new, actor_id, stored)
                known |= new.keys()
                new.clear()
                _merge(project_id, item, actor_id, stored)
            else:
                new[key] = item
        _store_all(session, project_id, new, actor_id, stored)
    return stored


def _known_sets(session: Session, incoming: Sequence[Incoming]) -> set[tuple[int, int, str]]:
    documents = {item.document_id for item in incoming}
    columns = (SETS.c.document_id, SETS.c.annotator_id, SETS.c.kind)
    rows = session.execute(select(*columns).where(SETS.c.document_id.in_(documents)))
    return {(row.document_id, row.annotator_id, row.kind) for row in rows}


def _merge(project_id: int, item: Incoming, actor_id: int, stored: Stored) -> None:
    place = Place(item.document_id, project_id, item.annotator_id, actor_id, item.record.kind)
    spans, relations, warnings = merge_set(place, item.record)
    stored.spans += spans
    stored.relations += relations
    stored.warnings += warnings


def _check_overlaps(record: AnnotationRecord, scheme: Scheme) -> None:
    for layer in scheme.of_kind("span"):
        if layer.overlap == "none":
            spans = [span for span in record.spans if span.layer == layer.name]
            for span, other in combinations(spans, 2):
                check_overlap(span, [other])


def _store_all(
    session: Session,
    project_id: int,
    new: Mapping[Any, Incoming],
    actor_id: int,
    stored: Stored,
) -> None:
    """Insert new sets with all that is in them: one statement a table, one event a set."""
    if not new:
        return
    ids, scheme, at = label_ids(project_id), current_scheme(project_id), now()
    rows = [
        _set_columns(project_id, item) | {"created_at": at, "updated_at": at}
        for item in new.values()
    ]
    query = insert(SETS).returning(SETS.c.id, sort_by_parameter_order=True)
    numbers = session.scalars(query, rows).all()
    sets = list(zip(numbers, new.values(), strict=True))
    events = []
    tables: dict[str, list[dict[str, Any]]] = {"span": [], "relation": [], "labels": []}
    for number, item in sets:
        changes = list(_changes(item.record, ids, scheme))
        events.append(_event_columns(number, actor_id, changes) | {"at": at})
        known = {str(span.id): span.id for span in item.record.spans}
        known |= {str(relation.id): relation.id for relation in item.record.relations}
        for change in changes:
            if change.object in tables:
                tables[change.object] += _columns(number, change, known)
    for table, values in (
        (EVENTS, events),
        (SPANS, tables["span"]),
        (RELATIONS, tables["relation"]),
        (LABELS, tables["labels"]),
    ):
        if values:
            session.execute(insert(table), values)
    _count(session, rows, tables)
    stored.spans += len(tables["span"])
    stored.relations += len(tables["relation"])


def _set_columns(project_id: int, item: Incoming) -> dict[str, Any]:
    record = item.record
    return {
        "project_id": project_id,
        "document_id": item.document_id,
        "annotator_id": item.annotator_id,
        "kind": record.kind,
        "status": record.status,
        "flag": record.flag,
        "note": record.note,
        "revision": 1,
        "span_count": len(record.spans),
    }


def _event_columns(number: int, actor_id: int, changes: Sequence[Change]) -> dict[str, Any]:
    return {
        "set_id": number,
        "revision": 1,
        "actor_id": actor_id,
        "kind": "import",
        "changes": [change.as_json() for change in changes],
    }


def _changes(record: AnnotationRecord, ids: Ids, scheme: Scheme) -> Iterator[Change]:
    """Yield what makes the record's set out of an empty one."""
    for span in record.spans:
        yield Change("span", str(span.id), None, span_value(span, ids[span.layer, span.label]))
    names = scheme.relation_names() if record.relations else {}
    for relation in record.relations:
        label_id = ids[names[relation.label][0].name, relation.label]
        yield Change("relation", str(relation.id), None, relation_value(relation, label_id))
    for layer_name, chosen in record.labels.items():
        if chosen:
            numbers = [ids[layer_name, name] for name in chosen]
            yield Change("labels", layer_name, None, numbers)
    fields = {"note": record.note or None, "flag": record.flag, "status": record.status}
    for name, value in fields.items():
        if value not in (None, "assigned"):
            yield Change(name, "", None, value)


def _columns(number: int, change: Change, known: Mapping[str, UUID]) -> list[dict[str, Any]]:
    if change.object == "labels":
        return [
            {"set_id": number, "label_id": label, "position": at}
            for at, label in enumerate(change.after)
        ]
    key = {"set_id": number, "id": known[change.id]}
    columns = span_columns if change.object == "span" else relation_columns
    return [key | columns(change.after)]


def _count(
    session: Session, sets: Sequence[dict[str, Any]], tables: Mapping[str, list[dict[str, Any]]]
) -> None:
    progress: Counter[tuple[int, int, str, str]] = Counter()
    spans: Counter[tuple[int, int, str, str]] = Counter()
    for row in sets:
        key = (row["project_id"], row["annotator_id"], row["kind"], row["status"])
        progress[key] += 1
        spans[key] += row["span_count"]
    for key, count in progress.items():
        count_progress(session, key, count, spans[key])
    uses = Counter(row["label_id"] for rows in tables.values() for row in rows)
    for label_id, count in uses.items():
        count_label_use(session, label_id, count)
