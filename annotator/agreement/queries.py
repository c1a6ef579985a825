"""Agreement in a project, as people and programs are told of it."""

import numpy as np

from annotator.agreement.counting import Wish, counted_layers
from annotator.agreement.rolls import asked_for, days_of, work_roll
from annotator.core.agreement.columns import Ints
from annotator.core.agreement.context import Context
from annotator.core.agreement.layers import chosen_layers
from annotator.core.agreement.question import Question
from annotator.core.agreement.report import Report, report_of
from annotator.core.agreement.selection import shared_sets
from annotator.core.agreement.tokens import Rule
from annotator.projects.models import Project
from annotator.projects.queries import scheme_of


def project_agreement(project: Project, question: Question, rule: Rule = "regex") -> Report:
    """Return the agreement of those who finished documents of the project; drafts and skipped work do not count.

    Refuses questions about layers, labels, annotators, periods and metadata that are not there, and where nothing can
    be compared.
    """
    layers = chosen_layers(scheme_of(project), question)
    every = work_roll(project.id, further=question.further)
    roll = asked_for(project.id, question, every)
    shared = shared_sets(roll.register, question.annotators)
    counted = counted_layers(Wish(project, layers, question, rule), every)
    sets = np.flatnonzero(np.isin(every.sets[every.shareable()], roll.sets[shared.sets]))
    names = {name: at for at, name in enumerate(shared.annotators)}
    place = np.array([names.get(name, 0) for name in every.register.raters], np.int64)
    chosen = [one.only(sets).renamed(place) for one in counted]
    return report_of(shared, chosen, _context(project, question, roll.documents[shared.documents]))


def _context(project: Project, question: Question, documents: Ints) -> Context:
    threshold = project.settings.get("agreement_threshold")
    if not question.over:
        return Context(threshold)
    days = days_of(project.id, question)
    return Context(threshold, [days[number] for number in documents.tolist()], question.over)
