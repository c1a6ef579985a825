"""What an export changed or left out, by label and reason, each with the way to the text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from annotator.database import db
from annotator.documents.models import Document

EXAMPLES = 5
"""Spans of each kind that are named."""


@dataclass(slots=True)
class Loss:
    """Spans of one label that met with the same: `examples` are the first of them."""

    layer: str
    label: str
    reason: str
    changed: bool
    count: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)


def losses_in(result: Mapping[str, Any], project_id: int) -> list[Loss]:
    """Return what an export's result tells of spans not held exactly, the most frequent first."""
    found: dict[tuple[str, str, str, bool], Loss] = {}
    for name in ("left_out", "changed"):
        for row in result.get(name, ()):
            _count(found, row, changed=name == "changed")
    losses = sorted(found.values(), key=lambda one: (one.changed, -one.count, one.layer, one.label))
    _link([row for one in losses for row in one.examples], project_id)
    return losses


def _count(
    found: dict[tuple[str, str, str, bool], Loss], row: Mapping[str, Any], *, changed: bool
) -> None:
    key = (str(row["layer"]), str(row["label"]), str(row["reason"]), changed)
    loss = found.setdefault(key, Loss(*key))
    loss.count += 1
    if len(loss.examples) < EXAMPLES:
        loss.examples.append(dict(row))


def _link(rows: Sequence[dict[str, Any]], project_id: int) -> None:
    """Give each row the number of its document, where that is still there."""
    numbers = _numbers({row["document"] for row in rows}, project_id)
    for row in rows:
        row["number"] = numbers.get(row["document"])


def _numbers(external_ids: Iterable[str], project_id: int) -> dict[str, int]:
    query = select(Document.external_id, Document.id).where(
        Document.project_id == project_id,
        Document.external_id.in_(list(external_ids)),
        Document.archived_at.is_(None),
    )
    return {row.external_id: row.id for row in db.session.execute(query)}
