"""An import whose worker is killed goes on where it stood; one that is cancelled leaves soon."""

import io
import subprocess
import threading
import time
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import func, select

from annotator.annotations.models import SpanRow
from annotator.database import db, now, write_tx
from annotator.documents.models import Document
from annotator.interchange.import_requests import ask_for_import, cancel_import
from annotator.interchange.uploads import keep_upload
from annotator.jobs.models import Job
from annotator.jobs.worker import Worker
from annotator.projects.models import Project
from annotator.projects.queries import Access
from tests.browser.serving import BIN, ROOT
from tests.durability.installation import found, opened

DOCUMENTS = 3000
KILLS = 4
TEXT = "Élise 🙂 répond à l’OTAN."


def records(number=DOCUMENTS):
    spans = [{"annotator": "annotator-0", "start": 0, "end": 5, "label": "PER"}]
    return b"".join(
        orjson.dumps({"id": f"new-{at}", "text": TEXT, "annotations": spans}) + b"\n"
        for at in range(number)
    )


@pytest.fixture
def installation(tmp_path):
    return found(tmp_path, people=1, documents=1)


def asked(on_error="skip"):
    """Ask for an import, and return its job's number."""
    project = db.session.get_one(Project, 1)
    upload = keep_upload(1, [("one.jsonl", io.BytesIO(records()))])
    wanted = {
        "encodings": {file.key: "utf-8" for file in upload.files},
        "columns": {},
        "annotator": None,
        "as_suggestions": False,
        "create_labels": True,
        "on_error": on_error,
    }
    return ask_for_import(Access(project, "manager", 1), upload, wanted).id


def state_of(number):
    db.session.rollback()
    job = db.session.get(Job, number, populate_existing=True)
    return job.state, job.done


def stored():
    db.session.rollback()
    here = select(func.count(), func.count(Document.external_id.distinct()))
    return tuple(db.session.execute(here.where(Document.external_id.like("new-%"))).one())


def test_a_killed_import_takes_each_document_exactly_once(installation):
    with opened(installation.folder) as app, app.app_context():
        number, seen = asked(), []
        for _ in range(KILLS):
            before = state_of(number)[1]
            worker = subprocess.Popen(
                [BIN / "flask", "--app", "wsgi", "worker"], cwd=ROOT, env=installation.environment
            )
            deadline = time.monotonic() + 30
            while state_of(number)[1] <= before and time.monotonic() < deadline:
                time.sleep(0.01)
            worker.kill()
            worker.wait()
            state, done = state_of(number)
            assert (state, done > before) == ("running", True)
            assert stored() == (done, done)
            seen.append(done)
            with write_tx() as session:
                session.get_one(Job, number).lease_until = now() - timedelta(seconds=1)
        assert seen == sorted(seen)
        Worker(app).run_one()
        assert state_of(number) == ("done", DOCUMENTS)
        assert stored() == (DOCUMENTS, DOCUMENTS)
        assert db.session.scalar(select(func.count(SpanRow.id))) == DOCUMENTS
        result = db.session.get_one(Job, number).result
        assert (result["documents"], result["spans"]) == (DOCUMENTS, DOCUMENTS)
    assert installation.check().faults == []


@pytest.mark.parametrize("on_error", ["skip", "stop"])
def test_a_cancelled_import_leaves_within_two_seconds(installation, on_error):
    with opened(installation.folder) as app, app.app_context():
        number = asked(on_error)
        thread = threading.Thread(target=Worker(app).run_one)
        thread.start()
        while state_of(number)[1] < (100 if on_error == "skip" else DOCUMENTS):
            time.sleep(0.005)
        if on_error == "stop":
            time.sleep(0.1)  # it has checked everything, and stores now
        began = time.monotonic()
        assert cancel_import(number) == "cancelled"
        thread.join()
        assert time.monotonic() - began < 2
        here, _ = stored()
        assert here < DOCUMENTS
        assert here == (0 if on_error == "stop" else state_of(number)[1])
        assert list((installation.folder / "instance" / "imports").iterdir()) == []
