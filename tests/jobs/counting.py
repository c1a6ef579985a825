"""The application with a kind of job for tests, which writes down every batch it stores.

Run as `flask --app tests.jobs.counting worker`. Leases are short, so that a test need not wait half a minute
to see one end.
"""

import os
import time
from datetime import timedelta

from sqlalchemy import text

from annotator import create_app
from annotator.database import db, write_tx
from annotator.jobs import leases, registry, worker
from tests.conftest import SECRET_KEY

TABLE = "CREATE TABLE batch (job INTEGER, number INTEGER, process INTEGER)"


def count(task, advance):
    """Store batches numbered from the cursor on, each with its progress; slowly, as asked."""
    for number in range(task.cursor or 0, task.total):
        time.sleep(task.params["pause"])
        with write_tx() as session:
            values = {"job": task.id, "number": number, "process": os.getpid()}
            session.execute(text("INSERT INTO batch VALUES (:job, :number, :process)"), values)
            advance(number + 1, number + 1)
    return {"counted": task.total}


def brood(task, advance):
    """Work for longer than a lease without a batch."""
    time.sleep(task.params["pause"])
    return db.session.scalar(text("SELECT 42"))


def die(task, advance):
    """End the process as a lack of memory would."""
    os.kill(os.getpid(), 9)


def enter(app):
    for handler in (count, brood, die):
        registry.register(app, handler.__name__, handler)


if "ANNOTATOR_DATABASE_URL" in os.environ:
    leases.LEASE = timedelta(seconds=1)
    worker.BEAT, worker.POLL = 0.2, 0.1
    app = create_app({"SECRET_KEY": SECRET_KEY})
    enter(app)
