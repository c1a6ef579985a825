"""What is imported as a whole is seen by nobody until all of it is in, and leaves nothing behind when it is refused."""

import pytest
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.annotations.queue import next_document
from annotator.core.errors import Refused
from annotator.core.records import DocumentRecord
from annotator.database import db, write_tx
from annotator.documents.models import Document
from annotator.documents.operations import archive_document, store_documents
from annotator.interchange.checking import check_database
from annotator.interchange.formats.records import Place
from annotator.interchange.importing import (
    Import,
    ImportOptions,
    import_documents,
    in_stage,
    stage_for,
    store_batch,
)
from annotator.interchange.report import ImportReport
from annotator.interchange.revealing import reveal
from annotator.interchange.sources import Source
from annotator.interchange.staging import remove_stage, stage_named, sweep_stages
from annotator.projects.models import Member, Project
from annotator.projects.operations import create_project
from annotator.projects.queries import current_scheme
from tests.interchange.people_at_work import RECORDS, lines
from tests.migrations import chain

SPAN = "0190aaaa-0000-7000-8000-00000000000{}"


def work(name, *spans, annotator="eva", text="Rutte parle à Koursk.", **others):
    items = [
        {"id": SPAN.format(number), "start": a, "end": b, "label": label}
        for number, a, b, label in spans
    ]
    work = {"annotator": annotator, "spans": items} | others
    return {"id": name, "text": text, "annotations": [work]}


@pytest.fixture
def context(world):
    with world.app.app_context():
        yield world


def options(**changes):
    return ImportOptions(**{"create_labels": True} | changes)


def job(world, **changes):
    with db.session.no_autoflush:
        manager = db.session.scalars(select(User.id).where(User.name == "manager")).one()
    return Import(world.project_id, manager, options(**changes))


def source(*records):
    return Source("work.jsonl", "jsonl", body=lines(*records))


def bring(world, *records, **changes):
    return import_documents(job(world, **changes), [source(*records)])


def staged(world, *names):
    """Let documents wait in a stage, and return its slug."""
    asked = job(world)
    slug, _ = stage_for(asked, [])
    records = [(Place(), DocumentRecord(name, f"Texte {name}")) for name in names]
    store_batch(in_stage(asked, slug), records, ImportReport())
    return slug


def known():
    db.session.rollback()
    projects = select(Project.id).where(Project.archived_at.is_(None))
    return set(
        db.session.scalars(
            select(Document.external_id).where(Document.project_id.in_(projects))
        ).all()
    )


def sound():
    report = check_database()
    db.session.rollback()
    return (
        report.faults == []
        and not db.session.scalars(select(Project.id).where(Project.stage_of.is_not(None))).all()
    )


def test_nobody_sees_what_waits(context):
    assert context.send(lines(*RECORDS)).status_code == 201
    slug = staged(context, "a", "b")
    assert known() == {"one", "two", "três"}
    for who in ("manager", "admin"):
        listed = context.call("GET", f"/projects/{context.slug}/documents", who).json
        assert [item["external_id"] for item in listed["items"]] == ["one", "two", "três"]
        assert [one["slug"] for one in context.call("GET", "/projects", who).json["items"]] == [
            context.slug
        ]
        for number in (4, 5):
            assert context.call("GET", f"/documents/{number}", who).status_code == 404
        assert context.call("GET", f"/projects/{slug}", who).status_code == 404
    assert check_database().faults == []
    reveal(slug, 1)
    assert known() == {"one", "two", "três", "a", "b"}
    remove_stage(slug)
    assert sound()


def test_what_is_refused_leaves_nothing_behind(context):
    before = chain.everything()
    many = [work(f"d-{at}", (1, 0, 5, "HERO"), annotator=f"p-{at}") for at in range(120)]
    faulty = {"annotator": "eva", "start": 0, "end": 5, "label": "PER", "quote": "Putin"}
    wrong = {"id": "x", "text": "Rutte", "annotations": [faulty]}
    with pytest.raises(Refused, match=r"work.jsonl, line 121: .*quote"):
        bring(context, *many, wrong)
    assert chain.everything() == before
    assert bring(context, *many, dry_run=True).documents == 120
    assert chain.everything() == before


