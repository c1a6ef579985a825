"""First version."""

import sqlalchemy as sa
from alembic import op

UUID = sa.Uuid().with_variant(sa.LargeBinary(16), "sqlite")


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    with op.batch_alter_table("failed_sign_in", schema=None) as batch_op:
        batch_op.create_index("ix_failed_sign_in_subject_at", ["subject", "at"], unique=False)

    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("scheme_revision", sa.Integer(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("document_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("name", name=op.f("uq_project_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_project_slug")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("role IN ('admin', 'user')", name=op.f("ck_user_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("name", name=op.f("uq_user_name")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=500), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("meta", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_document_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "project_id", "external_id", name=op.f("uq_document_project_id_external_id")
        ),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_project_id_id", ["project_id", "id"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_by", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_job_state"),
        ),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_job_created_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_state_id", ["state", "id"], unique=False)

    op.create_table(
        "label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_label_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
        sa.UniqueConstraint(
            "project_id", "layer", "name", name=op.f("uq_label_project_id_layer_name")
        ),
    )
    op.create_table(
        "member",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("queue_cursor", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('manager', 'curator', 'annotator', 'reader')", name=op.f("ck_member_role")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_member_project_id_project")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_member_user_id_user")),
        sa.PrimaryKeyConstraint("project_id", "user_id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index("ix_member_user_id", ["user_id"], unique=False)

    op.create_table(
        "progress",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("annotator_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=11), nullable=False),
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("spans", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["annotator_id"], ["user.id"], name=op.f("fk_progress_annotator_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_progress_project_id_project")
        ),
        sa.PrimaryKeyConstraint(
            "project_id", "annotator_id", "kind", "status", name=op.f("pk_progress")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", UUID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_receipt_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_receipt")),
    )
    op.create_table(
        "scheme_revision",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user.id"], name=op.f("fk_scheme_revision_actor_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_scheme_revision_project_id_project")
        ),
        sa.PrimaryKeyConstraint("project_id", "revision", name=op.f("pk_scheme_revision")),
    )
    op.create_table(
        "sign_in",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_in_user_id_user")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_user_id", ["user_id"], unique=False)

    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_token_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_token_digest")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index("ix_token_user_id", ["user_id"], unique=False)

    op.create_table(
        "annotation_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("annotator_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=11), nullable=False),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("span_count", sa.Integer(), nullable=False),
        sa.Column("undo_top", sa.Integer(), nullable=True),
        sa.Column("redo_top", sa.Integer(), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('work', 'gold', 'suggestion')", name=op.f("ck_annotation_set_kind")
        ),
        sa.CheckConstraint(
            "status IN ('assigned', 'in_progress', 'done', 'skipped')",
            name=op.f("ck_annotation_set_status"),
        ),
        sa.ForeignKeyConstraint(
            ["annotator_id"], ["user.id"], name=op.f("fk_annotation_set_annotator_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_annotation_set_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_annotation_set_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotation_set")),
        sa.UniqueConstraint(
            "document_id",
            "annotator_id",
            "kind",
            name=op.f("uq_annotation_set_document_id_annotator_id_kind"),
        ),
    )
    with op.batch_alter_table("annotation_set", schema=None) as batch_op:
        batch_op.create_index(
            "ix_annotation_set_queue",
            ["project_id", "annotator_id", "kind", "status", "document_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_annotation_set_recent", ["project_id", "updated_at", "id"], unique=False
        )
        batch_op.create_index(
            "uq_annotation_set_gold",
            ["document_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'gold'"),
            postgresql_where=sa.text("kind = 'gold'"),
        )

    op.create_table(
        "deleted_id",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("id", UUID, nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_deleted_id_set_id_annotation_set")
        ),
        sa.PrimaryKeyConstraint("set_id", "id", name=op.f("pk_deleted_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document_label",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["label_id"], ["label.id"], name=op.f("fk_document_label_label_id_label")
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_document_label_set_id_annotation_set")
        ),
        sa.PrimaryKeyConstraint("set_id", "label_id", name=op.f("pk_document_label")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("document_label", schema=None) as batch_op:
        batch_op.create_index("ix_document_label_label_id", ["label_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("below", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_event_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_event_set_id_annotation_set")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("set_id", "revision", name=op.f("uq_event_set_id_revision")),
    )
    op.create_table(
        "relation",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("id", UUID, nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.Column("head", UUID, nullable=False),
        sa.Column("tail", UUID, nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["label_id"], ["label.id"], name=op.f("fk_relation_label_id_label")
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_relation_set_id_annotation_set")
        ),
        sa.PrimaryKeyConstraint("set_id", "id", name=op.f("pk_relation")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index("ix_relation_label_id_set_id", ["label_id", "set_id"], unique=False)

    op.create_table(
        "span",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("id", UUID, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.Column("fragments", sa.Text(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["label_id"], ["label.id"], name=op.f("fk_span_label_id_label")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["annotation_set.id"], name=op.f("fk_span_set_id_annotation_set")
        ),
        sa.PrimaryKeyConstraint("set_id", "id", name=op.f("pk_span")),
        sa.UniqueConstraint(
            "set_id",
            "start",
            "end",
            "label_id",
            "fragments",
            name=op.f("uq_span_set_id_start_end_label_id_fragments"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("span", schema=None) as batch_op:
        batch_op.create_index("ix_span_label_id_set_id", ["label_id", "set_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("span", schema=None) as batch_op:
        batch_op.drop_index("ix_span_label_id_set_id")

    op.drop_table("span")
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.drop_index("ix_relation_label_id_set_id")

    op.drop_table("relation")
    op.drop_table("event")
    with op.batch_alter_table("document_label", schema=None) as batch_op:
        batch_op.drop_index("ix_document_label_label_id")

    op.drop_table("document_label")
    op.drop_table("deleted_id")
    with op.batch_alter_table("annotation_set", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_annotation_set_gold",
            sqlite_where=sa.text("kind = 'gold'"),
            postgresql_where=sa.text("kind = 'gold'"),
        )
        batch_op.drop_index("ix_annotation_set_recent")
        batch_op.drop_index("ix_annotation_set_queue")

    op.drop_table("annotation_set")
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index("ix_token_user_id")

    op.drop_table("token")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_user_id")

    op.drop_table("sign_in")
    op.drop_table("scheme_revision")
    op.drop_table("receipt")
    op.drop_table("progress")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index("ix_member_user_id")

    op.drop_table("member")
    op.drop_table("label")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_id")

    op.drop_table("job")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_project_id_id")

    op.drop_table("document")
    op.drop_table("user")
    op.drop_table("project")
    with op.batch_alter_table("failed_sign_in", schema=None) as batch_op:
        batch_op.drop_index("ix_failed_sign_in_subject_at")

    op.drop_table("failed_sign_in")
