"""Acts on many documents of a project at once: archiving, bringing back, and changing their metadata."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.core.splits import RESERVED
from annotator.database import write_tx
from annotator.documents.models import Document
from annotator.documents.operations import archive_document, check_meta, restore_document


def archive_documents(project_id: int, ids: Sequence[int]) -> list[int]:
    """Archive those of these documents that are in the project; return which ones were not archived before."""
    with write_tx():
        found = _in_project(project_id, ids, archived=False)
        for number in found:
            archive_document(number)
    return found


def restore_documents(project_id: int, ids: Sequence[int]) -> list[int]:
    """Bring archived documents of the project back; return which ones."""
    with write_tx():
        found = _in_project(project_id, ids, archived=True)
        for number in found:
            restore_document(number)
    return found


def change_meta(project_id: int, ids: Sequence[int], changes: Mapping[str, Any]) -> int:
    """Put these values into the metadata of documents, or take a key out where its value is None.

    Returns how many documents there were; their texts and the work on them stay as they are. Refuses to reserve
    documents for a split that there is not.
    """
    check_meta(changes)
    if changes.get("split") not in (None, *RESERVED):
        message = sentence("A split is one of %(known)s.", known=", ".join(RESERVED))
        raise Refused.field("meta", message)
    with write_tx() as session:
        found = _in_project(project_id, ids, archived=False)
        for document in session.scalars(select(Document).where(Document.id.in_(found))):
            changed = {**document.meta, **changes}
            document.meta = {key: value for key, value in changed.items() if value is not None}
    return len(found)


def _in_project(project_id: int, ids: Sequence[int], *, archived: bool) -> list[int]:
    """Return those of these documents that are in the project; reads in the caller's transaction."""
    with write_tx() as session:
        query = select(Document.id).where(
            Document.project_id == project_id,
            Document.id.in_(ids),
            Document.archived_at.is_not(None) if archived else Document.archived_at.is_(None),
        )
        return list(session.scalars(query.order_by(Document.id)))
