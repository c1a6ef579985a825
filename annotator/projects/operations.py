"""Writes of projects: making one, changing its settings; its scheme and members have modules of their own."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from annotator.config import ROOT
from annotator.core.errors import Conflict, Refused
from annotator.core.scheme import Scheme, as_json
from annotator.core.scheme_reader import read_scheme
from annotator.core.sentences import sentence
from annotator.core.texts import text_digest
from annotator.database import write_tx
from annotator.projects.models import Member, Project
from annotator.projects.naming import check_language, check_name, make_slug
from annotator.projects.queries import project_to_change
from annotator.projects.schemas import read_settings
from annotator.projects.schemes import add_labels, keep_revision, put_scheme

__all__ = ["add_labels", "change_project", "create_project", "put_guidelines", "put_scheme"]

DEFAULT_LANGUAGE = "en"
EACH = "annotators_per_document"
DEFAULT_SCHEME = ROOT / "seeds" / "scheme.json"


def create_project(
    name: str,
    language: str | None = None,
    scheme_body: object = None,
    settings: Mapping[str, Any] | None = None,
    actor_id: int | None = None,
) -> Project:
    """Make a project; whoever makes it becomes its manager.

    Left out: the language is English, the scheme the one for entities, claims and stance.
    Refuses a faulty name, language, scheme or setting, and a name that is taken (`Conflict`).
    """
    name, language = check_name(name), check_language(language or DEFAULT_LANGUAGE)
    scheme = _given_scheme(default_scheme() if scheme_body is None else scheme_body)
    checked = read_settings(settings or {})
    with write_tx() as session:
        _refuse_taken(session, name)
        slug = make_slug(name, set(session.scalars(select(Project.slug))))
        project = Project(
            slug=slug, name=name, language=language, scheme=as_json(scheme), settings=checked
        )
        session.add(project)
        session.flush()
        if actor_id is not None:
            session.add(Member(project_id=project.id, user_id=actor_id, role="manager"))
        keep_revision(session, project, actor_id)
    return project


def default_scheme() -> object:
    """Return the scheme that a project gets when none is given."""
    return json.loads(DEFAULT_SCHEME.read_text(encoding="utf-8"))


def _given_scheme(body: object) -> Scheme:
    try:
        return read_scheme(body)
    except Refused as refusal:
        errors = {f"scheme.{path}": messages for path, messages in refusal.errors.items()}
        raise Refused(refusal.message, errors) from None


def change_project(project_id: int, changes: Mapping[str, Any]) -> Project:
    """Change `name`, `language` and the given ones of `settings`; the slug stays."""
    checked = dict(changes)
    settings = read_settings(checked.pop("settings", {}))
    if "name" in checked:
        checked["name"] = check_name(checked["name"])
    if "language" in checked:
        checked["language"] = check_language(checked["language"])
    with write_tx() as session:
        project = project_to_change(project_id)
        if checked.get("name", project.name) != project.name:
            _refuse_taken(session, checked["name"], project_id)
        for field in ("name", "language"):
            setattr(project, field, checked.get(field, getattr(project, field)))
        before, project.settings = project.settings, {**project.settings, **settings}
        if before.get(EACH) != project.settings.get(EACH):
            # What had enough annotators may have too few now: every queue begins anew.
            here = Member.project_id == project_id
            session.execute(update(Member).where(here).values(queue_cursor=0))
    return project


def put_guidelines(project_id: int, text: str, seen: str | None = None) -> None:
    """Write the guidelines anew. `seen` is the digest of those the writer started from; others are a `Conflict`."""
    settings = read_settings({"guidelines": text})
    with write_tx():
        project = project_to_change(project_id)
        if seen is not None and seen != text_digest(project.settings.get("guidelines", "")):
            message = sentence(
                "Somebody changed the guidelines since you opened them: join their text and yours, then save."
            )
            raise Conflict(message, {"guidelines": [message]})
        project.settings = {**project.settings, **settings}


def _refuse_taken(session: Session, name: str, besides: int = 0) -> None:
    query = select(Project.id).where(func.lower(Project.name) == name.lower())
    if session.scalar(query.where(Project.id != besides)) is not None:
        message = sentence(
            "There is a project named %(name)r already: take another name.", name=name
        )
        raise Conflict(message, {"name": [message]})
