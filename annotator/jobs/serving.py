"""The worker of a serving process: started when it begins to serve, never for commands and tests.

A thread watches for jobs; a process of its own carries them out, for work in a thread would take the processor from
those that answer people. That process is started when there is something to do and leaves after a while without.
"""

import atexit
import os
import subprocess
import sys
import threading

from flask import Flask

from annotator.config import ROOT
from annotator.jobs.leases import is_waiting
from annotator.jobs.worker import Worker

SETTING = "WORKER"
LEAVE = 10.0
"""Seconds that the job in hand is given to come to the end of its batch when the server ends."""
COMMAND = (sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--for-server")
PASSED_ON = {
    "INSTANCE": "INSTANCE",
    "EXPORTS": "EXPORTS",
    "SECRET_KEY": "SECRET_KEY",
    "SQLALCHEMY_DATABASE_URI": "DATABASE_URL",
}

_lock = threading.Lock()
_foremen: dict[int, "Foreman"] = {}
"""By process: a thread does not live on in a forked process."""


class Foreman(Worker):
    """Does the chores itself and lets another process carry out the jobs."""

    def __init__(self, app: Flask) -> None:
        """Have no such process yet."""
        super().__init__(app)
        self._process: subprocess.Popen[bytes] | None = None

    def run_one(self) -> bool:
        """See that somebody carries out the jobs that wait."""
        with self.app.app_context():
            if is_waiting():
                self._call()
        return False

    def dismiss(self) -> None:
        """Let the process give back its job and leave."""
        if self._process is None:
            return
        try:
            self._process.communicate(timeout=LEAVE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _call(self) -> None:
        """Start the process, or wake it; it ends when this end of the pipe is closed, however that comes about."""
        if self._process is None or self._process.poll() is not None:
            settings = {
                f"ANNOTATOR_{PASSED_ON[name]}": str(self.app.config[name]) for name in PASSED_ON
            }
            self._process = subprocess.Popen(  # noqa: S603 -- our own command
                COMMAND, cwd=ROOT, env={**os.environ, **settings}, stdin=subprocess.PIPE
            )
        assert self._process.stdin is not None  # noqa: S101 -- it is a pipe
        try:
            self._process.stdin.write(b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            self._process.wait()


def init_serving(app: Flask) -> None:
    """Start the worker with the first request, whatever the server; gunicorn starts it before."""
    app.before_request(lambda: start_embedded(app))


def start_embedded(app: Flask) -> None:
    """Start this process's worker unless it runs already or the setting says otherwise."""
    if os.getpid() in _foremen or app.testing or app.config.get(SETTING) == "off":
        return
    with _lock:
        if os.getpid() not in _foremen:
            foreman = Foreman(app)
            _foremen[os.getpid()] = foreman
            foreman.start()
            atexit.register(end_embedded)


def end_embedded() -> None:
    """End this process's worker, giving it a moment to give back the job in hand."""
    foreman = _foremen.get(os.getpid())
    if foreman is not None:
        foreman.end()
        foreman.thread.join(LEAVE)
        foreman.dismiss()
