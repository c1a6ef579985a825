"""The command that carries out background jobs in a process of its own."""

import signal
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from annotator.cli.answers import one_line_refusals
from annotator.database import database_answers
from annotator.jobs.worker import Worker


@click.command("worker", help="Carry out background jobs until stopped (set ANNOTATOR_WORKER=off).")
@with_appcontext
@one_line_refusals
def worker_command() -> None:
    """Carry out jobs in a thread, so that a signal never meets the worker inside a lock."""
    database_answers()
    worker = Worker(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask's own way to the application

    def end(_signal: int, _frame: FrameType | None) -> None:
        worker.end()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    worker.start()
    click.echo("Waiting for jobs; Ctrl+C ends the worker after the batch in hand.")
    while worker.thread.is_alive():
        worker.thread.join(1)
