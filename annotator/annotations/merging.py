"""Adding imported work to a set that is there already: what is stored stays as it is."""

from collections.abc import Iterator
from uuid import UUID

from annotator.annotations.editing import Edit, Place, editing
from annotator.annotations.queries import labels_of
from annotator.annotations.relations import stored_id as stored_relation
from annotator.annotations.spans import check_layer_overlap
from annotator.annotations.spans import stored_id as stored_span
from annotator.annotations.stored import relation_value, span_value
from annotator.core.changes import Change
from annotator.core.errors import Gone
from annotator.core.records import AnnotationRecord, Relation
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence
from annotator.projects.queries import current_scheme

FINISHED = ("done", "skipped")


def merge_set(place: Place, record: AnnotationRecord) -> tuple[int, int, list[str]]:
    """Add what the record has and the set has not; return the new spans, new relations and warnings.

    Raises Conflict when an id is taken by other content. What was deleted here stays deleted, with a warning.
    """
    scheme = current_scheme(place.project_id)
    with editing(place, "import") as edit:
        warnings = [
            *_merge_spans(edit, record, scheme),
            *_merge_relations(edit, record, scheme),
            *_merge_labels(edit, record, scheme),
        ]
        _merge_fields(edit, record)
        added = [change.object for change in edit.changes if change.before is None]
    return added.count("span"), added.count("relation"), warnings


def _merge_spans(edit: Edit, record: AnnotationRecord, scheme: Scheme) -> Iterator[str]:
    for span in record.spans:
        try:
            known = stored_span(edit, span, span.id)
        except Gone:
            yield sentence(
                "The span %(id)s (%(label)s %(start)s-%(end)s) was deleted here and stays so.",
                id=str(span.id),
                label=span.label,
                start=span.start,
                end=span.end,
            )
            continue
        if known is None:
            check_layer_overlap(edit, span, scheme)
            value = span_value(span, edit.ids[span.layer, span.label])
            edit.apply(Change("span", str(span.id), None, value))


def _merge_relations(edit: Edit, record: AnnotationRecord, scheme: Scheme) -> Iterator[str]:
    ends: dict[UUID | None, UUID | None] = {None: None}
    for span in record.spans:
        try:
            ends[span.id] = stored_span(edit, span, span.id)
        except Gone:
            continue
    names = scheme.relation_names()
    for relation in record.relations:
        head, tail = ends.get(relation.head), ends.get(relation.tail)
        if head is None or (relation.tail is not None and tail is None):
            yield sentence(
                "The relation %(id)s (%(label)s) is left out: its span was deleted here.",
                id=str(relation.id),
                label=relation.label,
            )
            continue
        meant = Relation(relation.id, relation.label, head, tail, relation.value)
        label_id = edit.ids[names[relation.label][0].name, relation.label]
        try:
            known = stored_relation(edit, meant, label_id, relation.id)
        except Gone:
            yield sentence(
                "The relation %(id)s (%(label)s) was deleted here and stays so.",
                id=str(relation.id),
                label=relation.label,
            )
            continue
        if known is None:
            value = relation_value(meant, label_id)
            edit.apply(Change("relation", str(relation.id), None, value))


def _merge_labels(edit: Edit, record: AnnotationRecord, scheme: Scheme) -> Iterator[str]:
    stored = labels_of(edit.row.id, edit.names)
    for name, labels in record.labels.items():
        layer, before = scheme.layer(name), stored.get(name, ())
        merged = tuple(dict.fromkeys((*before, *labels)))
        if layer is not None and not layer.multiple and len(merged) > 1:
            yield sentence(
                "The %(name)s %(label)s stays; %(labels)s is left out.",
                name=name,
                label=before[0],
                labels=", ".join(labels),
            )
            continue
        old, new = ([edit.ids[name, label] for label in group] for group in (before, merged))
        edit.apply(Change("labels", name, old or None, new or None))


def _merge_fields(edit: Edit, record: AnnotationRecord) -> None:
    row = edit.row
    if record.note and record.note not in row.note:
        note = f"{row.note}\n{record.note}" if row.note else record.note
        edit.apply(Change("note", "", row.note or None, note))
    if record.flag and not row.flag:
        edit.apply(Change("flag", "", None, record.flag))
    if record.status in FINISHED and row.status not in FINISHED:
        before = None if row.status == "assigned" else row.status
        edit.apply(Change("status", "", before, record.status))
