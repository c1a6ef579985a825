"""Reads of documents."""

from sqlalchemy import and_, select

from annotator.accounts.models import User
from annotator.core.errors import NotFound
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.models import Member, Project
from annotator.projects.queries import Access, access_of


def get_document(document_id: int, user: User) -> tuple[Document, Access]:
    """Return a document and what this person may do with it.

    `NotFound` when it is not there, archived, or in a project that is not theirs to see.
    """
    membership = and_(
        Member.project_id == Document.project_id,
        Member.user_id == user.id,
        Member.archived_at.is_(None),
    )
    query = (
        select(Document, Project, Member.role)
        .join(Project, Project.id == Document.project_id)
        .join(Member, membership, isouter=user.role == "admin")
        .where(Document.id == document_id)
        .where(Document.archived_at.is_(None), Project.archived_at.is_(None))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound("There is no such document, or it is in a project you are not a member of.")
    document, project, role = row
    return document, access_of(project, role, user)
