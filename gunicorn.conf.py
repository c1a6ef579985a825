"""Settings of gunicorn: each of its processes carries out background jobs from its start on."""

from typing import Any

from annotator.jobs.serving import start_embedded


def post_worker_init(worker: Any) -> None:
    """Start the worker once the application is loaded in the process that serves it."""
    start_embedded(worker.wsgi)
