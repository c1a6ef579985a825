"""Exporting a project: choosing whose work is taken, dealing out the splits, writing the format."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.annotations.models import AnnotationSet
from annotator.core.errors import Refused
from annotator.core.policy import check_names, prepare, read_policy
from annotator.core.report import ExportOptions, ExportReport
from annotator.core.sentences import sentence
from annotator.core.splits import DEFAULT_RATIOS, read_ratios
from annotator.database import db
from annotator.interchange.formats import writer_of
from annotator.interchange.progress import Told, told
from annotator.interchange.queries import annotated_documents
from annotator.interchange.rebuilding import verified
from annotator.interchange.splitting import rule_of
from annotator.projects.models import Project
from annotator.projects.queries import scheme_of


def export_project(
    project_id: int,
    options: ExportOptions,
    target: Path,
    progress: Told = lambda _count: None,
) -> ExportReport:
    """Write an export into the folder `target`; what was there before is replaced only by a complete export.

    A dry run is the same export but for the files, so that what it reports is what will be.

    Raises Refused for options that make no sense and for an export that would lose more than was allowed.
    """
    check_options(project_id, options)
    project = db.session.get_one(Project, project_id)
    scheme, options = scheme_of(project), replace(options, language=project.language)
    rule, options = rule_of(project_id, options, scheme, lambda: annotated_documents(project_id))
    documents = told(annotated_documents(project_id), progress)
    if options.check:
        documents = verified(project_id, documents)
        # What a dry run writes is kept nowhere, so that there is nothing to read again.
        options = replace(options, check=not options.dry_run)
    prepared = prepare(
        documents, options, scheme, lambda document: rule.split_of(document.id, document.meta)
    )
    return writer_of(options.format)(prepared, target, options, scheme)


def check_options(project_id: int, options: ExportOptions) -> None:
    """Refuse options that can be seen to be wrong without writing anything."""
    writer_of(options.format)
    policy = read_policy(options.annotations)
    read_ratios(options.split or DEFAULT_RATIOS)
    check_names(options, scheme_of(db.session.get_one(Project, project_id)))
    if policy.kind == "annotator" and policy.annotator not in annotators_of(project_id):
        names = ", ".join(annotators_of(project_id)) or sentence("nobody yet")
        message = sentence(
            "%(annotator)s has no work in this project. There is work by: %(names)s. "
            "Besides a name, --annotations takes gold, majority, majority:K, union or all.",
            annotator=policy.annotator,
            names=names,
        )
        raise Refused.field("annotations", message)


def annotators_of(project_id: int) -> list[str]:
    """Return the names of those who have a set in the project."""
    query = (
        select(User.name)
        .join(AnnotationSet, AnnotationSet.annotator_id == User.id)
        .where(AnnotationSet.project_id == project_id)
        .distinct()
        .order_by(User.name)
    )
    return list(db.session.scalars(query))
