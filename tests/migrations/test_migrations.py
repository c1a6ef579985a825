import stat
from contextlib import closing
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from annotator.database import Model
from annotator.database.sqlite import driver
from tests.conftest import build_app, close_database
from tests.migrations import chain

ALTERING = """
KINDS = "kind IN ('work', 'gold', 'suggestion')"
STATUSES = "status IN ('assigned', 'in_progress', 'done', 'skipped', 'returned')"

def upgrade():
    checks = [sa.CheckConstraint(KINDS, name=op.f("ck_annotation_set_kind")),
              sa.CheckConstraint(STATUSES, name=op.f("ck_annotation_set_status"))]
    with op.batch_alter_table("annotation_set", table_args=checks, recreate="always") as batch:
        batch.add_column(sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("document") as batch:
        batch.add_column(sa.Column("source", sa.Text()))
        batch.alter_column("external_id", type_=sa.String(600), existing_nullable=False)
        batch.create_unique_constraint(op.f("uq_document_source"), ["source"])

def downgrade():
    op.drop_column("annotation_set", "priority")
    with op.batch_alter_table("document") as batch:
        batch.drop_constraint(op.f("uq_document_source"), type_="unique")
        batch.drop_column("source")
"""
FAILING = ALTERING.replace("def downgrade", '    raise RuntimeError("no further")\n\ndef downgrade')
DANGLING = 'def upgrade():\n    op.execute("UPDATE event SET actor_id = 10000")\n'
LOSING = 'def upgrade():\n    op.execute("DELETE FROM span WHERE start < 50")\n'
DROPPING = 'def upgrade():\n    op.drop_table("event")\n'


def backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("instance/backups/before-migration-*.sqlite3"))


def test_an_empty_file_gets_every_table(tmp_path: Path) -> None:
    app = build_app(tmp_path)
    with app.app_context():
        flask_migrate.upgrade()
        assert set(chain.row_counts().values()) == {0}
        assert chain.revision() == chain.newest_revision(app)
    close_database(app)
    assert backups(tmp_path) == []


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    with app.app_context():
        flask_migrate.check()


def test_the_migrations_make_the_same_definitions_as_the_models(app: Flask, tmp_path: Path) -> None:
    """What `db check` does not see: CHECK constraints, WITHOUT ROWID, conditions of indexes."""
    other = build_app(tmp_path / "made")
    with other.app_context():
        Model.metadata.create_all(chain.db.engine)
        made = {definition(sql) for sql in chain.schema()}
    close_database(other)
    with app.app_context():
        migrated = {definition(sql) for sql in chain.schema() if "alembic_version" not in sql}

    assert migrated == made


def definition(sql: str) -> str:
    """The same definition, whatever the order of its lines and the layout."""
    return " ".join(
        sorted(sql.replace('"', "").replace(",", " ").replace("DEFAULT NULL", "").split())
    )


def test_a_filled_database_that_is_up_to_date_is_left_alone(filled: Flask, tmp_path: Path) -> None:
    before = chain.everything()

    flask_migrate.upgrade()
    flask_migrate.check()
    flask_migrate.current()

    assert chain.everything() == before
    assert backups(tmp_path) == []


def test_a_migration_of_a_filled_database_loses_nothing(filled: Flask, tmp_path: Path) -> None:
    counts, checked, schema = chain.row_counts(), chain.check(), chain.schema()
    rows = chain.everything()
    assert all(
        counts[name] for name in ("span", "relation", "document_label", "event", "deleted_id")
    )
    chain.add_migration(filled, tmp_path, ALTERING)

    flask_migrate.upgrade()

    assert chain.revision() == "throwaway"
    assert chain.row_counts() == counts
    assert chain.check() == checked
    assert checked["faults"] == []
    assert chain.foreign_keys_on()
    untouched = {name for name in rows if name not in ("annotation_set", "document")}
    assert {name: chain.everything()[name] for name in untouched} == {
        name: rows[name] for name in untouched
    }
    changed = [sql for sql in schema - chain.schema() if "CREATE INDEX" in sql.upper()]
    assert changed == [], "indexes must come back with their table"
    assert any("'returned'" in sql for sql in chain.schema())


def test_a_backup_is_made_before_a_filled_database_is_migrated(
    filled: Flask, tmp_path: Path
) -> None:
    counts, revision = chain.row_counts(), chain.revision()
    chain.add_migration(filled, tmp_path, ALTERING)

    flask_migrate.upgrade()

    (copy,) = backups(tmp_path)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(driver().connect(str(copy))) as connection:
        found = {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 -- our own names
            for name in counts
        }
        (at,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert found == counts
    assert at == revision


@pytest.mark.parametrize("steps", [FAILING, DANGLING, LOSING, DROPPING])
def test_a_migration_that_fails_or_loses_changes_nothing(
    filled: Flask, tmp_path: Path, steps: str
) -> None:
    before, schema, revision = chain.everything(), chain.schema(), chain.revision()
    chain.add_migration(filled, tmp_path, steps)

    with pytest.raises(SystemExit) as ended:
        flask_migrate.upgrade()

    assert ended.value.code == 1
    assert chain.everything() == before
    assert chain.schema() == schema
    assert chain.revision() == revision
    assert chain.foreign_keys_on()
    assert chain.check()["faults"] == []


def test_going_back_and_forth_keeps_the_work(filled: Flask, tmp_path: Path) -> None:
    chain.add_migration(filled, tmp_path, ALTERING)
    flask_migrate.upgrade()
    before = chain.everything()

    flask_migrate.downgrade()
    assert chain.check()["faults"] == []
    flask_migrate.upgrade()

    before["document"] = [row[:-1] for row in before["document"]]
    after = chain.everything()
    after["document"] = [row[:-1] for row in after["document"]]
    assert after == before
    assert len(backups(tmp_path)) == 3


def test_going_back_behind_the_first_version_is_refused(filled: Flask, tmp_path: Path) -> None:
    before = chain.everything()

    with pytest.raises(SystemExit):
        flask_migrate.downgrade(revision="base")

    assert chain.everything() == before
    assert len(backups(tmp_path)) == 1
