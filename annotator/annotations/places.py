"""Where a person reads and writes: their own set, or another's where their role allows it."""

from annotator.accounts.models import User
from annotator.accounts.queries import get_user
from annotator.annotations.editing import Place
from annotator.annotations.queries import Work, work_on
from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.documents.queries import get_document
from annotator.projects.queries import Access


def own_place(document_id: int, user: User, seen: int | None = None) -> Place:
    """Return this person's own work on a document, to be written; NotFound when they have none here."""
    document, access = get_document(document_id, user)
    if not access.may_annotate:
        message = sentence("You may read this project and not annotate in it: ask its manager.")
        raise NotFound(message)
    return Place(document_id, document.project_id, user.id, user.id, "work", seen)


def readable_work(document_id: int, user: User, annotator: str | None, kind: str) -> Work:
    """Return somebody's work on a document; other people's, gold and suggestions as the person's role allows."""
    _, access = get_document(document_id, user)
    return work_to_read(document_id, access, user, annotator, kind)


def work_to_read(
    document_id: int, access: Access, user: User, annotator: str | None, kind: str
) -> Work:
    """Return somebody's work as `readable_work` does, for those who know what the person may do already."""
    if annotator in (None, user.name) and kind == "work":
        return work_on(document_id, user.id, kind)
    if kind != "suggestion" and not access.may_see_others:
        message = sentence("There is no such annotation set, or it is not yours to see.")
        raise NotFound(message)
    if kind == "gold" and annotator is None:
        return work_on(document_id, None, kind)
    return work_on(document_id, get_user(annotator).id if annotator else user.id, kind)
