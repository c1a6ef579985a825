"""Which split each document of an export belongs to: by hash, as in an earlier export, or in strata."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotator.core.dealing import Known, check_groups, kept, stratified
from annotator.core.errors import Refused
from annotator.core.policy import prepare
from annotator.core.records import DocumentRecord
from annotator.core.report import ExportOptions
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence
from annotator.core.splits import DEFAULT_RATIOS, SplitRule, read_ratios
from annotator.interchange.formats.snapshot import read_export
from annotator.interchange.queries import known_documents

Documents = Callable[[], Iterable[DocumentRecord]]
"""Reads the documents anew each time, for strata are counted before anything is written."""


def rule_of(
    project_id: int, options: ExportOptions, scheme: Scheme, documents: Documents
) -> tuple[SplitRule, ExportOptions]:
    """Return how documents are dealt out, and the options with the earlier export named by its digest.

    Raises Refused for groups that are torn, for what is no earlier export, and for metadata nobody has.
    """
    rule = SplitRule(read_ratios(options.split or DEFAULT_RATIOS), options.group_by)
    if options.group_by:
        _check_known(options.group_by, "group_by", known_documents(project_id))
        check_groups(known_documents(project_id), rule)
    if options.keep_split:
        past = read_export(Path(options.keep_split))
        if not past.was_split:
            message = sentence(
                "The earlier export was not split, so it has no splits to keep: name another."
            )
            raise Refused.field("keep_split", message)
        before = (((one.id, one.meta), one.split) for one in past.documents)
        rule = replace(rule, fixed=kept(before, rule))
        options = replace(options, keep_split=past.manifest["dataset_sha256"])
    if options.stratify:
        known = list(_chosen(documents(), options, scheme))
        _check_known(options.stratify, "stratify", known)
        rule = replace(rule, fixed=stratified(known, rule, options.stratify))
    return rule, options


def _check_known(key: str, field: str, documents: Iterable[Known]) -> None:
    if not any(key in meta for _, meta in documents):
        message = sentence(
            "None of the documents has the metadata %(key)s: name another key.", key=key
        )
        raise Refused.field(field, message)


def _chosen(
    documents: Iterable[DocumentRecord], options: ExportOptions, scheme: Scheme
) -> Iterator[Known]:
    for one in prepare(documents, options, scheme):
        yield one.document.id, one.document.meta
