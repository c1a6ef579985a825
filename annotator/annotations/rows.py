"""Writing one change of a set into its rows, with the counts that hang on it."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Delete,
    Insert,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    update,
)
from sqlalchemy.orm import Session

from annotator.annotations.counters import count_label_use
from annotator.annotations.models import (
    AnnotationSet,
    DeletedId,
    DocumentLabel,
    RelationRow,
    SpanRow,
)
from annotator.annotations.stored import relation_columns, span_columns
from annotator.core.changes import Change
from annotator.database import table_of

Columns = Callable[[Mapping[str, Any]], dict[str, Any]]
EMPTY = {"note": "", "flag": None, "status": "assigned"}
"""What a field of a set is when events have not said otherwise (None in a change)."""

SPANS, RELATIONS, LABELS, DELETED = map(table_of, (SpanRow, RelationRow, DocumentLabel, DeletedId))


def write_change(session: Session, row: AnnotationSet, change: Change) -> None:
    """Write one change of the set into its rows."""
    if change.object == "span":
        _write_row(session, row.id, SPANS, change, span_columns)
        row.span_count += (change.after is not None) - (change.before is not None)
    elif change.object == "relation":
        _write_row(session, row.id, RELATIONS, change, relation_columns)
    elif change.object == "labels":
        _write_labels(session, row.id, change)
    else:
        setattr(row, change.object, EMPTY[change.object] if change.after is None else change.after)


def free_id(session: Session, set_id: int, span_id: UUID) -> None:
    """Let go of the id of something deleted that is about to come back."""
    session.execute(_delete(DELETED), {"in_set": set_id, "with_id": span_id})


def _write_row(
    session: Session, set_id: int, table: Table, change: Change, columns: Columns
) -> None:
    key = {"set_id": set_id, "id": UUID(change.id)}
    here = {"in_set": set_id, "with_id": key["id"]}
    if change.after is None:
        session.execute(_delete(table), here)
        session.execute(_insert(DELETED), key)
    elif change.before is None:
        session.execute(_insert(table), key | columns(change.after))
    else:
        session.execute(_update(table), here | columns(change.after))
    _count_uses(session, [change.before["label"]] if change.before else [], -1)
    _count_uses(session, [change.after["label"]] if change.after else [], 1)


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


@cache
def _delete(table: Table) -> Delete:
    return delete(table).where(_here(table))


@cache
def _update(table: Table) -> Update:
    return update(table).where(_here(table))


def _here(table: Table) -> ColumnElement[bool]:
    return and_(table.c.set_id == bindparam("in_set"), table.c.id == bindparam("with_id"))


def _write_labels(session: Session, set_id: int, change: Change) -> None:
    before, after = change.before or [], change.after or []
    session.execute(delete(LABELS).where(LABELS.c.set_id == set_id, LABELS.c.label_id.in_(before)))
    rows = [{"set_id": set_id, "label_id": label, "position": at} for at, label in enumerate(after)]
    if rows:
        session.execute(insert(LABELS), rows)
    _count_uses(session, before, -1)
    _count_uses(session, after, 1)


def _count_uses(session: Session, labels: list[int], step: int) -> None:
    for label in labels:
        count_label_use(session, label, step)
