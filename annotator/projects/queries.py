"""Reads of projects: who may see which, their schemes, labels and members."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import orjson
from sqlalchemy import Select, and_, bindparam, select

from annotator.accounts.models import User
from annotator.core.errors import Forbidden, NotFound
from annotator.core.scheme import Scheme
from annotator.core.scheme_reader import read_scheme
from annotator.core.sentences import sentence
from annotator.database import db, table_of
from annotator.projects.models import LabelRow, Member, Project

_labels = table_of(LabelRow)
_STAGED = select(Project.stage_of).where(Project.id == bindparam("project")).scalar_subquery()
LABELS = select(_labels.c.layer, _labels.c.name, _labels.c.id).where(
    _labels.c.project_id.in_([bindparam("project"), _STAGED])
)
SCHEME = select(Project.scheme).where(Project.id == bindparam("project"))


@dataclass(frozen=True, slots=True)
class Access:
    """A project as one person may use it."""

    project: Project
    role: str
    user_id: int

    @property
    def may_annotate(self) -> bool:
        """Whether they have work of their own here."""
        return self.role in ("manager", "curator", "annotator")

    @property
    def may_manage(self) -> bool:
        """Whether they decide on the scheme, the members and the settings."""
        return self.role == "manager"

    @property
    def may_see_others(self) -> bool:
        """Whether they see the work of others."""
        return self.role in ("manager", "curator", "reader")

    @property
    def may_curate(self) -> bool:
        """Whether they adjudicate."""
        return self.role in ("manager", "curator")

    def to_manage(self) -> "Access":
        """Return this access; `Forbidden` for those who do not manage the project."""
        if not self.may_manage:
            raise Forbidden(sentence("Only a manager of the project may do this: ask one of them."))
        return self


def project_access(slug_or_id: str | int, user: User) -> Access:
    """Return the project as this person may use it; `NotFound` when there is none or it is not theirs to see.

    A text is a slug, a number an id.
    """
    column = Project.id if isinstance(slug_or_id, int) else Project.slug
    row = db.session.execute(_visible(user).where(column == slug_or_id)).first()
    if row is None:
        raise NotFound(sentence("There is no such project, or you are not a member of it."))
    return access_of(row[0], row[1], user)


def access_of(project: Project, role: str | None, user: User) -> Access:
    """Join a project and somebody's role in it; an administrator is a manager everywhere."""
    return Access(project, "manager" if user.role == "admin" else role or "reader", user.id)


def projects_of(user: User, after: int = 0, limit: int | None = None) -> list[Access]:
    """Return the projects this person may see, by id; `after` is the last id of the page before."""
    query = _visible(user).where(Project.id > after).order_by(Project.id).limit(limit)
    return [access_of(project, role, user) for project, role in db.session.execute(query)]


def _visible(user: User) -> Select[Project, str]:
    """Select (project, role) of all that this person may see; for administrators the role may be missing."""
    membership = and_(
        Member.project_id == Project.id, Member.user_id == user.id, Member.archived_at.is_(None)
    )
    query = select(Project, Member.role).where(Project.archived_at.is_(None))
    return query.join(Member, membership, isouter=user.role == "admin")


def find_project(slug_or_name: str) -> Project:
    """Return the project of that slug or, if there is none, of that name; `NotFound` otherwise."""
    current = select(Project).where(Project.archived_at.is_(None))
    for column in (Project.slug, Project.name):
        project = db.session.scalar(current.where(column == slug_or_name))
        if project is not None:
            return project
    raise NotFound(
        sentence(
            "There is no project %(name)r: `flask project list` shows all.",
            name=slug_or_name,
        )
    )


def project_to_change(project_id: int) -> Project:
    """Return the project as it stands in this very transaction; `NotFound` when there is none."""
    project = db.session.get(Project, project_id, populate_existing=True)
    if project is None or project.archived_at is not None:
        raise NotFound(sentence("There is no such project."))
    return project


def all_projects() -> Sequence[Project]:
    """Return every project that is not archived, by slug."""
    query = select(Project).where(Project.archived_at.is_(None)).order_by(Project.slug)
    return db.session.scalars(query).all()


def scheme_of(project: Project) -> Scheme:
    """Return the project's scheme."""
    return _parsed(orjson.dumps(project.scheme))


def current_scheme(project_id: int) -> Scheme:
    """Return the scheme of the project with this id."""
    found = db.session.execute(SCHEME, {"project": project_id}).scalar_one()
    return _parsed(orjson.dumps(found))


@lru_cache(maxsize=200)
def _parsed(scheme: bytes) -> Scheme:
    # Kept by content: a revision's number may be taken back with the transaction that gave it.
    return read_scheme(orjson.loads(scheme))


def label_ids(project_id: int) -> dict[tuple[str, str], int]:
    """Return the number of each (layer, label or role name), archived ones too."""
    rows = db.session.execute(LABELS, {"project": project_id})
    return {(layer, name): number for layer, name, number in rows}


def label_names(project_id: int) -> dict[int, tuple[str, str]]:
    """Return the (layer, label or role name) of each number, archived ones too."""
    return {number: pair for pair, number in label_ids(project_id).items()}


def members_of(project_id: int) -> list[tuple[User, str]]:
    """Return the members and their roles, by name; archived ones are left out."""
    query = (
        select(User, Member.role)
        .join(Member, Member.user_id == User.id)
        .where(Member.project_id == project_id, Member.archived_at.is_(None))
        .order_by(User.name)
    )
    return [(user, role) for user, role in db.session.execute(query)]
