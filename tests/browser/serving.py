"""Start annotator as its users do: the flask commands, then gunicorn on a free port."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
STARTS_WITHIN = 60.0


@dataclass(frozen=True)
class Server:
    """A running annotator and how to get in."""

    url: str
    instance: Path
    log: Path
    environment: dict[str, str]
    user: str = "admin"
    password: str = "correct horse battery staple"

    def flask(self, *arguments: str) -> str:
        """Run a flask command against this installation and return what it printed."""
        done = subprocess.run(
            [BIN / "flask", "--app", "wsgi", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"flask {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout


def installed(folder: Path) -> Server:
    """Make a freshly seeded installation in this folder, with a free port to serve it on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    instance = folder / "instance"
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "ANNOTATOR_INSTANCE": str(instance),
        "ANNOTATOR_EXPORTS": str(folder / "exports"),
        "ANNOTATOR_ADMIN_PASSWORD": Server.password,
    }
    server = Server(f"http://{address}", instance, folder / "server.log", environment)
    server.flask("db", "upgrade")
    server.flask("seed")
    know_the_tour(instance)
    return server


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve a freshly seeded installation that lives in this folder, until the block ends."""
    server = installed(folder)
    with running(server):
        yield server


@contextmanager
def running(server: Server) -> Iterator[subprocess.Popen[bytes]]:
    """Serve an installation on its port, until the block ends."""
    address = server.url.removeprefix("http://")
    with (
        server.log.open("ab") as log,
        gunicorn(address, server.environment, log.fileno()) as process,
    ):
        wait_until_healthy(server, process)
        yield process


def know_the_tour(instance: Path, name: str = "admin") -> None:
    """Let a person who signs in have seen the tour: it would lie over the page in every test."""
    with closing(sqlite3.connect(instance / "annotator.sqlite3")) as database, database:
        seen = 'UPDATE user SET preferences = \'{"tour":"seen"}\' WHERE name = ?'
        database.execute(seen, (name,))


@contextmanager
def gunicorn(
    address: str, environment: dict[str, str], log: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the production server, one process with threads, as `make run` does."""
    options = "--worker-class gthread --workers 1 --threads 16 --keep-alive 30 --no-control-socket"
    process = subprocess.Popen(
        [BIN / "gunicorn", "wsgi:app", "--bind", address, *options.split()],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_healthy(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; tell why when it does not."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5) as answer:  # noqa: S310 -- our own address
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{server.log.read_text(errors='replace')}")
