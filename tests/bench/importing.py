"""Imports beside people at work: how long annotators wait meanwhile, and what ten kills do to twenty thousand documents."""

import io
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from annotator.database import db, now, write_tx
from annotator.database.sqlite import driver
from annotator.documents.models import Document
from annotator.interchange.import_requests import ask_for_import
from annotator.interchange.receiving import keep_upload
from annotator.jobs.models import Job
from annotator.jobs.worker import Worker
from annotator.projects.models import Project
from annotator.projects.queries import Access
from tests.bench.interchange import lines
from tests.bench.measures import Measure, percentile
from tests.browser.serving import BIN, ROOT
from tests.durability.crowding import Visitor, gather
from tests.durability.installation import Installation, Running, found, opened, serving

DOCUMENTS, KILLED, KILLS = 4_000, 20_000, 10
IDLE, PAUSE = 5.0, 0.02
"""Seconds for which nothing else goes on, before an import and behind it, and between two spans of an annotator who is very quick."""


def run() -> Iterator[Measure]:
    """Measure in installations of their own."""
    for on_error in ("skip", "stop"):
        with TemporaryDirectory() as folder:
            yield from _waiting(found(Path(folder), people=2, documents=2), on_error)
    with TemporaryDirectory() as folder:
        yield from _kills(found(Path(folder), people=1, documents=1))


def _waiting(installation: Installation, on_error: str) -> Iterator[Measure]:
    with serving(installation) as running:
        _creates(installation, running, 1.0)
        idle = _creates(installation, running, IDLE)
        with opened(installation.folder) as app, app.app_context():
            number = _ask(on_error, DOCUMENTS)
        busy = _creates(installation, running, 300, number)
        idle += _creates(installation, running, IDLE)
    job = _job(installation, number)
    assert (job.state, job.done) == ("done", DOCUMENTS), job.error
    assert job.finished_at is not None
    seconds = (job.finished_at - job.created_at).total_seconds()
    name = "all or nothing" if on_error == "stop" else "leaving out faults"
    p95, before = (percentile(times, 95) * 1000 for times in (busy, idle))
    yield Measure(
        f"create p95 during an import, {name}, beside idle", p95, "ms", before, 2, of_ratio=True
    )
    longest, other = max(busy) * 1000, max(idle) * 1000
    yield Measure(f"longest create meanwhile, {name}", longest, "ms", other, shown=True)
    yield Measure(f"documents/s meanwhile, {name}", DOCUMENTS / seconds, "/s", shown=True)


def _creates(
    installation: Installation, running: Running, seconds: float, job: int = 0
) -> list[float]:
    """Return the seconds of each create of an annotator, until the time is up or the job has ended."""

    def stay(visitor: Visitor, until: float) -> None:
        with visitor.caller:
            while time.perf_counter() < until and not (job and _has_ended(installation, job)):
                for _ in range(10):
                    visitor.create()
                    time.sleep(PAUSE)

    return gather(installation, running, 1, seconds, stay).latencies


def _has_ended(installation: Installation, number: int) -> bool:
    with closing(driver().connect(str(installation.database))) as connection:
        (state,) = connection.execute("SELECT state FROM job WHERE id = ?", (number,)).fetchone()
    return state not in ("queued", "running")


def _job(installation: Installation, number: int) -> Job:
    with opened(installation.folder) as app, app.app_context():
        return db.session.get_one(Job, number)


def _ask(on_error: str, documents: int) -> int:
    """Ask for an import, and return its job's number."""
    project = db.session.get_one(Project, 1)
    upload = keep_upload(1, [("many.jsonl", io.BytesIO(b"".join(lines(documents))))])
    wanted = {
        "encodings": {file.key: "utf-8" for file in upload.files},
        "columns": {},
        "texts": "text",
        "annotator": None,
        "as_suggestions": False,
        "create_labels": False,
        "on_error": on_error,
    }
    return ask_for_import(Access(project, "manager", 1), upload, wanted).id


def _kills(installation: Installation) -> Iterator[Measure]:
    with opened(installation.folder) as app, app.app_context():
        number, seen = _ask("skip", KILLED), [0]
        for _ in range(KILLS):
            _work_and_kill(installation, number, seen[-1])
            seen.append(_done(number))
        faults = sum(after <= before for before, after in pairwise(seen))
        yield Measure("kills after which an import had gone back or stood", faults, "", budget=0)
        Worker(app).run_one()
        db.session.rollback()
        ids = select(func.count(), func.count(Document.external_id.distinct()))
        rows, different = db.session.execute(ids.where(Document.external_id.like("d-%"))).one()
        wrong = abs(rows - KILLED) + abs(different - KILLED)
        name = f"documents lost or doubled, {KILLED:,} imported in {KILLS} kills"
        yield Measure(name, wrong, "", budget=0)
    yield Measure(
        "faults that the check finds then", len(installation.check().faults), "", budget=0
    )


def _work_and_kill(installation: Installation, number: int, before: int) -> None:
    """Let a worker get some way beyond where the job stood, and kill it."""
    command = [BIN / "flask", "--app", "wsgi", "worker"]
    worker = subprocess.Popen(command, cwd=ROOT, env=installation.environment)
    while _done(number) < before + KILLED // (2 * KILLS):
        time.sleep(0.005)
    worker.kill()
    worker.wait()
    with write_tx() as session:
        session.get_one(Job, number).lease_until = now() - timedelta(seconds=1)


def _done(number: int) -> int:
    db.session.rollback()
    return db.session.get_one(Job, number, populate_existing=True).done
