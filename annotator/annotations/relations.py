"""Creating and deleting relations and filled roles."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from annotator.annotations.editing import Edit, Outcome, Place, editing
from annotator.annotations.models import DeletedId, RelationRow
from annotator.annotations.queries import span_in
from annotator.annotations.stored import relation_from_row, relation_value
from annotator.core.changes import Change
from annotator.core.errors import Conflict, Gone, NotFound, Refused
from annotator.core.records import Relation
from annotator.core.relations import check_relation
from annotator.core.sentences import sentence
from annotator.core.spans import Span
from annotator.database import uuid7
from annotator.projects.queries import current_scheme


@dataclass(frozen=True, slots=True)
class NewRelation:
    """A relation as it is asked for: to a span, or to an implied value where the label is a role."""

    label: str
    head: UUID
    tail: UUID | None = None
    value: str | None = None
    id: UUID | None = None


def add_relation(place: Place, new: NewRelation) -> Outcome:
    """Link two spans of the set, or fill a role.

    The same relation sent again, or an equal one, changes nothing. Raises Conflict for an id with other content and
    Gone for a deleted id.
    """
    scheme = current_scheme(place.project_id)
    with editing(place) as edit:
        head = _end(edit, "from", new.head)
        tail = _end(edit, "to", new.tail) if new.tail else None
        check_relation(scheme, new.label, head, tail, new.value)
        relation = Relation(new.id or uuid7(), new.label, new.head, new.tail, new.value)
        label_id = _label_id(edit, new.label)
        edit.id = stored_id(edit, relation, label_id, new.id)
        if edit.id is None:
            edit.id = relation.id
            edit.apply(
                Change("relation", str(relation.id), None, relation_value(relation, label_id))
            )
    return edit.outcome


def _end(edit: Edit, field: str, span_id: UUID) -> Span:
    try:
        return span_in(edit.row.id, span_id, edit.names)
    except NotFound:
        message = sentence("There is no span %(id)s in this set: create it first.", id=span_id)
        raise Refused.field(field, message) from None


def _label_id(edit: Edit, name: str) -> int:
    layer, _ = current_scheme(edit.place.project_id).relation_names()[name]
    return edit.ids[layer.name, name]


def stored_id(edit: Edit, relation: Relation, label_id: int, given: UUID | None) -> UUID | None:
    """Return the id under which this relation is stored already, or None."""
    row = edit.session.get(RelationRow, (edit.row.id, given)) if given else None
    if row is not None and relation_from_row(row, edit.names) != relation:
        message = sentence("The id %(id)s is taken by another relation: make a new id.", id=given)
        raise Conflict(message, {"id": [message]})
    if row is None and given and edit.session.get(DeletedId, (edit.row.id, given)):
        message = sentence(
            "The relation %(id)s was deleted: make a new id, or undo the deletion.", id=given
        )
        raise Gone(message)
    if row is not None:
        return given
    query = select(RelationRow.id).filter_by(
        set_id=edit.row.id,
        label_id=label_id,
        head=relation.head,
        tail=relation.tail,
        value=relation.value,
    )
    return edit.session.scalar(query)


def delete_relation(place: Place, relation_id: UUID, *, missing_ok: bool = False) -> Outcome:
    """Delete a relation or empty a role."""
    with editing(place) as edit:
        edit.id = relation_id
        row = edit.session.get(RelationRow, (edit.row.id, relation_id))
        if row is None and missing_ok:
            return edit.outcome
        if row is None:
            message = sentence("There is no such relation in this set.")
            raise NotFound(message)
        value = relation_value(relation_from_row(row, edit.names), row.label_id)
        edit.apply(Change("relation", str(relation_id), value, None))
    return edit.outcome
