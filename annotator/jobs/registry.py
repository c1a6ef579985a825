"""What the worker can do: the slices enter their kinds of jobs here when the application is built."""

from collections.abc import Callable
from typing import Any, Protocol

from flask import Flask, current_app

from annotator.jobs.leases import Task

EXTENSION = "jobs"


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
