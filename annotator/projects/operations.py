"""Writes of projects: making one, changing its scheme and its settings."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from annotator.config import ROOT
from annotator.core.errors import Conflict, NotFound, Stale
from annotator.core.palette import free_colors
from annotator.core.scheme import Label, Layer, Scheme, as_json
from annotator.core.scheme_reader import read_scheme
from annotator.database import write_tx
from annotator.projects.models import LabelRow, Member, Project, SchemeRevision
from annotator.projects.naming import check_language, check_name, make_slug
from annotator.projects.queries import label_ids, scheme_of
from annotator.projects.schemas import read_settings
from annotator.projects.succession import succeed

DEFAULT_LANGUAGE = "en"
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
    scheme = read_scheme(default_scheme() if scheme_body is None else scheme_body)
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
        _keep(session, project, actor_id)
    return project


def default_scheme() -> object:
    """Return the scheme that a project gets when none is given."""
    return json.loads(DEFAULT_SCHEME.read_text(encoding="utf-8"))


def change_project(project_id: int, changes: Mapping[str, Any]) -> Project:
    """Change `name`, `language` and the given ones of `settings`; the slug stays."""
    checked = dict(changes)
    settings = read_settings(checked.pop("settings", {}))
    if "name" in checked:
        checked["name"] = check_name(checked["name"])
    if "language" in checked:
        checked["language"] = check_language(checked["language"])
    with write_tx() as session:
        project = project_of(session, project_id)
        if checked.get("name", project.name) != project.name:
            _refuse_taken(session, checked["name"], project_id)
        for field in ("name", "language"):
            setattr(project, field, checked.get(field, getattr(project, field)))
        project.settings = {**project.settings, **settings}
    return project


def put_scheme(
    project_id: int, body: object, revision: int | None = None, actor_id: int | None = None
) -> Project:
    """Give the project another scheme; what is missing from it stays, archived.

    Refuses faults by path, a change of a layer's kind, and (`Stale`) a `revision` that is no longer the current one.
    The same scheme again changes nothing.
    """
    new = read_scheme(body)
    with write_tx() as session:
        project = project_of(session, project_id)
        if revision is not None and revision != project.scheme_revision:
            message = "The scheme was changed since you looked: look again, then change it."
            raise Stale(message, project.scheme_revision)
        _change_scheme(session, project, new, actor_id)
    return project


def add_labels(
    project_id: int, labels: Iterable[tuple[str, str]], actor_id: int | None = None
) -> list[tuple[str, str]]:
    """Add (layer, label) pairs that the scheme does not have; return those added.

    A layer that is missing is made as a span layer. Refuses names that cannot be labels.
    """
    with write_tx() as session:
        project = project_of(session, project_id)
        scheme, added = scheme_of(project), []
        for layer, label in labels:
            if (wider := _with_label(scheme, layer, label)) != scheme:
                scheme = wider
                added.append((layer, label))
        if added:
            _change_scheme(session, project, read_scheme(as_json(scheme)), actor_id)
    return added


def _with_label(scheme: Scheme, layer_name: str, name: str) -> Scheme:
    layer = scheme.layer(layer_name) or Layer(layer_name, "span")
    known = layer.label(name)
    if known is not None and not (known.archived or layer.archived):
        return scheme
    taken = {label.color for known_layer in scheme.layers for label in known_layer.labels}
    label = replace(known or Label(name, next(free_colors(taken))), archived=False)
    others = tuple(other for other in layer.labels if other.name != name)
    wider = replace(layer, labels=(*others, label), archived=False)
    if scheme.layer(layer_name) is None:
        return Scheme((*scheme.layers, wider))
    return Scheme(tuple(wider if old.name == layer_name else old for old in scheme.layers))


def _change_scheme(session: Session, project: Project, new: Scheme, actor_id: int | None) -> None:
    old = scheme_of(project)
    merged = succeed(old, new, _layers_in_use(session, project.id))
    if merged == old:
        return
    project.scheme = as_json(merged)
    project.scheme_revision += 1
    _keep(session, project, actor_id)


def _keep(session: Session, project: Project, actor_id: int | None) -> None:
    """Write down this revision of the scheme, and number the names that are new in it."""
    session.add(
        SchemeRevision(
            project_id=project.id,
            revision=project.scheme_revision,
            scheme=project.scheme,
            actor_id=actor_id,
        )
    )
    known = label_ids(project.id)
    rows = [
        {"project_id": project.id, "layer": layer, "name": name}
        for layer, name in scheme_of(project).label_names()
        if (layer, name) not in known
    ]
    if rows:
        session.execute(insert(LabelRow), rows)
    session.flush()


def _layers_in_use(session: Session, project_id: int) -> set[str]:
    query = select(LabelRow.layer).where(LabelRow.project_id == project_id, LabelRow.uses > 0)
    return set(session.scalars(query))


def project_of(session: Session, project_id: int) -> Project:
    """Return the project to be changed; `NotFound` when there is none."""
    project = session.get(Project, project_id, populate_existing=True)
    if project is None or project.archived_at is not None:
        raise NotFound("There is no such project.")
    return project


def _refuse_taken(session: Session, name: str, besides: int = 0) -> None:
    query = select(Project.id).where(func.lower(Project.name) == name.lower())
    if session.scalar(query.where(Project.id != besides)) is not None:
        message = f"There is a project named {name!r} already: take another name."
        raise Conflict(message, {"name": [message]})
