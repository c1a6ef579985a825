"""Storing work that comes from files: new sets in bulk, sets that are there already by merging."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from sqlalchemy import Table, insert, select
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

Rows = list[dict[str, Any]]
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
    numbers = _insert_sets(session, rows)
    events: Rows = []
    content: dict[Table, Rows] = {SPANS: [], RELATIONS: [], LABELS: []}
    for number, item in zip(numbers, new.values(), strict=True):
        changes = []
        for change, table, made in _changes(number, item.record, ids, scheme):
            changes.append(change)
            content[table] += made
        changes += _changed_fields(item.record)
        events.append(_event_columns(number, actor_id, changes) | {"at": at})
    for table, values in ({EVENTS: events} | content).items():
        if values:
            session.execute(insert(table), values)
    _count(session, rows, content)
    stored.spans += len(content[SPANS])
    stored.relations += len(content[RELATIONS])


def _insert_sets(session: Session, rows: Rows) -> list[int]:
    """Insert rows of sets and return their numbers in order. To look them up afterwards is one statement, not one each."""
    session.execute(insert(SETS), rows)
    found = select(SETS.c.id, SETS.c.document_id, SETS.c.annotator_id, SETS.c.kind).where(
        SETS.c.document_id.in_({row["document_id"] for row in rows})
    )
    numbers = {(place, who, kind): number for number, place, who, kind in session.execute(found)}
    return [numbers[row["document_id"], row["annotator_id"], row["kind"]] for row in rows]


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


def _changes(
    number: int, record: AnnotationRecord, ids: Ids, scheme: Scheme
) -> Iterator[tuple[Change, Table, Rows]]:
    """Yield what fills the record's set, which is empty, with the rows that each change stands for."""
    for span in record.spans:
        value = span_value(span, ids[span.layer, span.label])
        row = {"set_id": number, "id": span.id} | span_columns(value)
        yield Change("span", str(span.id), None, value), SPANS, [row]
    names = scheme.relation_names() if record.relations else {}
    for relation in record.relations:
        label_id = ids[names[relation.label][0].name, relation.label]
        value = relation_value(relation, label_id)
        row = {"set_id": number, "id": relation.id} | relation_columns(value)
        yield Change("relation", str(relation.id), None, value), RELATIONS, [row]
    for layer_name, chosen in record.labels.items():
        if chosen:
            labels = [ids[layer_name, name] for name in chosen]
            placed = [
                {"set_id": number, "label_id": label, "position": at}
                for at, label in enumerate(labels)
            ]
            yield Change("labels", layer_name, None, labels), LABELS, placed


def _changed_fields(record: AnnotationRecord) -> list[Change]:
    fields = {"note": record.note or None, "flag": record.flag, "status": record.status}
    return [
        Change(name, "", None, value)
        for name, value in fields.items()
        if value not in (None, "assigned")
    ]


def _count(session: Session, sets: Sequence[dict[str, Any]], content: Mapping[Table, Rows]) -> None:
    progress: Counter[tuple[int, int, str, str]] = Counter()
    spans: Counter[tuple[int, int, str, str]] = Counter()
    for row in sets:
        key = (row["project_id"], row["annotator_id"], row["kind"], row["status"])
        progress[key] += 1
        spans[key] += row["span_count"]
    for key, count in progress.items():
        count_progress(session, key, count, spans[key])
    uses = Counter(row["label_id"] for rows in content.values() for row in rows)
    for label_id, count in uses.items():
        count_label_use(session, label_id, count)
