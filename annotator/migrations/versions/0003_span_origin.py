"""How a span came when nobody marked it by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("span", sa.Column("origin", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("span") as batch:
        batch.drop_column("origin")
