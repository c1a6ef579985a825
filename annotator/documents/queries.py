"""Reads of documents."""

from sqlalchemy import Select, and_, bindparam, select

from annotator.accounts.models import User
from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.models import Member, Project
from annotator.projects.queries import Access, access_of


def _visible(*, to_all: bool) -> Select[Document, Project, str]:
    """Select a document with its project and somebody's role there; an administrator needs none."""
    membership = and_(
        Member.project_id == Document.project_id,
        Member.user_id == bindparam("user"),
        Member.archived_at.is_(None),
    )
    return (
        select(Document, Project, Member.role)
        .join(Project, Project.id == Document.project_id)
        .join(Member, membership, isouter=to_all)
        .where(Document.id == bindparam("document"))
        .where(Document.archived_at.is_(None), Project.archived_at.is_(None))
    )


_VISIBLE, _VISIBLE_TO_ALL = _visible(to_all=False), _visible(to_all=True)


def get_document(document_id: int, user: User) -> tuple[Document, Access]:
    """Return a document and what this person may do with it.

    `NotFound` when it is not there, archived, or in a project that is not theirs to see.
    """
    query = _VISIBLE_TO_ALL if user.role == "admin" else _VISIBLE
    row = db.session.execute(query, {"document": document_id, "user": user.id}).first()
    if row is None:
        raise NotFound(
            sentence("There is no such document, or it is in a project you are not a member of.")
        )
    document, project, role = row
    return document, access_of(project, role, user)
