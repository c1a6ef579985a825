"""Reads of who finished what: the documents of a project and the sets on them, as columns."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any

import numpy as np
from sqlalchemy import Select, and_, func, or_, select

from annotator.accounts.models import User
from annotator.annotations.models import AnnotationSet
from annotator.core.agreement.columns import Flags, Ints
from annotator.core.agreement.question import GOLD, SUGGESTED, Question
from annotator.core.agreement.selection import Register
from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.database import db, table_of
from annotator.documents.metadata import meta_value
from annotator.documents.models import Document

SETS = table_of(AnnotationSet)
WORK = and_(SETS.c.kind == "work", SETS.c.status == "done")
KINDS = ("work", "gold", "suggestion")
FURTHER = or_(and_(SETS.c.kind == "gold", SETS.c.status == "done"), SETS.c.kind == "suggestion")


@dataclass(frozen=True, slots=True)
class WorkRoll:
    """Documents by number with their lengths, and the finished sets on them, by document and rater."""

    documents: Ints
    lengths: Ints
    sets: Ints
    revisions: Ints
    register: Register

    def only(self, kept: Flags) -> "WorkRoll":
        """Return these documents with their sets."""
        place = np.cumsum(kept) - 1
        rows = np.flatnonzero(kept[self.register.set_document])
        names = [self.register.documents[at] for at in np.flatnonzero(kept).tolist()]
        present, rater = np.unique(self.register.set_rater[rows], return_inverse=True)
        raters = [self.register.raters[at] for at in present.tolist()]
        document = place[self.register.set_document[rows]]
        return WorkRoll(
            self.documents[kept],
            self.lengths[kept],
            self.sets[rows],
            self.revisions[rows],
            Register(names, raters, document, rater),
        )

    def shareable(self) -> Ints:
        """Return the rows of the sets on documents that have two of them at least."""
        document = self.register.set_document
        many = np.bincount(document, minlength=len(self.documents))
        return np.flatnonzero(many[document] > 1)


def work_roll(project_id: int, *, further: bool = False) -> WorkRoll:
    """Return all current documents and the finished work on them; with `further` gold and suggestions as well."""
    query = (
        select(Document.id, Document.external_id, Document.length)
        .where(Document.project_id == project_id, Document.archived_at.is_(None))
        .order_by(Document.id)
    )
    rows = db.session.execute(query).all()
    documents = np.array([row[0] for row in rows], np.int64)
    lengths = np.array([row[2] for row in rows], np.int64)
    sets = _sets(project_id, further=further)
    place = np.searchsorted(documents, sets[:, 2])
    there = np.append(documents, -1)[place] == sets[:, 2]
    sets, place = sets[there], place[there]
    raters, rater = _raters(sets)
    order = np.lexsort((rater, place))
    register = Register([row[1] for row in rows], raters, place[order], rater[order])
    return WorkRoll(documents, lengths, sets[order, 0], sets[order, 1], register)


def _sets(project_id: int, *, further: bool) -> Ints:
    """Return (set, revision, document, annotator, kind) of each set."""
    columns = (SETS.c.id, SETS.c.revision, SETS.c.document_id, SETS.c.annotator_id)
    found = []
    for at, kind in enumerate(KINDS if further else KINDS[:1]):
        query = select(*columns).where(
            SETS.c.project_id == project_id, SETS.c.kind == kind, WORK | FURTHER
        )
        rows = np.fromiter(chain.from_iterable(db.session.execute(query).all()), np.int64).reshape(
            -1, 4
        )
        found.append(np.column_stack([rows, np.full(len(rows), at)]))
    return np.concatenate(found)


def _raters(sets: Ints) -> tuple[list[str], Ints]:
    """Return the names of the raters in order, and the place of each set's."""
    people = {row.id: row.name for row in db.session.execute(select(User.id, User.name))}
    who, where = np.unique(sets[:, 3] * len(KINDS) + sets[:, 4], return_inverse=True)
    names = [
        rater_name(people[number], KINDS[kind])
        for number, kind in (divmod(one, len(KINDS)) for one in who.tolist())
    ]
    raters = sorted(set(names))
    return raters, np.array([raters.index(name) for name in names], np.int64)[where]


def rater_name(name: str, kind: str) -> str:
    """Return what a rater is called: people by name, gold and suggestions apart from them."""
    if kind == "gold":
        return GOLD
    return name + SUGGESTED if kind == "suggestion" else name


def asked_for(project_id: int, question: Question, roll: WorkRoll) -> WorkRoll:
    """Return the part of the roll that the question is about. Refuses where that has no work."""
    if not question.narrowed:
        return roll
    kept = np.ones(len(roll.documents), bool)
    for query in (_of_meta(project_id, question), _of_period(project_id, question)):
        if query is not None:
            kept &= np.isin(roll.documents, list(db.session.scalars(query)))
    found = roll.only(kept)
    if not len(found.sets):
        message = sentence(
            "No finished work is of this period and metadata: ask for another, or for all."
        )
        raise Refused.field("meta" if question.meta else "since", message)
    return found


def _of_meta(project_id: int, question: Question) -> Select[Any] | None:
    if not question.meta:
        return None
    query = select(Document.id).where(Document.project_id == project_id)
    for pair in question.meta:
        key, _, value = pair.partition("=")
        if not value.strip():
            raise Refused.field(
                "meta", sentence("Write metadata as key=value, for example source=AFP.")
            )
        query = query.where(meta_value(key.strip()) == value.strip())
    return query


def _of_period(project_id: int, question: Question) -> Select[Any] | None:
    if not question.since and not question.until:
        return None
    last = func.max(SETS.c.updated_at)
    query = _last_changes(project_id, question).with_only_columns(SETS.c.document_id)
    if question.since:
        query = query.having(last >= datetime.combine(question.since, time(), UTC))
    if question.until:
        query = query.having(
            last < datetime.combine(question.until, time(), UTC) + timedelta(days=1)
        )
    return query


def _last_changes(project_id: int, question: Question) -> Select[Any]:
    kinds = WORK | FURTHER if question.further else WORK
    return (
        select(SETS.c.document_id, func.max(SETS.c.updated_at))
        .where(SETS.c.project_id == project_id, kinds)
        .group_by(SETS.c.document_id)
    )


def days_of(project_id: int, question: Question) -> dict[int, date]:
    """Return the day (UTC) of the last change of each document's work."""
    rows = db.session.execute(_last_changes(project_id, question))
    return {number: changed.date() for number, changed in rows}