def test_work_on_known_documents_joins_what_is_there(context):
    first = work("a", (1, 0, 5, "PER"), note="first")
    bring(context, first, work("gone", text="Archivé"))
    gone = db.session.scalars(select(Document.id).where(Document.external_id == "gone")).one()
    archive_document(gone)
    both = work("a", (1, 0, 5, "PER"), (2, 14, 20, "LOC"))
    both["annotations"] += work("a", (3, 0, 5, "PER"), annotator="zoe")["annotations"]
    report = bring(context, both, work("b", (4, 0, 5, "PER")), work("gone", text="Archivé"))
    assert (report.documents, report.spans) == (1, 3)
    assert known() == {"a", "b", "gone"}
    for who, spans in (("eva", [(0, 5), (14, 20)]), ("zoe", [(0, 5)])):
        stored = context.call("GET", f"/documents/1/annotations?annotator={who}").json
        assert [(span["start"], span["end"]) for span in stored["spans"]] == spans
    assert sound()
    assert bring(context, both).spans == 0
    assert sound()


def test_work_that_does_not_go_with_what_is_there_is_named_by_its_line(context):
    bring(context, work("a", (1, 0, 5, "PER")))
    before = chain.everything()
    with pytest.raises(Refused, match=r"work\.jsonl, line 2"):
        bring(context, work("b", (2, 0, 5, "PER")), work("a", (1, 14, 20, "LOC")))
    assert chain.everything() == before


def test_a_text_that_came_in_meanwhile_is_not_overwritten(context):
    slug = staged(context, "a")
    store_documents(context.project_id, [DocumentRecord("a", "Un autre texte")])
    with pytest.raises(Refused, match="with another text"):
        reveal(slug, 1)
    remove_stage(slug)
    assert known() == {"a"}
    assert sound()


def test_a_scheme_that_was_changed_meanwhile_refuses_the_import(context):
    slug = staged(context, "a")
    with write_tx() as session:
        session.get_one(Project, context.project_id).scheme_revision += 1
    with pytest.raises(Refused, match="scheme was changed"):
        reveal(slug, 1)
    remove_stage(slug)
    assert known() == set()


def test_labels_come_with_the_work_or_not_at_all(context):
    scheme = current_scheme(context.project_id)
    with pytest.raises(Refused):
        bring(context, work("a", (1, 0, 5, "HERO")), b"{broken")
    assert current_scheme(context.project_id) == scheme
    assert bring(context, work("a", (1, 0, 5, "HERO"))).labels_created == ["HERO"]
    assert ("entity", "HERO") in current_scheme(context.project_id).label_names()
    assert sound()


def test_the_queue_comes_back_to_what_waited_behind_it(context):
    slug = staged(context, "early")
    store_documents(context.project_id, [DocumentRecord("late", "Plus tard")])
    member = db.session.scalars(select(Member.user_id).where(Member.role == "annotator")).first()
    late = next_document(context.project_id, member)
    assert next_document(context.project_id, member) == late
    with write_tx() as session:
        session.get_one(Member, (context.project_id, member)).queue_cursor = late
    reveal(slug, 1)
    remove_stage(slug)
    early = db.session.scalars(select(Document.id).where(Document.external_id == "early")).one()
    assert early < late
    assert next_document(context.project_id, member, after=late) == early


def test_a_sweep_takes_the_stages_of_ended_imports_only(context):
    living, forgotten = staged(context, "a"), staged(context, "b")
    with write_tx() as session:
        stage = stage_named(forgotten)
        stage.settings = stage.settings | {"job": None}
        stage.created_at = session.get_one(Project, context.project_id).created_at.replace(
            year=2020
        )
    sweep_stages()
    assert stage_named(forgotten) is None
    assert stage_named(living) is not None
    remove_stage(living)
    # Its number may belong to a project of people's work by now.
    taken = create_project("Taken").id
    store_documents(taken, [DocumentRecord("x", "À moi")])
    remove_stage(living)
    assert known() == {"x"}
    assert sound()
