"""Reads of finished work, as the columns that agreement is counted from."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import orjson
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.annotations.models import AnnotationSet, DocumentLabel, SpanRow
from annotator.core.agreement.columns import Ints
from annotator.core.agreement.layers import Content, SpanColumns, chosen_layers
from annotator.core.agreement.question import Question
from annotator.core.agreement.report import Report, agreement_report
from annotator.core.agreement.selection import Roll, shared_work
from annotator.core.agreement.tokens import Rule, Tokenizer, Tokens
from annotator.core.agreement.work import Pieces
from annotator.database import db, table_of
from annotator.documents.models import Document
from annotator.projects.models import Project
from annotator.projects.queries import label_names, scheme_of

SPANS, LABELS, SETS = map(table_of, (SpanRow, DocumentLabel, AnnotationSet))
FINISHED = (SETS.c.kind == "work", SETS.c.status == "done")
PAGE = 500
"""Numbers that one query names."""


def project_agreement(project: Project, question: Question, rule: Rule = "regex") -> Report:
    """Return the agreement of those who finished documents of the project; drafts and skipped work do not count.

    Refuses questions about layers, labels and annotators that are not there, and where nothing can be compared.
    """
    layers = chosen_layers(scheme_of(project), question)
    documents, lengths = _documents(project.id)
    sets = _finished(project.id)
    place = {number: at for at, number in enumerate(documents)}
    there = [row for row in sets if row[1] in place]
    roll = Roll(list(documents.values()), [(place[row[1]], row[2]) for row in there])
    shared = shared_work(roll, question.annotators)
    numbers = np.array(list(documents), np.int64)[shared.documents].tolist()
    set_ids = np.array([row[0] for row in there], np.int64)[shared.sets]
    content = Content(
        shared=shared,
        lengths=lengths[shared.documents],
        names=label_names(project.id),
        spans=_spans(project.id, set_ids),
        chosen=_chosen(project.id, set_ids),
    )
    return agreement_report(content, layers, question, _tokens(numbers, rule))


def _documents(project_id: int) -> tuple[dict[int, str], Ints]:
    """Return the names of the documents by number, and their lengths in the same order."""
    query = (
        select(Document.id, Document.external_id, Document.length)
        .where(Document.project_id == project_id, Document.archived_at.is_(None))
        .order_by(Document.id)
    )
    rows = db.session.execute(query).all()
    lengths = np.array([row.length for row in rows], np.int64)
    return {row.id: row.external_id for row in rows}, lengths


def _finished(project_id: int) -> list[tuple[int, int, str]]:
    """Return (set, document, annotator) of every finished set, by document and annotator."""
    query = (
        select(SETS.c.id, SETS.c.document_id, User.name)
        .join(User, User.id == SETS.c.annotator_id)
        .where(SETS.c.project_id == project_id, *FINISHED)
        .order_by(SETS.c.document_id, User.name)
    )
    return [(number, document, name) for number, document, name in db.session.execute(query)]


def _tokens(documents: Sequence[int], rule: Rule) -> Tokens:
    tokenizer = Tokenizer(rule)
    for low in range(0, len(documents), PAGE):
        page = documents[low : low + PAGE]
        query = select(Document.id, Document.text).where(Document.id.in_(page))
        texts = {row.id: row.text for row in db.session.execute(query)}
        for number in page:
            tokenizer.add(texts[number])
    return tokenizer.tokens()


def _spans(project_id: int, set_ids: Ints) -> SpanColumns:
    """Return the spans of these sets; their place in the list is what `set` says."""
    columns = (SPANS.c.set_id, SPANS.c.label_id, SPANS.c.start, SPANS.c.end)
    query = (
        select(*columns)
        .join(SETS, SETS.c.id == SPANS.c.set_id)
        .where(SETS.c.project_id == project_id, *FINISHED)
    )
    whole = _array(db.session.execute(query.where(SPANS.c.fragments == "")))
    several = db.session.execute(
        query.add_columns(SPANS.c.fragments).where(SPANS.c.fragments != "")
    ).all()
    rows = np.concatenate([whole, _array([row[:4] for row in several])])
    place = _places(set_ids, rows[:, 0])
    parts = [
        (len(whole) + at, start, end)
        for at, row in enumerate(several)
        for start, end in orjson.loads(row[4])
    ]
    pieces = np.array(parts, np.int64).reshape(-1, 3)
    kept = place >= 0
    moved = np.cumsum(kept) - 1
    pieces = pieces[kept[pieces[:, 0]]]
    return SpanColumns(
        place[kept],
        rows[kept, 1],
        rows[kept, 2],
        rows[kept, 3],
        Pieces(moved[pieces[:, 0]], pieces[:, 1], pieces[:, 2]),
    )


def _array(rows: Iterable[Sequence[int]]) -> Ints:
    return np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, 4)


def _places(set_ids: Ints, wanted: Ints) -> Ints:
    """Return where each wanted number is in the list, -1 where it is not."""
    order = np.argsort(set_ids)
    found = np.minimum(np.searchsorted(set_ids[order], wanted), len(set_ids) - 1)
    return np.where(set_ids[order][found] == wanted, order[found], -1)


def _chosen(project_id: int, set_ids: Ints) -> list[tuple[int, int]]:
    query = (
        select(LABELS.c.set_id, LABELS.c.label_id)
        .join(SETS, SETS.c.id == LABELS.c.set_id)
        .where(SETS.c.project_id == project_id, *FINISHED)
    )
    place = {number: at for at, number in enumerate(set_ids.tolist())}
    return [
        (place[number], label) for number, label in db.session.execute(query) if number in place
    ]
