"""Checking one set: it is what its events made it, its spans lie in its text, and it counts them right."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from annotator.annotations.models import AnnotationSet, DocumentLabel, Event, RelationRow, SpanRow
from annotator.annotations.queries import SPAN_COLUMNS
from annotator.annotations.rows import EMPTY
from annotator.annotations.stored import (
    relation_from_row,
    relation_value,
    span_from_row,
    span_value,
)
from annotator.core.changes import State, from_json, rebuild
from annotator.database import db
from annotator.interchange.check_report import CheckReport
from annotator.projects.queries import label_names


def set_faults(
    row: AnnotationSet, length: int, uses: Counter[int], report: CheckReport
) -> Iterator[str]:
    events = db.session.scalars(
        select(Event).where(Event.set_id == row.id).order_by(Event.revision)
    ).all()
    report.events += len(events)
    if [event.revision for event in events] != list(range(1, row.revision + 1)):
        yield f"set {row.id}: its events are not one for each of its {row.revision} revisions"
    stored = _state_of(row)
    report.spans += row.span_count
    uses.update(_uses(stored))
    yield from _span_faults(row, stored, length)
    try:
        rebuilt = rebuild(from_json(event.changes) for event in events)
    except ValueError as fault:
        yield f"set {row.id}: its events do not follow from each other: {fault}"
        return
    if rebuilt != stored:
        yield f"set {row.id}: it is not what its events made it"


def _uses(state: State) -> Iterator[int]:
    for (kind, _), value in state.items():
        if kind in ("span", "relation"):
            yield value["label"]
        elif kind == "labels":
            yield from value


def _span_faults(row: AnnotationSet, state: State, length: int) -> Iterator[str]:
    extents = [(v["start"], v["end"]) for (kind, _), v in state.items() if kind == "span"]
    for start, end in extents:
        if not 0 <= start < end <= length:
            yield f"set {row.id}: a span {start}-{end} is outside the text"
    if row.span_count != len(extents):
        yield f"set {row.id}: it counts {row.span_count} spans and has {len(extents)}"


def _state_of(row: AnnotationSet) -> State:
    """Return what is stored of a set in the form in which events keep it."""
    state: State = {}
    names = label_names(row.project_id)
    for span in db.session.execute(select(*SPAN_COLUMNS).where(SpanRow.set_id == row.id)):
        state["span", str(span.id)] = span_value(span_from_row(span, names), span.label_id)
    for one in db.session.execute(
        select(RelationRow.__table__).where(RelationRow.set_id == row.id)
    ):
        state["relation", str(one.id)] = relation_value(relation_from_row(one, names), one.label_id)
    labels = select(DocumentLabel).where(DocumentLabel.set_id == row.id)
    for label in db.session.scalars(labels.order_by(DocumentLabel.position)):
        state.setdefault(("labels", names[label.label_id][0]), []).append(label.label_id)
    fields = {name: getattr(row, name) for name in EMPTY}
    state.update({(name, ""): value for name, value in fields.items() if value != EMPTY[name]})
    return state
