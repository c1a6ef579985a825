"""Moving what waited in a stage into its project, all at once: rows change their project, nothing is copied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, case, exists, func, select, update
from sqlalchemy.orm import Session

from annotator.annotations.counters import count_progress
from annotator.annotations.editing import Place
from annotator.annotations.merging import merge_set
from annotator.annotations.models import Progress
from annotator.annotations.queries import work_on
from annotator.core.errors import Conflict, NotFound, Refused
from annotator.core.records import AnnotationRecord
from annotator.core.sentences import sentence
from annotator.database import table_of, write_tx
from annotator.documents.operations import count_documents, restore_document, turn_back
from annotator.interchange.staging import DOCUMENTS, NAMES, SETS, stage_named
from annotator.projects.members import ensure_member
from annotator.projects.models import Member
from annotator.projects.queries import project_to_change
from annotator.projects.schemes import put_scheme

PAGE = 500
MEMBERS = table_of(Member)
HERE, THERE = DOCUMENTS.alias("here"), DOCUMENTS.alias("there")


class CannotJoin(Refused):
    """What came in for a document that is known does not go with what is there; `external_id` names it."""

    def __init__(self, external_id: str, refusal: Refused) -> None:
        """Keep the document's id and the refusal."""
        self.cause = refusal
        super().__init__(refusal.message, refusal.errors)
        self.external_id = external_id


@dataclass(slots=True)
class Joined:
    """What of a stage was not new: documents that were known, spans and relations that were there already."""

    documents: int = 0
    spans: int = 0
    relations: int = 0
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Move:
    session: Session
    stage: int
    home: int
    actor: int


def reveal(slug: str, actor_id: int) -> Joined:
    """Let the project have what waits in the stage; what is left in the stage afterwards is to be removed.

    New documents and sets move. Work on a known document joins what is there. Raises CannotJoin where it does not go
    together, and Refused when the scheme is no longer the one by which the work was read.
    """
    with write_tx() as session:
        stage = stage_named(slug)
        if stage is None or stage.stage_of is None:
            message = sentence("What was read is no longer there. Import the files again.")
            raise NotFound(message)
        move = _Move(session, stage.id, stage.stage_of, actor_id)
        if stage.settings["scheme_revision"] != project_to_change(move.home).scheme_revision:
            message = sentence(
                "The scheme was changed while the files were read, so nothing was stored. "
                "Import them again."
            )
            raise Conflict(message)
        named = update(NAMES).where(NAMES.c.project_id == stage.id)
        session.execute(named.values(project_id=move.home))
        put_scheme(move.home, stage.scheme, None, actor_id)
        for person in _people_of(session, stage.id):
            ensure_member(move.home, person, "annotator")
        waiting, joined = stage.document_count, Joined()
        for known in _known_documents(move):
            _join(move, known, joined)
        _move_documents(move, waiting - joined.documents)
        _move_progress(move)
        return joined


def _people_of(session: Session, stage_id: int) -> Sequence[int]:
    return session.scalars(select(MEMBERS.c.user_id).where(MEMBERS.c.project_id == stage_id)).all()


def _known_documents(move: _Move) -> Iterator[Sequence[Row[Any]]]:
    """Yield, in pages, what waits for documents that the project has; both have one transaction, so none is missed."""
    query = (
        select(
            THERE.c.id.label("staged"),
            HERE.c.id,
            HERE.c.external_id,
            HERE.c.archived_at,
            (HERE.c.text_sha256 == THERE.c.text_sha256).label("same"),
        )
        .join(HERE, HERE.c.external_id == THERE.c.external_id)
        .where(HERE.c.project_id == move.home, THERE.c.project_id == move.stage)
        .order_by(THERE.c.id)
        .limit(PAGE)
    )
    after = 0
    while rows := move.session.execute(query.where(THERE.c.id > after)).all():
        yield rows
        after = rows[-1].staged


