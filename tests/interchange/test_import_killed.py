"""An import whose worker is killed goes on where it stood; one that is cancelled leaves soon."""

import io
import signal
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
from annotator.interchange.receiving import keep_upload
from annotator.jobs.models import Job
from annotator.jobs.worker import Worker
from annotator.projects.models import Project
from annotator.projects.queries import Access
from tests.browser.serving import BIN, ROOT
from tests.durability.installation import found, opened

DOCUMENTS, MANY = 4000, 30_000
KILLS = 5
TEXT = "Élise 🙂 répond à l’OTAN."


def records(number):
    spans = [{"annotator": "annotator-0", "start": 0, "end": 5, "label": "PER"}]
    return b"".join(
        orjson.dumps({"id": f"new-{at}", "text": TEXT, "annotations": spans}) + b"\n"
        for at in range(number)
    )


@pytest.fixture
def installation(tmp_path):
    return found(tmp_path, people=1, documents=1)


def asked(on_error, documents):
    """Ask for an import, and return its job's number."""
    project = db.session.get_one(Project, 1)
    upload = keep_upload(1, [("one.jsonl", io.BytesIO(records(documents)))])
    wanted = {
        "encodings": {file.key: "utf-8" for file in upload.files},
        "columns": {},
        "texts": "text",
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


def stored(project=1):
    """Return how many documents the project has got, and how many ids they have."""
    db.session.rollback()
    here = select(func.count(), func.count(Document.external_id.distinct()))
    here = here.where(Document.project_id == project, Document.external_id.like("new-%"))
    return tuple(db.session.execute(here).one())


def work_until_killed(installation, seed):
    """Let a worker go on with the job as far as it gets."""
    command = [BIN / "python", "-m", "tests.interchange.dying_worker", str(seed)]
    ended = subprocess.run(command, cwd=ROOT, env=installation.environment, check=False)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize("on_error", ["skip", "stop"])
def test_a_killed_import_takes_each_document_exactly_once(installation, on_error):
    with opened(installation.folder) as app, app.app_context():
        number, seen = asked(on_error, DOCUMENTS), [0]
        for seed in range(KILLS):
            work_until_killed(installation, seed)
            state, done = state_of(number)
            assert (state, done > seen[-1]) == ("running", True)
            assert stored() == ((done, done) if on_error == "skip" else (0, 0))
            seen.append(done)
            with write_tx() as session:
                session.get_one(Job, number).lease_until = now() - timedelta(seconds=1)
        Worker(app).run_one()
        assert state_of(number) == ("done", DOCUMENTS)
        assert stored() == (DOCUMENTS, DOCUMENTS)
        assert db.session.scalar(select(func.count(SpanRow.id))) == DOCUMENTS
        result = db.session.get_one(Job, number).result
        assert (result["documents"], result["spans"]) == (DOCUMENTS, DOCUMENTS)
        assert db.session.scalar(select(func.count(Project.id))) == 1
    assert installation.check().faults == []


@pytest.mark.parametrize("on_error", ["skip", "stop"])
def test_a_cancelled_import_leaves_within_two_seconds(installation, on_error):
    with opened(installation.folder) as app, app.app_context():
        number = asked(on_error, MANY)
        worker = Worker(app)
        thread = threading.Thread(target=worker.run_one)
        thread.start()
        while state_of(number)[1] < 100:
            time.sleep(0.001)
        began = time.monotonic()
        assert cancel_import(number) == "cancelled"
        assert state_of(number)[0] == "cancelled"
        here, _ = stored()
        assert time.monotonic() - began < 2
        thread.join()
        assert stored() == (here, here)
        assert here == (0 if on_error == "stop" else state_of(number)[1]) < MANY
        assert list((installation.folder / "instance" / "imports").iterdir()) == []
        assert db.session.scalar(select(func.count(Project.id))) == 1
    assert installation.check().faults == []
