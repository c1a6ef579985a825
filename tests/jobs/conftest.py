"""Workers in processes of their own, on the database of the test."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.accounts.operations import create_user
from annotator.database import db, write_tx
from annotator.jobs.operations import enqueue
from annotator.jobs.queries import get_job
from tests.jobs.counting import TABLE, enter

ROOT = Path(__file__).resolve().parents[2]
SOON = 20.0


class Desk:
    """Who asks for jobs and looks how they go."""

    def __init__(self, app):
        self.app = app
        self.user_id = create_user("ana").id

    def ask(self, kind="count", total=None, pause=0.0):
        return enqueue(kind, None, self.user_id, {"pause": pause}, total).id

    def job(self, job_id):
        db.session.rollback()
        return get_job(job_id)

    def batches(self, job_id):
        db.session.rollback()
        query = text("SELECT number FROM batch WHERE job = :job ORDER BY rowid")
        return list(db.session.scalars(query, {"job": job_id}))

    def until(self, holds):
        """Wait for something that another process brings about."""
        deadline = time.monotonic() + SOON
        while not (found := holds()):
            assert time.monotonic() < deadline, "it did not come about"
            time.sleep(0.02)
        return found

    def until_state(self, job_id, state):
        return self.until(lambda: (job := self.job(job_id)).state == state and job)


@pytest.fixture
def desk(app):
    enter(app)
    with app.app_context():
        with write_tx() as session:
            session.execute(text(TABLE))
        yield Desk(app)


@pytest.fixture
def start_worker(tmp_path):
    """Start `flask worker`; every process started is ended with the test."""
    started = []
    environment = {
        **os.environ,
        "ANNOTATOR_INSTANCE": str(tmp_path / "instance"),
        "ANNOTATOR_DATABASE_URL": f"sqlite:///{tmp_path / 'annotator.sqlite3'}",
    }

    def start():
        log = (tmp_path / "worker.log").open("ab")
        command = [sys.executable, "-m", "flask", "--app", "tests.jobs.counting", "worker"]
        with log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