def _join(move: _Move, known: Sequence[Row[Any]], joined: Joined) -> None:
    """Let the sets on known documents move to them, or be merged where the annotator has a set there."""
    for row in known:
        if not row.same:
            message = sentence(
                "The document %(document)s is there with another text: give this one another id.",
                document=repr(row.external_id),
            )
            raise CannotJoin(row.external_id, Conflict(message))
        if row.archived_at is not None:
            restore_document(row.id)
    joined.documents += len(known)
    documents = {row.staged: row for row in known}
    taken = _taken(move.session, [row.id for row in known])
    columns = (SETS.c.id, SETS.c.document_id, SETS.c.annotator_id, SETS.c.kind)
    staged = move.session.execute(select(*columns).where(SETS.c.document_id.in_(documents))).all()
    free = {}
    for one in staged:
        document = documents[one.document_id]
        owner = taken.get((document.id, one.kind, _whose(one)))
        if owner is None:
            free[one.id] = document.id
        else:
            _merge(move, one, document, owner, joined)
    if free:
        moved = update(SETS).where(SETS.c.id.in_(free))
        place = case(free, value=SETS.c.id)
        move.session.execute(moved.values(project_id=move.home, document_id=place))


def _whose(row: Row[*tuple[Any, ...]]) -> int:
    """Return whose set it is among those of its kind; gold is one for all."""
    return 0 if row.kind == "gold" else int(row.annotator_id)


def _taken(session: Session, documents: Sequence[int]) -> dict[tuple[int, str, int], int]:
    query = select(SETS.c.document_id, SETS.c.kind, SETS.c.annotator_id)
    rows = session.execute(query.where(SETS.c.document_id.in_(documents)))
    return {(row.document_id, row.kind, _whose(row)): row.annotator_id for row in rows}


def _merge(
    move: _Move, staged: Row[*tuple[Any, ...]], document: Row[Any], owner: int, joined: Joined
) -> None:
    work = work_on(staged.document_id, staged.annotator_id, staged.kind)
    record = AnnotationRecord(
        annotator="",
        kind=staged.kind,
        status=work.status,
        spans=work.spans,
        relations=work.relations,
        labels=work.labels,
        note=work.note,
        flag=work.flag,
    )
    place = Place(document.id, move.home, owner, move.actor, staged.kind)
    try:
        spans, relations, warnings = merge_set(place, record)
    except Refused as refusal:
        raise CannotJoin(document.external_id, refusal) from None
    joined.spans += len(record.spans) - spans
    joined.relations += len(record.relations) - relations
    joined.warnings += warnings


def _move_documents(move: _Move, number: int) -> None:
    """Move the new documents, so many, with their sets, and let the queues that have passed their places come back to them."""
    session, first = move.session, None
    for ids in _new_documents(move):
        first = first or ids[0]
        for table, column in ((SETS, SETS.c.document_id), (DOCUMENTS, DOCUMENTS.c.id)):
            moved = update(table).where(table.c.project_id == move.stage, column.in_(ids))
            session.execute(moved.values(project_id=move.home))
    if first is None:
        return
    count_documents(session, move.home, number)
    count_documents(session, move.stage, -number)
    turn_back(session, move.home, first)


def _new_documents(move: _Move) -> Iterator[Sequence[int]]:
    """Yield the ids of what the project has not, in pages: SQLite keeps in memory what one statement changes."""
    known = exists().where(
        HERE.c.project_id == move.home, HERE.c.external_id == THERE.c.external_id
    )
    query = select(THERE.c.id).where(THERE.c.project_id == move.stage, ~known)
    query, after = query.order_by(THERE.c.id).limit(PAGE), 0
    while ids := move.session.scalars(query.where(THERE.c.id > after)).all():
        yield ids
        after = ids[-1]


def _move_progress(move: _Move) -> None:
    left = {
        (annotator, kind, status): (sets, spans)
        for annotator, kind, status, sets, spans in move.session.execute(
            select(
                SETS.c.annotator_id,
                SETS.c.kind,
                SETS.c.status,
                func.count(),
                func.sum(SETS.c.span_count),
            )
            .where(SETS.c.project_id == move.stage)
            .group_by(SETS.c.annotator_id, SETS.c.kind, SETS.c.status)
        )
    }
    table = table_of(Progress)
    rows = move.session.execute(select(table).where(table.c.project_id == move.stage)).all()
    for row in rows:
        key = (row.annotator_id, row.kind, row.status)
        sets, spans = left.get(key, (0, 0))
        sets, spans = row.sets - sets, row.spans - spans
        if sets or spans:
            count_progress(move.session, (move.home, *key), sets, spans)
            count_progress(move.session, (move.stage, *key), -sets, -spans)
