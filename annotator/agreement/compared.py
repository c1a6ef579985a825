"""The work in one layer that a question compares, span by span: what measures that are not sums are taken on."""

import numpy as np

from annotator.agreement.contents import choices_in, spans_in
from annotator.agreement.rolls import asked_for, work_roll
from annotator.core.agreement.layers import Content, LayerWork, layer_work
from annotator.core.agreement.question import Question
from annotator.core.agreement.selection import Shared, shared_sets
from annotator.core.scheme import Layer
from annotator.projects.models import Project
from annotator.projects.queries import label_names


def compared_layer(project: Project, question: Question, layer: Layer) -> tuple[Shared, LayerWork]:
    """Return the shared sets and their work in the layer. Refuses as `project_agreement` does."""
    every = work_roll(project.id, further=question.further)
    roll = asked_for(project.id, question, every)
    shared = shared_sets(roll.register, question.annotators)
    sets = roll.sets[shared.sets]
    content = Content(
        shared=shared,
        lengths=roll.lengths[shared.documents].astype(np.int64),
        names=label_names(project.id),
        spans=spans_in(project.id, sets),
        chosen=choices_in(project.id, sets),
    )
    return shared, layer_work(content, layer, question.labels)
