"""Writes of schemes: every change is a revision, and every name in it has a number."""

from collections.abc import Iterable, Set
from dataclasses import replace

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from annotator.core.errors import Stale
from annotator.core.scheme import Scheme, as_json
from annotator.core.scheme_growth import Unknown, grow
from annotator.core.scheme_reader import read_scheme
from annotator.core.scheme_succession import succeed
from annotator.core.sentences import sentence
from annotator.database import write_tx
from annotator.projects.models import LabelRow, Project, SchemeRevision
from annotator.projects.queries import label_ids, project_to_change, scheme_of


def put_scheme(
    project_id: int, body: object, revision: int | None = None, actor_id: int | None = None
) -> Project:
    """Give the project another scheme; what is missing from it stays, archived.

    Refuses faults by path, a change of a layer's kind, and (`Stale`) a `revision` that is no longer the current one.
    The same scheme again changes nothing.
    """
    new = read_scheme(body)
    with write_tx() as session:
        project = project_to_change(project_id)
        if revision is not None and revision != project.scheme_revision:
            message = sentence(
                "The scheme was changed since you looked: look again, then change it."
            )
            raise Stale(message, project.scheme_revision)
        _change_scheme(session, project, new, actor_id)
    return project


def add_labels(
    project_id: int, labels: Iterable[tuple[str, str]], actor_id: int | None = None
) -> list[tuple[str, str]]:
    """Add the (layer, label) pairs that the scheme does not have, bring back archived ones; return both.

    A layer that is missing is made as a span layer. Refuses names that cannot be labels.
    """
    with write_tx() as session:
        project = project_to_change(project_id)
        scheme = scheme_of(project)
        wanted = [pair for pair in dict.fromkeys(labels) if not _is_current(scheme, *pair)]
        wider = grow(scheme, [Unknown("span", layer, label) for layer, label in wanted])
        _change_scheme(session, project, _brought_back(wider, set(wanted)), actor_id)
    return wanted


def _is_current(scheme: Scheme, layer_name: str, name: str) -> bool:
    layer = scheme.layer(layer_name)
    label = layer.label(name) if layer else None
    return bool(layer and label and not (layer.archived or label.archived))


def _brought_back(scheme: Scheme, labels: Set[tuple[str, str]]) -> Scheme:
    """Return the scheme with these labels current; their old keys may belong to others now, so they get new ones."""
    layers = {layer for layer, _ in labels}
    return Scheme(
        tuple(
            replace(
                layer,
                archived=layer.archived and layer.name not in layers,
                labels=tuple(
                    replace(label, archived=False, key="")
                    if label.archived and (layer.name, label.name) in labels
                    else label
                    for label in layer.labels
                ),
            )
            for layer in scheme.layers
        )
    )


def _change_scheme(session: Session, project: Project, new: Scheme, actor_id: int | None) -> None:
    old = scheme_of(project)
    merged = succeed(old, new, _layers_in_use(session, project.id))
    if merged == old:
        return
    project.scheme = as_json(merged)
    project.scheme_revision += 1
    keep_revision(session, project, actor_id)


def keep_revision(session: Session, project: Project, actor_id: int | None) -> None:
    """Write down the present revision of the scheme, and number the names that are new in it."""
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
