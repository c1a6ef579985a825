"""The worker: takes one job after the other and carries it out, until it is asked to end."""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.database import checkpoint, db
from annotator.jobs.leases import (
    LEASE,
    Stopped,
    Task,
    advance,
    claim,
    extend,
    fail,
    finish,
    release,
)
from annotator.jobs.operations import arrived
from annotator.jobs.quiet import QuietLog
from annotator.jobs.registry import chores, handler_of

log = logging.getLogger(__name__)

POLL = 1.0
"""Seconds between looks for jobs that other processes have enqueued, or left behind."""
CLEARING = 600.0
"""Seconds between two rounds of chores while there is no job."""
BEAT = LEASE.total_seconds() / 3
"""Seconds between signs of life while a job is carried out."""


class Worker:
    """Carries out jobs in a thread of its own."""

    def __init__(self, app: Flask) -> None:
        """Take a name that no other worker has; `idle_since` is None while a job is in hand."""
        self.app = app
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.thread = threading.Thread(target=self.run, name="jobs", daemon=True)
        self._ending = threading.Event()
        self._log = QuietLog()
        self._cleared = float("-inf")
        self.idle_since: float | None = time.monotonic()

    def start(self) -> None:
        """Begin to work."""
        self.thread.start()

    def end(self) -> None:
        """Ask the worker to end; the job in hand is given back at its next batch."""
        self._ending.set()
        arrived.set()

    def run(self) -> None:
        """Work until asked to end; a fault is logged and does not end the worker."""
        while not self._ending.is_set():
            try:
                worked = self.run_one()
                if not worked:
                    self._rest()
            except Exception:
                log.exception("The worker could not go on; it tries again.")
                self._ending.wait(POLL)
        with self.app.app_context(), suppress(SQLAlchemyError):
            checkpoint()

    def run_one(self) -> bool:
        """Carry out the next job, if there is one."""
        with self.app.app_context():
            task = claim(self.name)
            if task is None:
                return False
            self.idle_since = None
            with suppress(Stopped), self._beating(task.id):
                self._carry_out(task)
            self.clear_away()
            self.idle_since = time.monotonic()
            return True

    def clear_away(self) -> None:
        """Do all chores; one that fails is logged and keeps none of the others from being done."""
        for chore in chores():
            try:
                chore()
            except Exception:
                log.exception("A chore failed; it is tried again later.")
                db.session.rollback()
        self._cleared = time.monotonic()

    def _rest(self) -> None:
        with self.app.app_context():
            if time.monotonic() - self._cleared >= CLEARING:
                self.clear_away()
            self._log.fold_when_quiet()
        arrived.wait(POLL)
        arrived.clear()

    def _carry_out(self, task: Task) -> None:
        try:
            handler = handler_of(task.kind)
            if handler is None:
                message = sentence(
                    "This version of annotator cannot do jobs of the kind %(kind)s.", kind=task.kind
                )
                raise Refused(message)
            advance_task = _Advance(task.id, self.name, self._ending)
            finish(task.id, self.name, handler(task, advance_task))
        except Stopped:
            release(task.id, self.name)
        except Refused as refusal:
            fail(task.id, self.name, refusal.message)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("Job %d (%s) failed, reference %s", task.id, task.kind, reference)
            fail(
                task.id,
                self.name,
                sentence(
                    "Something went wrong here; see %(reference)s in the log.", reference=reference
                ),
            )

    @contextmanager
    def _beating(self, job_id: int) -> Iterator[None]:
        """Keep the lease while the block runs, however long its batches take."""
        over = threading.Event()
        thread = threading.Thread(target=self._beat, args=(job_id, over), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _beat(self, job_id: int, over: threading.Event) -> None:
        while not over.wait(BEAT):
            with self.app.app_context():
                try:
                    extend(job_id, self.name)
                except Stopped:
                    return
                except SQLAlchemyError:
                    log.exception("The lease of job %d could not be extended; trying again", job_id)


class _Advance:
    """How a handler notes its progress, until the worker is to end."""

    def __init__(self, job_id: int, worker: str, ending: threading.Event) -> None:
        self._job_id = job_id
        self._worker = worker
        self._ending = ending

    def __call__(self, done: int, cursor: Any = None) -> None:
        if self._ending.is_set():
            message = "the worker is ending"
            raise Stopped(message)
        advance(self._job_id, self._worker, done, cursor)
