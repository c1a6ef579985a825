"""Rebuilding documents as they were: the sets on them at past revisions, from their events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.annotations.models import AnnotationSet, Event
from annotator.annotations.rows import EMPTY
from annotator.annotations.stored import Names, relation_from_value, span_from_value
from annotator.core.changes import State, from_json, rebuild
from annotator.core.errors import Refused
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.sentences import sentence
from annotator.core.spans import reading_order
from annotator.core.texts import text_digest
from annotator.database import db
from annotator.documents.models import Document
from annotator.interchange.formats.snapshot import DocumentVersion, SetVersion
from annotator.projects.queries import label_names

PAGE = 200
Found = dict[tuple[int, str, str], tuple[int, int]]
"""Id and present revision of a set, by document, annotator and kind."""


@dataclass(slots=True)
class Rebuilding:
    """Rebuilds documents of a project; what cannot be had any more is told in `missing`."""

    project_id: int
    missing: list[str] = field(default_factory=list)

    def documents(self, versions: Iterable[DocumentVersion]) -> Iterator[DocumentRecord]:
        """Yield the documents as they were, in the order of the versions, archived ones too."""
        names = label_names(self.project_id)
        remaining = iter(versions)
        while page := list(islice(remaining, PAGE)):
            found = self._page(page, names)
            db.session.rollback()
            yield from found

    def _page(self, page: Sequence[DocumentVersion], names: Names) -> list[DocumentRecord]:
        rows = _rows(self.project_id, [one.id for one in page])
        stored = _stored_sets([row.id for row in rows.values()])
        events = _events([set_id for set_id, _ in stored.values()], page)
        documents = []
        for one in page:
            row = rows.get(one.id)
            if row is None:
                self.missing.append(
                    sentence("the document %(document)s is not there", document=one.id)
                )
                continue
            if text_digest(row.text) != one.text_sha256:
                self.missing.append(
                    sentence("the document %(document)s has another text", document=one.id)
                )
            sets = []
            for version in one.sets:
                set_id, revision = stored.get((row.id, version.annotator, version.kind), (0, 0))
                if set_id and revision >= version.revision:
                    sets.append(_record(version, events[set_id], names))
                else:
                    self.missing.append(_never(version, one.id))
            documents.append(DocumentRecord(one.id, row.text, one.meta, tuple(sets)))
        return documents


def _never(version: SetVersion, document: str) -> str:
    who = f"{version.annotator}'s set of kind {version.kind} on {document}"
    return sentence(
        "%(who)s never was at revision %(revision)s", who=who, revision=version.revision
    )


def verified(project_id: int, documents: Iterable[DocumentRecord]) -> Iterator[DocumentRecord]:
    """Yield the documents, each compared with what its events made of it; refuses one that differs."""
    remaining = iter(documents)
    while page := list(islice(remaining, PAGE)):
        rebuilding = Rebuilding(project_id)
        again = rebuilding.documents(version_of(one) for one in page)
        for one, other in zip(page, again, strict=True):
            if one != other:
                message = sentence(
                    "The work on %(document)s is not what its events made it, so it was not exported: "
                    "`flask check` says more.",
                    document=one.id,
                )
                raise Refused(message)
            yield one


def version_of(document: DocumentRecord, split: str = "") -> DocumentVersion:
    """Return which version of a document this is."""
    sets = tuple(SetVersion(s.annotator, s.kind, s.revision) for s in document.annotations)
    digest = text_digest(document.text)
    return DocumentVersion(document.id, digest, dict(document.meta), split, sets)


def _rows(project_id: int, external_ids: Sequence[str]) -> dict[str, Any]:
    query = select(Document.id, Document.external_id, Document.text).where(
        Document.project_id == project_id, Document.external_id.in_(external_ids)
    )
    return {row.external_id: row for row in db.session.execute(query)}


def _stored_sets(document_ids: Sequence[int]) -> Found:
    query = (
        select(
            AnnotationSet.document_id,
            User.name,
            AnnotationSet.kind,
            AnnotationSet.id,
            AnnotationSet.revision,
        )
        .join(User, User.id == AnnotationSet.annotator_id)
        .where(AnnotationSet.document_id.in_(document_ids))
    )
    return {
        (document, name, kind): (set_id, revision)
        for document, name, kind, set_id, revision in db.session.execute(query)
    }


def _events(
    set_ids: Sequence[int], page: Sequence[DocumentVersion]
) -> dict[int, list[tuple[int, Any]]]:
    """Return (revision, changes) of the events of each set, up to the last revision that anybody needs."""
    last = max((version.revision for one in page for version in one.sets), default=0)
    query = (
        select(Event.set_id, Event.revision, Event.changes)
        .where(Event.set_id.in_(set_ids), Event.revision <= last)
        .order_by(Event.set_id, Event.revision)
    )
    found: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    for set_id, revision, changes in db.session.execute(query):
        found[set_id].append((revision, changes))
    return found


def _record(
    version: SetVersion, events: Iterable[tuple[int, Any]], names: Names
) -> AnnotationRecord:
    state = rebuild(from_json(changes) for at, changes in events if at <= version.revision)
    fields: dict[str, Any] = {name: state.get((name, ""), EMPTY[name]) for name in EMPTY}
    return AnnotationRecord(
        annotator=version.annotator,
        kind=version.kind,
        spans=tuple(
            sorted(
                (span_from_value(UUID(key), value, names) for key, value in _of(state, "span")),
                key=reading_order,
            )
        ),
        relations=tuple(
            sorted(
                (
                    relation_from_value(UUID(key), value, names)
                    for key, value in _of(state, "relation")
                ),
                key=lambda one: one.id,
            )
        ),
        labels={
            layer: tuple(names[number][1] for number in values)
            for layer, values in _of(state, "labels")
        },
        revision=version.revision,
        **fields,
    )


def _of(state: State, kind: str) -> Iterator[tuple[str, Any]]:
    return ((key, value) for (what, key), value in state.items() if what == kind)
