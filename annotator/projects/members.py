"""Writes of memberships: who works in a project, and as what."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.accounts.models import User
from annotator.core.errors import NotFound, Refused
from annotator.core.sentences import sentence
from annotator.database import now, write_tx
from annotator.projects.models import MEMBER_ROLES, Member


def add_member(project_id: int, user_id: int, role: str) -> None:
    """Make somebody a member with this role, or change the role of a member.

    Refuses an unknown role, and to leave the project without a manager.
    """
    if role not in MEMBER_ROLES:
        raise Refused.field(
            "role",
            sentence(
                "A role is one of %(roles)s, not %(role)r.",
                roles=", ".join(MEMBER_ROLES),
                role=role,
            ),
        )
    with write_tx() as session:
        member = session.get(Member, (project_id, user_id), populate_existing=True)
        if member is None:
            session.add(Member(project_id=project_id, user_id=user_id, role=role))
            return
        if role != "manager":
            _keep_a_manager(session, member)
        member.role, member.archived_at = role, None


def ensure_member(project_id: int, user_id: int, role: str) -> None:
    """Make somebody a member with this role unless they are one already; a present role stays."""
    with write_tx() as session:
        member = session.get(Member, (project_id, user_id), populate_existing=True)
        if member is None or member.archived_at is not None:
            add_member(project_id, user_id, role)


def remove_member(project_id: int, user_id: int) -> None:
    """Take somebody off the project; their work stays. Refuses to leave the project without a manager."""
    with write_tx() as session:
        member = session.get(Member, (project_id, user_id), populate_existing=True)
        if member is None or member.archived_at is not None:
            raise NotFound(sentence("There is no such member."))
        _keep_a_manager(session, member)
        member.archived_at = now()


def _keep_a_manager(session: Session, member: Member) -> None:
    if member.role != "manager" or member.archived_at is not None:
        return
    query = select(Member.user_id).join(User, User.id == Member.user_id)
    others = query.where(
        Member.project_id == member.project_id,
        Member.role == "manager",
        Member.archived_at.is_(None),
        Member.user_id != member.user_id,
        User.active,
    )
    if session.scalar(others.limit(1)) is None:
        message = sentence(
            "A project keeps at least one manager: make somebody else a manager first."
        )
        raise Refused.field("role", message)
