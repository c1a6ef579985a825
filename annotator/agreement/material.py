"""What the page looks at closely, as columns: the spans and labels that a question compares, and their documents."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.agreement.asked import Asked
from annotator.agreement.contents import choices_in, spans_in
from annotator.agreement.extras import extras_in, has_extras
from annotator.agreement.periods import unit_of
from annotator.agreement.rolls import (
    FURTHER,
    SETS,
    WORK,
    asked_for,
    days_of,
    rater_name,
    work_roll,
)
from annotator.core.agreement.columns import Ints
from annotator.core.agreement.extras import Extras
from annotator.core.agreement.layers import Content
from annotator.core.agreement.selection import shared_sets
from annotator.core.scheme import Layer
from annotator.database import db
from annotator.projects.models import Project
from annotator.projects.queries import label_names


@dataclass(frozen=True, slots=True)
class Shown:
    """A document that is compared; `changed` is the day on which the last of its sets was."""

    id: int
    name: str
    changed: str


@dataclass(frozen=True, slots=True)
class Material:
    """The content, the numbers of its sets in the database, and its documents, in the order of the content."""

    content: Content
    sets: Ints
    documents: list[Shown]


def read_material(project: Project, layer: Layer, asked: Asked) -> Material:
    """Read what is to be compared in a layer. Refuses what `project_agreement` refuses."""
    question = asked.question()
    roll = asked_for(project.id, question, work_roll(project.id, further=question.further))
    shared = shared_sets(roll.register, question.annotators)
    numbers, sets = roll.documents[shared.documents], roll.sets[shared.sets]
    spans = spans_in(project.id, sets, numbers)
    content = Content(
        shared=shared,
        lengths=roll.lengths[shared.documents],
        names=label_names(project.id),
        spans=spans,
        chosen=choices_in(project.id, sets, numbers),
        extras=extras_in(project.id, sets, spans, numbers) if has_extras([layer]) else Extras(),
    )
    days = days_of(project.id, question)
    shown = [
        Shown(number, name, days[number].isoformat())
        for number, name in zip(numbers.tolist(), shared.names, strict=True)
    ]
    return Material(content, np.asarray(sets), shown)


def unit_for(project: Project, asked: Asked) -> str:
    """Return the unit in which the course of time is told."""
    return unit_of(set(days_of(project.id, asked.question()).values()))


def raters_of(project_id: int) -> list[str]:
    """Return the names of all who finished documents, then of gold and suggestions that are there."""
    query = select(User.name, SETS.c.kind).join(User, User.id == SETS.c.annotator_id).distinct()
    found = db.session.execute(query.where(SETS.c.project_id == project_id, WORK | FURTHER))
    names = {(kind != "work", rater_name(name, kind)) for name, kind in found}
    return [name for _, name in sorted(names)]
