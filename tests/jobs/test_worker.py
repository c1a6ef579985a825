"""Workers: killed, stopped, side by side; the job goes on where it stood and nothing is done twice."""

import logging
import signal
import time

import pytest
from sqlalchemy import text

from annotator.core.errors import Refused
from annotator.database import db
from annotator.jobs import quiet, registry, serving
from annotator.jobs.leases import GIVEN_UP
from annotator.jobs.operations import cancel
from annotator.jobs.worker import Worker

BATCHES = 60


def test_a_killed_worker_loses_no_batch_and_does_none_twice(desk, start_worker):
    job_id, seen = desk.ask(total=BATCHES, pause=0.02), [0]

    def reached(goal):
        seen.append(desk.job(job_id).done)
        return seen[-1] >= goal

    for goal in (10, 20, 30, 40):
        worker = start_worker()
        desk.until(lambda goal=goal: reached(goal))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert desk.job(job_id).state == "running"
    start_worker()
    desk.until(lambda: reached(BATCHES))
    job = desk.until_state(job_id, "done")
    assert desk.batches(job_id) == list(range(BATCHES))
    assert seen == sorted(seen)
    assert (job.result, job.done) == ({"counted": BATCHES}, BATCHES)
    [processes] = db.session.execute(text("SELECT count(DISTINCT process) FROM batch")).one()
    assert processes == 5


def test_two_workers_share_the_jobs_and_do_each_once(desk, start_worker):
    jobs = [desk.ask(total=8, pause=0.05) for _ in range(6)]
    start_worker()
    start_worker()
    for job_id in jobs:
        desk.until_state(job_id, "done")
        assert desk.batches(job_id) == list(range(8))
    [processes] = db.session.execute(text("SELECT count(DISTINCT process) FROM batch")).one()
    assert processes == 2


def test_a_cancelled_job_stores_nothing_more(desk, start_worker):
    job_id = desk.ask(total=10_000, pause=0.05)
    start_worker()
    desk.until(lambda: desk.job(job_id).done > 3)
    assert cancel(job_id) == "cancelled"
    stored = desk.batches(job_id)
    other = desk.ask(total=2)
    began = time.monotonic()
    desk.until_state(other, "done")
    assert time.monotonic() - began < 2
    assert desk.batches(job_id) == stored
    assert desk.job(job_id).done == len(stored)


def test_a_worker_asked_to_end_gives_its_job_back(desk, start_worker):
    job_id = desk.ask(total=10_000, pause=0.02)
    worker = start_worker()
    desk.until(lambda: desk.job(job_id).done > 3)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=10) == 0
    job = desk.job(job_id)
    assert (job.state, job.lease_by, job.attempts) == ("queued", None, 0)
    assert desk.batches(job_id) == list(range(job.done))


def test_a_long_batch_keeps_its_lease(desk, start_worker):
    job_id = desk.ask("brood", pause=3.0)
    start_worker()
    desk.until_state(job_id, "running")
    start_worker()
    job = desk.until_state(job_id, "done")
    assert (job.result, job.attempts) == (42, 1)


def test_a_job_that_kills_its_workers_is_given_up(desk, start_worker):
    job_id = desk.ask("die")
    for _ in range(3):
        assert start_worker().wait(timeout=20) == -signal.SIGKILL
    healthy = start_worker()
    assert desk.until_state(job_id, "failed").error == GIVEN_UP
    assert healthy.poll() is None


@pytest.fixture
def worker(app, desk):
    return Worker(app)


def test_the_owner_is_told_why_a_job_was_refused(app, desk, worker):
    def refuse(_task, _advance):
        raise Refused("There is no such layer.")

    registry.register(app, "refuse", refuse)
    job_id = desk.ask("refuse")
    assert worker.run_one()
    job = desk.job(job_id)
    assert (job.state, job.error) == ("failed", "There is no such layer.")


def test_a_fault_is_logged_under_a_reference_and_not_shown(app, desk, worker, caplog):
    def err(_task, _advance):
        return 1 / 0

    registry.register(app, "err", err)
    job_id = desk.ask("err")
    with caplog.at_level(logging.ERROR):
        assert worker.run_one()
    error = desk.job(job_id).error
    assert "division" not in error
    [record] = [record for record in caplog.records if record.exc_info]
    assert record.args[2] in error
    assert not worker.run_one()


def test_an_unknown_kind_fails(desk, worker):
    job_id = desk.ask("divination")
    assert worker.run_one()
    assert "divination" in desk.job(job_id).error


def test_a_worker_is_woken_by_a_new_job(app, desk, monkeypatch):
    monkeypatch.setattr("annotator.jobs.worker.POLL", 60.0)
    worker = Worker(app)
    worker.start()
    time.sleep(0.5)
    began = time.monotonic()
    desk.until_state(desk.ask(total=1), "done")
    assert time.monotonic() - began < 5
    worker.end()
    worker.thread.join(10)
    assert not worker.thread.is_alive()


def test_the_log_is_folded_when_all_is_quiet_and_at_the_end(
    app, desk, worker, monkeypatch, tmp_path
):
    log = tmp_path / "annotator.sqlite3-wal"
    watcher = quiet.QuietLog()
    monkeypatch.setattr(quiet, "QUIET", 0.2)
    desk.ask(total=1)
    watcher.fold_when_quiet()
    time.sleep(0.1)
    desk.ask(total=1)
    time.sleep(0.15)
    watcher.fold_when_quiet()
    watcher.fold_when_quiet()
    assert log.stat().st_size > 0
    time.sleep(0.25)
    watcher.fold_when_quiet()
    assert log.stat().st_size == 0
    desk.ask(total=1)
    assert log.stat().st_size > 0
    db.session.rollback()
    worker.end()
    worker.run()
    assert log.stat().st_size == 0


def test_tests_and_commands_start_no_worker(app, client):
    assert client.get("/healthz").status_code == 200
    app.config["TESTING"], app.config[serving.SETTING] = False, "off"
    assert client.get("/healthz").status_code == 200
    assert app.test_cli_runner().invoke(args=["project", "list"]).exit_code == 0
    assert serving._foremen == {}
