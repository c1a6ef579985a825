"""Rows of annotation sets, of what is in them, and of the events that made them.

Spans and relations are kept by (set, id) without a row number: the smallest and fastest form on SQLite.
Nothing here is ever deleted by a cascade.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from annotator.database import Instant, Json, Model, UuidKey, now


class AnnotationSet(Model):
    """One annotator's work of one kind on one document.

    `undo_top` and `redo_top` are the revisions of the events that undo and redo would act on; each event links to
    the one below it.
    """

    __tablename__ = "annotation_set"
    __table_args__ = (
        UniqueConstraint("document_id", "annotator_id", "kind"),
        CheckConstraint("kind IN ('work', 'gold', 'suggestion')", name="kind"),
        CheckConstraint("status IN ('assigned', 'in_progress', 'done', 'skipped')", name="status"),
        Index(
            "ix_annotation_set_queue", "project_id", "annotator_id", "kind", "status", "document_id"
        ),
        Index("ix_annotation_set_recent", "project_id", "updated_at", "id"),
        Index(
            "ix_annotation_set_flagged",
            "project_id",
            "annotator_id",
            "document_id",
            sqlite_where=text("flag IS NOT NULL"),
            postgresql_where=text("flag IS NOT NULL"),
        ),
        Index(
            "uq_annotation_set_gold",
            "document_id",
            unique=True,
            sqlite_where=text("kind = 'gold'"),
            postgresql_where=text("kind = 'gold'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    annotator_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(10), default="work")
    status: Mapped[str] = mapped_column(String(11), default="assigned")
    flag: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    span_count: Mapped[int] = mapped_column(default=0)
    undo_top: Mapped[int | None]
    redo_top: Mapped[int | None]
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    updated_at: Mapped[datetime] = mapped_column(Instant, default=now)


class SpanRow(Model):
    """A stored span. `fragments` is '' when the span is one piece, so that equal spans collide in the unique index."""

    __tablename__ = "span"
    __table_args__ = (
        UniqueConstraint("set_id", "start", "end", "label_id", "fragments"),
        Index("ix_span_label_id_set_id", "label_id", "set_id"),
        {"sqlite_with_rowid": False},
    )

    set_id: Mapped[int] = mapped_column(ForeignKey("annotation_set.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(UuidKey, primary_key=True)
    start: Mapped[int]
    end: Mapped[int]
    label_id: Mapped[int] = mapped_column(ForeignKey("label.id"))
    fragments: Mapped[str] = mapped_column(Text, default="")
    attributes: Mapped[dict[str, Any] | None] = mapped_column(Json)
    note: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[str] = mapped_column(String(32), default="", server_default="")


class RelationRow(Model):
    """A stored relation or filled role; `tail` is None when the role is filled by `value`."""

    __tablename__ = "relation"
    __table_args__ = (
        Index("ix_relation_label_id_set_id", "label_id", "set_id"),
        {"sqlite_with_rowid": False},
    )

    set_id: Mapped[int] = mapped_column(ForeignKey("annotation_set.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(UuidKey, primary_key=True)
    label_id: Mapped[int] = mapped_column(ForeignKey("label.id"))
    head: Mapped[UUID] = mapped_column(UuidKey)
    tail: Mapped[UUID | None] = mapped_column(UuidKey)
    value: Mapped[str | None] = mapped_column(Text)


class DocumentLabel(Model):
    """A label given to the whole document; `position` keeps the order of several."""

    __tablename__ = "document_label"
    __table_args__ = (Index("ix_document_label_label_id", "label_id"), {"sqlite_with_rowid": False})

    set_id: Mapped[int] = mapped_column(ForeignKey("annotation_set.id"), primary_key=True)
    label_id: Mapped[int] = mapped_column(ForeignKey("label.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class DeletedId(Model):
    """The id of a span or relation that was in the set and is not: it cannot be used for another one."""

    __tablename__ = "deleted_id"
    __table_args__ = ({"sqlite_with_rowid": False},)

    set_id: Mapped[int] = mapped_column(ForeignKey("annotation_set.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(UuidKey, primary_key=True)


class Event(Model):
    """What happened to a set at one revision. Only ever added to.

    `changes` lists [object, id, before, after]; `target` is the revision an undo or redo acted on; `below` is the
    next event down the stack this one was pushed on.
    """

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("set_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("annotation_set.id"))
    revision: Mapped[int]
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(10))
    target: Mapped[int | None]
    below: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    changes: Mapped[list[Any]] = mapped_column(Json)


class Progress(Model):
    """How many sets of an annotator stand at a status, and how many spans are in them; kept with every write."""

    __tablename__ = "progress"
    __table_args__ = ({"sqlite_with_rowid": False},)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    annotator_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    status: Mapped[str] = mapped_column(String(11), primary_key=True)
    sets: Mapped[int] = mapped_column(default=0)
    spans: Mapped[int] = mapped_column(default=0)
