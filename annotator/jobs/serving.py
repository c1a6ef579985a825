"""The worker inside a serving process: started when it begins to serve, never for commands and tests."""

import atexit
import os
import threading

from flask import Flask

from annotator.jobs.worker import Worker

SETTING = "WORKER"
LEAVE = 10.0
"""Seconds that the job in hand is given to come to the end of its batch when the server ends."""

_lock = threading.Lock()
_workers: dict[int, Worker] = {}
"""By process: a worker's thread does not live on in a forked process."""


def init_serving(app: Flask) -> None:
    """Start the worker with the first request, whatever the server; gunicorn starts it before."""
    app.before_request(lambda: start_embedded(app))


def start_embedded(app: Flask) -> None:
    """Start this process's worker unless it runs already or the setting says otherwise."""
    if os.getpid() in _workers or app.testing or app.config.get(SETTING) == "off":
        return
    with _lock:
        if os.getpid() not in _workers:
            worker = Worker(app)
            _workers[os.getpid()] = worker
            worker.start()
            atexit.register(end_embedded)


def end_embedded() -> None:
    """End this process's worker, giving it a moment to give back the job in hand."""
    worker = _workers.get(os.getpid())
    if worker is not None:
        worker.end()
        worker.thread.join(LEAVE)
