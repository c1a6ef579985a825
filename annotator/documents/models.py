"""Rows of documents."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.database import Instant, Json, Model, now


class Document(Model):
    """A text. `text` stays last and is read when asked for: SQLite then leaves the long part of a row alone."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("project_id", "external_id"),
        Index("ix_document_project_id_id", "project_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    external_id: Mapped[str] = mapped_column(String(500))
    length: Mapped[int]
    text_sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
    meta: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    text: Mapped[str] = mapped_column(Text, deferred=True)

    @property
    def title(self) -> str:
        """What people call it: the title of its metadata, or its external id."""
        title = self.meta.get("title")
        return title if isinstance(title, str) and title else self.external_id
