"""Search by words."""

from alembic import op

from annotator.documents.search_index import drop_index, make_index

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    make_index(op.get_bind())


def downgrade() -> None:
    drop_index(op.get_bind())
