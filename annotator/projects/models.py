"""Rows of projects, their schemes and their members."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.database import Instant, Json, Model, now

MEMBER_ROLES = ("manager", "curator", "annotator", "reader")


class Project(Model):
    """A body of documents labelled by one scheme. `scheme` is the current one; every revision is kept.

    With `stage_of` it is none that anybody sees: an import into that project waits in it until all of it is in.
    """

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    language: Mapped[str] = mapped_column(String(20))
    scheme: Mapped[dict[str, Any]] = mapped_column(Json)
    scheme_revision: Mapped[int] = mapped_column(default=1)
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    document_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
    stage_of: Mapped[int | None]


class SchemeRevision(Model):
    """The scheme as it was from one moment on."""

    __tablename__ = "scheme_revision"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[dict[str, Any]] = mapped_column(Json)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=now)


class LabelRow(Model):
    """The number under which rows of spans, relations and document labels keep a label's or role's name."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("project_id", "layer", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    layer: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(100))
    uses: Mapped[int] = mapped_column(default=0)


class Member(Model):
    """What a person may do in a project."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("role IN ('manager', 'curator', 'annotator', 'reader')", name="role"),
        Index("ix_member_user_id", "user_id"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(10))
    queue_cursor: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
