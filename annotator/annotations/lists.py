"""Lists of documents with where somebody's work on them stands; paged by the last id seen, never counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import aliased

from annotator.annotations.anybody import find_for_anybody
from annotator.annotations.finding import Filter, find_documents
from annotator.annotations.models import AnnotationSet
from annotator.database import db
from annotator.documents.models import Document
from annotator.documents.search import search
from annotator.documents.snippets import Piece, pieces

__all__ = ["Filter", "Listed", "list_documents"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list, with the status of one annotator's work on it, and where what was looked for stands."""

    id: int
    external_id: str
    title: str
    length: int
    status: str
    flag: str | None
    split: str
    snippet: Sequence[Piece] = ()


def list_documents(
    project_id: int, annotator_id: int | None, which: Filter, after: int, limit: int
) -> tuple[list[Listed], int | None]:
    """Return a page of documents in the order in which they came, or the newest first, and where the next one begins.

    That is None on the last page; a page may be short although others follow. 0 as `after` begins at the beginning.
    Without an annotator, what is asked of work is asked of anybody's; `shares_in` then says whose.
    """
    if annotator_id is None:
        ids, more = find_for_anybody(project_id, which, after, limit)
    else:
        ids, more = find_documents(project_id, annotator_id, which, after, limit)
    if not ids:
        return [], more
    found, sets = search(which.q), aliased(AnnotationSet)
    mine = and_(
        sets.document_id == Document.id, sets.annotator_id == annotator_id, sets.kind == "work"
    )
    query = (
        select(Document, sets.status, sets.flag, found.snippet.label("snippet"))
        .select_from(found.tables)
        .join(sets, mine, isouter=True)
        .where(found.among(ids))
    )
    rows = {row[0].id: row for row in db.session.execute(query)}
    return [_listed(rows[number]) for number in ids], more


def _listed(row: Row[Document, str, str | None, str]) -> Listed:
    document, status, flag, snippet = row
    return Listed(
        id=document.id,
        external_id=document.external_id,
        title=document.title,
        length=document.length,
        status=status or "assigned",
        flag=flag,
        split=str(document.meta.get("split") or ""),
        snippet=pieces(snippet, document.id),
    )
