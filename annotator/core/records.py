"""Records: the one shape in which documents and the work on them enter and leave, whatever the format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from annotator.core.spans import Span

STATUSES = ("assigned", "in_progress", "done", "skipped")
KINDS = ("work", "gold", "suggestion")


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed link between two spans of one set, or a role filled by an implied `value` (`tail` is None)."""

    id: UUID
    label: str
    head: UUID
    tail: UUID | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotationRecord:
    """One annotator's work on one document: an annotation set outside the database."""

    annotator: str
    kind: str = "work"
    status: str = "done"
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    flag: str | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A text with its metadata and everybody's work on it. `id` is the document's `external_id`."""

    id: str
    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    annotations: tuple[AnnotationRecord, ...] = ()
