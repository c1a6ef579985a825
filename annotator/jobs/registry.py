"""What the worker can do: the slices enter their kinds of jobs, and their chores, when the application is built."""

from collections.abc import Callable
from typing import Any, Protocol

from flask import Flask, current_app

from annotator.jobs.leases import Task

EXTENSION = "jobs"
CHORES = "chores"


class Advance(Protocol):
    """What a handler calls with every batch, in the `write_tx` that stores the batch.

    `done` counts towards the job's total. A handler that can go on where it stood gives a `cursor`. Raises
    `Stopped`, which the handler lets through: the batch is then not stored.
    """

    def __call__(self, done: int, cursor: Any = None) -> None:
        """Note how far the job is."""


Handler = Callable[[Task, Advance], Any]
"""Carries out a job and returns its result, any JSON value. A `Refused` it raises is told to the job's owner."""


def register(app: Flask, kind: str, handler: Handler) -> None:
    """Say who carries out jobs of this kind."""
    app.extensions[EXTENSION][kind] = handler


def handler_of(kind: str) -> Handler | None:
    """Return who carries out jobs of this kind, if anybody does."""
    handlers: dict[str, Handler] = current_app.extensions[EXTENSION]
    return handlers.get(kind)


Chore = Callable[[], None]
"""Clears away what is over, in short transactions; it is done now and then, and after each job."""


def register_chore(app: Flask, chore: Chore) -> None:
    """Let the worker do this now and then."""
    app.extensions[CHORES].append(chore)


def chores() -> list[Chore]:
    """Return all chores."""
    found: list[Chore] = current_app.extensions[CHORES]
    return found
