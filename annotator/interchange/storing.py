"""Storing records that were read: the texts, the people named in them, and their work."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.accounts.operations import create_user
from annotator.accounts.queries import user_named_or_none
from annotator.annotations.importing import Incoming, import_sets
from annotator.core.errors import Refused
from annotator.core.records import DocumentRecord
from annotator.core.sentences import sentence
from annotator.database import write_tx
from annotator.documents.operations import check_known, store_documents
from annotator.projects.members import ensure_member


@dataclass(slots=True)
class StoredRecords:
    """How much of it was new."""

    documents: int = 0
    spans: int = 0
    relations: int = 0
    warnings: list[str] = field(default_factory=list)


def store_records(
    project_id: int, actor_id: int, records: Sequence[DocumentRecord], home: int | None = None
) -> StoredRecords:
    """Store documents with the work on them, all or nothing; what is known already is added to.

    With a `home`, where they are to move later, ids that are known there with another text are refused as well.
    """
    with write_tx() as session, session.begin_nested():
        stored = store_documents(project_id, records)
        if home is not None:
            check_known(home, records)
        people = _people(project_id, records)
        incoming = [
            Incoming(place.id, people[one.annotator], one)
            for place, record in zip(stored, records, strict=True)
            for one in record.annotations
        ]
        work = import_sets(project_id, incoming, actor_id)
    new = {place.id for place in stored if place.created}
    return StoredRecords(len(new), work.spans, work.relations, work.warnings)


def _people(project_id: int, records: Sequence[DocumentRecord]) -> dict[str, int]:
    """Return the accounts of all annotators named; who has none gets one that cannot sign in."""
    names = dict.fromkeys(one.annotator for record in records for one in record.annotations)
    people: dict[str, int] = {}
    for name in names:
        user = user_named_or_none(name)
        if user is None:
            try:
                user = create_user(name)
            except Refused as refusal:
                message = sentence(
                    "The annotator %(name)s cannot be an account: %(refusal)s",
                    name=repr(name),
                    refusal=refusal.message,
                )
                raise Refused.field("annotator", message) from None
        ensure_member(project_id, user.id, "annotator")
        people[name] = user.id
    return people
