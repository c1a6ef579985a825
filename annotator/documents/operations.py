"""Writes of documents: storing texts exactly as they came, archiving them and bringing them back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple
from unicodedata import category

import orjson
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from annotator.core.errors import Conflict, NotFound, Refused
from annotator.core.records import DocumentRecord
from annotator.core.sentences import sentence
from annotator.core.texts import check_text, text_digest
from annotator.database import now, write_tx
from annotator.documents.models import Document
from annotator.projects.models import Member, Project

MAX_EXTERNAL_ID = 500
BATCH = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """A document in the database; `created` is false when it was there before."""

    id: int
    external_id: str
    created: bool


class _Known(NamedTuple):
    id: int
    digest: str
    archived: bool


def check_document(record: DocumentRecord) -> None:
    """Refuse a document that cannot be stored: its id, its text or its metadata."""
    check_external_id(record.id)
    check_text(record.text)
    check_meta(record.meta)


def check_external_id(external_id: str) -> None:
    """Refuse an id that is empty, longer than 500 characters, or holds control characters."""
    if not external_id.strip():
        raise Refused.field("id", sentence("A document needs an id that is not empty."))
    if len(external_id) > MAX_EXTERNAL_ID:
        raise Refused.field(
            "id",
            sentence(
                "A document's id has at most %(most)s characters.",
                most=MAX_EXTERNAL_ID,
            ),
        )
    if any(category(character) in ("Cc", "Cs") for character in external_id):
        message = sentence(
            "A document's id holds no line breaks or control characters: %(id)r.",
            id=external_id,
        )
        raise Refused.field("id", message)


def check_meta(meta: object) -> None:
    """Refuse metadata that is not a JSON object."""
    if not isinstance(meta, Mapping):
        raise Refused.field("meta", sentence("The metadata of a document is a JSON object."))
    if not meta:
        return
    try:
        orjson.dumps(dict(meta))
    except TypeError as error:
        message = sentence("The metadata cannot be kept as JSON: %(error)s.", error=error)
        raise Refused.field("meta", message) from None


def store_documents(project_id: int, records: Sequence[DocumentRecord]) -> list[Stored]:
    """Store the texts and return, in their order, where each one is; what they hold of work is not looked at.

    An `external_id` that is known with the same text is the known document, brought back if it was archived.
    Refuses what `check_document` refuses and, as `Conflict`, a known id with another text. Joins the caller's
    transaction.
    """
    for record in records:
        check_document(record)
    digests = [text_digest(record.text) for record in records]
    with write_tx() as session:
        known = _known(session, project_id, [record.id for record in records])
        rows = _new_rows(project_id, records, digests, known)
        made = _insert(session, rows)
        back = [found.id for found in known.values() if found.archived]
        if back:
            session.execute(update(Document).where(Document.id.in_(back)).values(archived_at=None))
            turn_back(session, project_id, min(back))
        count_documents(session, project_id, len(made) + len(back))
    return list(_stored(records, known, made))


def check_known(project_id: int, records: Sequence[DocumentRecord]) -> None:
    """Refuse, as `store_documents` does, ids that the project has with another text."""
    digests = [text_digest(record.text) for record in records]
    with write_tx() as session:
        known = _known(session, project_id, [record.id for record in records])
    _new_rows(project_id, records, digests, known)


def archive_document(document_id: int) -> None:
    """Take a document out of the project's lists; its text and the work on it stay."""
    _set_archived(document_id, archived=True)


def restore_document(document_id: int) -> None:
    """Bring an archived document back."""
    _set_archived(document_id, archived=False)


def _set_archived(document_id: int, *, archived: bool) -> None:
    with write_tx() as session:
        query = select(Document.project_id, Document.archived_at).where(Document.id == document_id)
        row = session.execute(query).first()
        if row is None:
            raise NotFound(sentence("There is no such document."))
        project_id, archived_at = row
        if (archived_at is not None) == archived:
            return
        moment = now() if archived else None
        session.execute(
            update(Document).where(Document.id == document_id).values(archived_at=moment)
        )
        count_documents(session, project_id, -1 if archived else 1)
        if not archived:
            turn_back(session, project_id, document_id)


def turn_back(session: Session, project_id: int, document_id: int) -> None:
    """Let the queues that have passed a document by come to it again."""
    passed = update(Member).where(
        Member.project_id == project_id, Member.queue_cursor >= document_id
    )
    session.execute(passed.values(queue_cursor=document_id - 1))


def _known(session: Session, project_id: int, ids: Sequence[str]) -> dict[str, _Known]:
    columns = (Document.external_id, Document.id, Document.text_sha256, Document.archived_at)
    found: dict[str, _Known] = {}
    remaining = iter(ids)
    while batch := list(islice(remaining, BATCH)):
        query = select(*columns).where(
            Document.project_id == project_id, Document.external_id.in_(batch)
        )
        for external_id, number, digest, archived_at in session.execute(query):
            found[external_id] = _Known(number, digest, archived_at is not None)
    return found


def _new_rows(
    project_id: int,
    records: Sequence[DocumentRecord],
    digests: Sequence[str],
    known: Mapping[str, _Known],
) -> dict[str, dict[str, Any]]:
    """Return the rows to insert by external id; refuses ids that stand for two texts."""
    rows: dict[str, dict[str, Any]] = {}
    moment = now()
    for record, digest in zip(records, digests, strict=True):
        if record.id in known:
            same = known[record.id].digest == digest
        else:
            row = rows.setdefault(record.id, _row(project_id, record, digest, moment))
            same = row["text_sha256"] == digest
        if not same:
            message = sentence(
                "The document %(id)r is there with another text: give this one another id.",
                id=record.id,
            )
            raise Conflict(message, {"id": [message]})
    return rows


def _row(project_id: int, record: DocumentRecord, digest: str, moment: object) -> dict[str, Any]:
    return {
        "project_id": project_id,
        "external_id": record.id,
        "length": len(record.text),
        "text_sha256": digest,
        "created_at": moment,
        "meta": dict(record.meta),
        "text": record.text,
    }


def _insert(session: Session, rows: Mapping[str, dict[str, Any]]) -> dict[str, int]:
    if not rows:
        return {}
    statement = insert(Document).returning(Document.external_id, Document.id)
    inserted = session.execute(statement, list(rows.values()))
    return {row.external_id: row.id for row in inserted}


def count_documents(session: Session, project_id: int, more: int) -> None:
    """Count so many documents more, or fewer, in a project."""
    if more:
        count = Project.document_count + more
        session.execute(
            update(Project).where(Project.id == project_id).values(document_count=count)
        )


def _stored(
    records: Sequence[DocumentRecord], known: Mapping[str, _Known], made: Mapping[str, int]
) -> Iterator[Stored]:
    seen: set[str] = set()
    for record in records:
        number = known[record.id].id if record.id in known else made[record.id]
        yield Stored(number, record.id, record.id in made and record.id not in seen)
        seen.add(record.id)
