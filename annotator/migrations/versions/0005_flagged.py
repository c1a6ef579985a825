"""An index of the sets that are flagged."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FLAGGED = sa.text("flag IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_annotation_set_flagged",
        "annotation_set",
        ["project_id", "annotator_id", "document_id"],
        sqlite_where=FLAGGED,
        postgresql_where=FLAGGED,
    )


def downgrade() -> None:
    op.drop_index("ix_annotation_set_flagged", "annotation_set")
