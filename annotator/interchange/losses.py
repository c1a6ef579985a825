"""What an export changed or left out, by label and reason, each with the way to the text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from annotator.accounts.models import User
from annotator.annotations.models import AnnotationSet, SpanRow
from annotator.core.report import Kind
from annotator.database import db
from annotator.documents.models import Document

EXAMPLES = 3
"""Spans of each kind that are named."""
PAGE = 100
"""Spans on a page of a list."""
QUOTED = 60
"""Code points of a span that are shown."""


@dataclass(slots=True)
class Loss:
    """Spans of one label that met with the same: `rows` are some of the `listed`; `following` begins the next page."""

    layer: str
    label: str
    reason: str
    changed: bool
    count: int = 0
    listed: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)
    following: int | None = None


def losses_in(result: Mapping[str, Any], project_id: int) -> list[Loss]:
    """Return what an export's result tells of spans not held exactly, the most frequent first."""
    found = {kind: Loss(*kind, count) for kind, count in _counts(result)}
    for kind, row in _rows(result):
        loss = found[kind]
        loss.listed += 1
        if len(loss.rows) < EXAMPLES:
            loss.rows.append(dict(row))
    losses = sorted(found.values(), key=lambda one: (one.changed, -one.count, one.layer, one.label))
    _link([row for one in losses for row in one.rows], project_id)
    return losses


def places_in(
    result: Mapping[str, Any],
    project_id: int,
    wanted: Mapping[str, str],
    *,
    after: int,
    changed: bool,
) -> Loss:
    """Return the spans of one `layer`, `label` and `reason`, a page of them behind the first `after`."""
    kind = (wanted["layer"], wanted["label"], wanted["reason"], changed)
    counts = dict(_counts(result))
    found = [row for one, row in _rows(result) if one == kind]
    loss = Loss(*kind, counts.get(kind, 0), len(found))
    loss.rows = [dict(row) for row in islice(found, after, after + PAGE)]
    loss.following = after + PAGE if after + PAGE < len(found) else None
    _link(loss.rows, project_id)
    return loss


def _counts(result: Mapping[str, Any]) -> Iterator[tuple[Kind, int]]:
    for layer, label, reason, changed, count in result.get("losses", ()):
        yield (layer, label, reason, changed), count


def _rows(result: Mapping[str, Any]) -> Iterator[tuple[Kind, Mapping[str, Any]]]:
    for name in ("left_out", "changed"):
        for row in result.get(name, ()):
            yield (row["layer"], row["label"], row["reason"], name == "changed"), row


def _link(rows: Sequence[dict[str, Any]], project_id: int) -> None:
    """Give each row the number of its document, where that is still there, and whose span it is.

    A span that several people marked is shown in the work of one of them.
    """
    numbers = _numbers({row["document"] for row in rows}, project_id)
    holders = _holders(numbers.values(), [UUID(row["id"]) for row in rows])
    for row in rows:
        row["number"] = numbers.get(row["document"])
        row["holder"] = holders.get((row["number"], row["id"]))
        row["quote"] = _quote(row["number"], row["start"], row["end"])


def _numbers(external_ids: Iterable[str], project_id: int) -> dict[str, int]:
    query = select(Document.external_id, Document.id).where(
        Document.project_id == project_id,
        Document.external_id.in_(list(external_ids)),
        Document.archived_at.is_(None),
    )
    return {row.external_id: row.id for row in db.session.execute(query)}


def _quote(document: int | None, start: int, end: int) -> str:
    length = min(end - start, QUOTED)
    part = select(func.substr(Document.text, start + 1, length)).where(Document.id == document)
    found = db.session.scalar(part) or ""
    return f"{found}…" if length < end - start else found


def _holders(documents: Iterable[int], spans: Sequence[UUID]) -> dict[tuple[int | None, str], str]:
    """Return the name of the annotator of each span, by document and id."""
    query = (
        select(AnnotationSet.document_id, SpanRow.id, User.name)
        .join(AnnotationSet, AnnotationSet.id == SpanRow.set_id)
        .join(User, User.id == AnnotationSet.annotator_id)
        .where(
            AnnotationSet.document_id.in_(list(documents)),
            AnnotationSet.kind == "work",
            SpanRow.id.in_(spans),
        )
        .order_by(User.name.desc())
    )
    rows = db.session.execute(query)
    return {(document, str(identity)): name for document, identity, name in rows}
