"""The command that carries out background jobs in a process of its own."""

import os
import signal
import sys
import threading
import time
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from annotator.cli.answers import one_line_refusals
from annotator.database import database_answers
from annotator.jobs.operations import arrived
from annotator.jobs.worker import Worker

LINGER = 60.0
"""Seconds without a job after which a server's worker leaves; the server starts another one when it is needed."""


@click.command("worker", help="Carry out background jobs until stopped (set ANNOTATOR_WORKER=off).")
@click.option("--for-server", is_flag=True, hidden=True)
@with_appcontext
@one_line_refusals
def worker_command(*, for_server: bool) -> None:
    """Carry out jobs in a thread, so that a signal never meets the worker inside a lock."""
    database_answers()
    worker = Worker(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's own way to the application

    def end(_signal: int, _frame: FrameType | None) -> None:
        worker.end()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    worker.start()
    if for_server:
        threading.Thread(target=_obey, args=(worker,), daemon=True).start()
    else:
        click.echo("Waiting for jobs; Ctrl+C ends the worker after the batch in hand.")
    while worker.thread.is_alive():
        worker.thread.join(1)
        idle = worker.idle_since
        if for_server and idle is not None and time.monotonic() - idle > LINGER:
            worker.end()


def _obey(worker: Worker) -> None:
    """Look for jobs whenever the server sends a line; end when it is gone, however it went."""
    while os.read(sys.stdin.fileno(), 100):
        arrived.set()
    worker.end()
