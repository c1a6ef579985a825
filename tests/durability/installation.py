"""An installation of its own on disk, and the production server that serves it until it is stopped or killed."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
from flask import Flask

from annotator.accounts.operations import create_token, create_user
from annotator.core.records import DocumentRecord
from annotator.documents.operations import store_documents
from annotator.interchange.checking import CheckReport, check_database
from annotator.projects.members import add_member
from annotator.projects.operations import create_project
from tests.browser.serving import BIN, ROOT, Server, wait_until_healthy
from tests.conftest import SECRET_KEY, build_app, close_database

TEXT = "Élise Mercier 🙂 répond à l’OTAN :\r\n« Nous n’irons pas à Koursk ! » " * 400
"""The text of every document of an installation."""


@dataclass(frozen=True)
class Installation:
    """Where it lies, the tokens of its annotators by name, and its documents, all of one project."""

    folder: Path
    tokens: dict[str, str]
    documents: list[int]

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / "annotator.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to know to run on it."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "ANNOTATOR_DATABASE_URL": f"sqlite:///{self.database}",
            "ANNOTATOR_INSTANCE": str(self.folder / "instance"),
            "ANNOTATOR_EXPORTS": str(self.folder / "exports"),
            "ANNOTATOR_SECRET_KEY": SECRET_KEY,
        }

    def check(self) -> CheckReport:
        """Look at everything that is stored, from outside the server."""
        with opened(self.folder) as app, app.app_context():
            return check_database()


@contextmanager
def opened(folder: Path) -> Iterator[Flask]:
    """Open an installation in this process; every connection is closed at the end."""
    app = build_app(folder)
    yield app
    close_database(app)


def found(folder: Path, people: int, documents: int, text: str = TEXT) -> Installation:
    """Make an installation with a project of the default scheme."""
    with opened(folder) as app, app.app_context():
        flask_migrate.upgrade()
        project_id = create_project("Press", "fr").id
        tokens = {}
        for name in [f"annotator-{number}" for number in range(people)]:
            user_id = create_user(name).id
            add_member(project_id, user_id, "annotator")
            tokens[name] = create_token(user_id)
        records = [DocumentRecord(f"text-{number}", text) for number in range(documents)]
        stored = store_documents(project_id, records)
        return Installation(folder, tokens, [document.id for document in stored])


@dataclass(frozen=True)
class Running:
    """A server at work; its processes are a group of their own."""

    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """Kill the whole group at once, as a crash would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Let it finish what it does, unless it is dead already."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()


def start(installation: Installation, workers: int = 1, threads: int = 8) -> Running:
    """Start the production server on a free port and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    options = f"--worker-class gthread --workers {workers} --threads {threads} --keep-alive 30"
    quiet = "--no-control-socket --log-level warning"
    log = installation.folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [BIN / "gunicorn", "wsgi:app", "--bind", address, *options.split(), *quiet.split()],
            cwd=ROOT,
            env=installation.environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    running = Running(f"http://{address}", process)
    try:
        wait_until_healthy(
            Server(running.url, installation.folder, log, installation.environment), process
        )
    except AssertionError:
        running.stop()
        raise
    return running


@contextmanager
def serving(installation: Installation, workers: int = 1) -> Iterator[Running]:
    """Serve an installation until the block ends."""
    running = start(installation, workers)
    try:
        yield running
    finally:
        running.stop()
