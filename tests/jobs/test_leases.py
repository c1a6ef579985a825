"""Jobs one step at a time: taken on, claimed, brought forward, ended."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from annotator.core.errors import NotFound
from annotator.database import now, write_tx
from annotator.jobs.leases import (
    GIVEN_UP,
    MAX_ATTEMPTS,
    Stopped,
    advance,
    claim,
    extend,
    fail,
    finish,
    release,
)
from annotator.jobs.operations import arrived, cancel


def lapse(job):
    with write_tx():
        job.lease_until = now() - timedelta(seconds=1)


def test_a_job_exists_only_if_its_transaction_commits(desk):
    def ask_and_fail():
        with write_tx():
            asked.append(desk.ask(total=1))
            raise RuntimeError

    arrived.clear()
    asked = []
    with pytest.raises(RuntimeError):
        ask_and_fail()
    assert claim("w") is None
    assert not arrived.is_set()
    with pytest.raises(NotFound):
        desk.job(asked[0])
    desk.ask(total=1)
    assert arrived.is_set()


def test_jobs_are_claimed_in_their_order_and_each_once(desk):
    first, second = desk.ask(total=1), desk.ask(total=1)
    assert [claim("a").id, claim("b").id] == [first, second]
    assert claim("c") is None
    assert (desk.job(first).lease_by, desk.job(second).lease_by) == ("a", "b")


def test_a_job_goes_to_another_worker_only_when_the_lease_has_ended(desk):
    job_id = desk.ask(total=9)
    claim("a")
    advance(job_id, "a", 4, {"after": 4})
    assert claim("b") is None
    lapse(desk.job(job_id))
    extend(job_id, "a")
    assert claim("b") is None
    lapse(desk.job(job_id))
    task = claim("b")
    assert (task.id, task.cursor, task.done, task.total) == (job_id, {"after": 4}, 4, 9)
    for act in (
        lambda: advance(job_id, "a", 5),
        lambda: extend(job_id, "a"),
        lambda: finish(job_id, "a", None),
        lambda: fail(job_id, "a", "no"),
    ):
        with pytest.raises(Stopped):
            act()
    release(job_id, "a")
    assert (desk.job(job_id).state, desk.job(job_id).lease_by) == ("running", "b")


def test_a_batch_of_a_job_that_is_no_longer_ones_own_is_not_stored(desk):
    def store(number):
        with write_tx() as session:
            session.execute(text("INSERT INTO batch VALUES (1, :number, 0)"), {"number": number})
            advance(job_id, "a", number + 1, number + 1)

    job_id = desk.ask(total=2)
    claim("a")
    store(0)
    assert cancel(job_id) == "cancelled"
    with pytest.raises(Stopped):
        store(1)
    assert desk.batches(1) == [0]
    assert (desk.job(job_id).done, desk.job(job_id).cursor) == (1, 1)


def test_progress_never_goes_back(desk):
    job_id = desk.ask(total=9)
    claim("a")
    advance(job_id, "a", 7)
    advance(job_id, "a", 2)
    assert desk.job(job_id).done == 7


def test_a_finished_job_keeps_its_result_and_cannot_be_cancelled(desk):
    job_id = desk.ask(total=3)
    claim("a")
    finish(job_id, "a", {"files": []})
    assert cancel(job_id) == "done"
    job = desk.job(job_id)
    assert (job.state, job.done, job.result, job.error) == ("done", 3, {"files": []}, None)
    assert (job.lease_by, job.lease_until) == (None, None)
    assert job.finished_at is not None


def test_a_queued_job_is_cancelled_at_once(desk):
    job_id = desk.ask(total=3)
    assert cancel(job_id) == "cancelled"
    assert claim("a") is None
    with pytest.raises(NotFound):
        cancel(job_id + 1)


def test_a_job_that_gets_no_further_is_given_up(desk):
    job_id = desk.ask(total=3)
    for _ in range(MAX_ATTEMPTS):
        assert claim("a").id == job_id
        advance(job_id, "a", 1)
        lapse(desk.job(job_id))
    assert claim("a") is None
    job = desk.job(job_id)
    assert (job.state, job.error) == ("failed", GIVEN_UP)


def test_a_job_that_gets_further_each_time_is_not_given_up(desk):
    job_id = desk.ask(total=99)
    for number in range(3 * MAX_ATTEMPTS):
        claim("a")
        advance(job_id, "a", number, {"at": number})
        lapse(desk.job(job_id))
    assert claim("a").cursor == {"at": number}


def test_a_job_given_back_is_taken_at_once_and_counts_as_no_attempt(desk):
    job_id = desk.ask(total=3)
    for _ in range(2 * MAX_ATTEMPTS):
        claim("a")
        release(job_id, "a")
    assert desk.job(job_id).attempts == 0
    assert claim("b").id == job_id
