"""The server at work: CPU of a created span and an opened document, creates a second beside a bare commit loop."""

import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.accounts.session import SECRET
from annotator.accounts.signing_in import begin_sign_in
from annotator.database import db
from annotator.database.sqlite import PRAGMAS, driver
from tests.bench.measures import Measure, cpu_of_group, percentile
from tests.browser.serving import know_the_tour
from tests.durability.crowding import Visitor, gather
from tests.durability.installation import Installation, Running, found, opened, serving

CREATES, OPENINGS, LEAST_REQUESTS, SECONDS = 400, 300, 1500, 4.0
LEAST = 0.5
"""Milliseconds of the least request where the budgets in milliseconds were set."""
CPU_BUDGET = 4
"""Milliseconds of the server's processor for one created span."""
PAGE = ("Élise Mercier 🙂 répond à l’OTAN : « Nous n’irons pas à Koursk ! »\n" * 45)[:3000]


def run() -> Iterator[Measure]:
    """Measure on installations of their own."""
    with TemporaryDirectory() as folder:
        installation = found(Path(folder), people=1, documents=1)
        with serving(installation) as running:
            spent = _cpu_of_create(installation, running)
            yield from _cpu("created span", spent, _cpu_of_least(running), CPU_BUDGET)
    with TemporaryDirectory() as folder:
        installation = found(Path(folder), people=1, documents=1, text=PAGE)
        with serving(installation) as running:
            spent = _cpu_of_opening(installation, running)
            yield from _cpu("opened 3 kB document", spent, _cpu_of_least(running), 6)
    with TemporaryDirectory() as folder:
        yield from _rates(Path(folder))


def _cpu(what: str, spent: float, least: float, budget: float) -> Iterator[Measure]:
    """Yield milliseconds, and what breaks the bench: how many of the least requests they are."""
    yield Measure(f"server CPU per {what}", spent, "ms", least, budget, shown=True)
    most = budget / LEAST
    yield Measure(
        f"server CPU per {what}, beside the least", spent, "ms", least, most, of_ratio=True
    )


def _creates(
    installation: Installation, running: Running, clients: int, seconds: float
) -> list[float]:
    return gather(installation, running, clients, seconds, _create_only).latencies


def _create_only(visitor: Visitor, until: float) -> None:
    with visitor.caller:
        while time.perf_counter() < until:
            visitor.create()


def _cpu_of_create(installation: Installation, running: Running) -> float:
    def some(visitor: Visitor, _until: float) -> None:
        with visitor.caller:
            for _ in range(20):
                visitor.create()
            before = cpu_of_group(running.process.pid)
            for _ in range(CREATES):
                visitor.create()
            spent.append(cpu_of_group(running.process.pid) - before)

    spent: list[float] = []
    gather(installation, running, 1, 0, some)
    return spent[0] / CREATES * 1000


def _cpu_of_opening(installation: Installation, running: Running) -> float:
    """Open a document with 40 spans as somebody who is signed in."""

    def forty(visitor: Visitor, _until: float) -> None:
        with visitor.caller:
            for start in range(0, 2800, 70):
                body = {"id": str(uuid4()), "start": start, "end": start + 13, "label": "PER"}
                visitor.send("POST", "spans", body)

    gather(installation, running, 1, 0, forty)
    cookie = _cookie(installation)
    # The tour comes with a person's first document only.
    know_the_tour(installation.folder, next(iter(installation.tokens)))
    with closing(HTTPConnection(urlsplit(running.url).netloc)) as connection:
        for number in range(OPENINGS + 20):
            if number == 20:
                before = cpu_of_group(running.process.pid)
            connection.request(
                "GET", f"/documents/{installation.documents[0]}", headers={"Cookie": cookie}
            )
            answer = connection.getresponse()
            assert b'id="document"' in answer.read(), answer.status
    return (cpu_of_group(running.process.pid) - before) / OPENINGS * 1000


def _cpu_of_least(running: Running) -> float:
    """Return the milliseconds of the server for the least it can be asked: whether it is there."""
    before = cpu_of_group(running.process.pid)
    with closing(HTTPConnection(urlsplit(running.url).netloc)) as connection:
        for _ in range(LEAST_REQUESTS):
            connection.request("GET", "/healthz")
            assert connection.getresponse().read()
    return (cpu_of_group(running.process.pid) - before) / LEAST_REQUESTS * 1000


def _cookie(installation: Installation) -> str:
    """Return the cookie of the first annotator's session."""
    with opened(installation.folder) as app:
        client = app.test_client()
        with app.app_context():
            name = next(iter(installation.tokens))
            user_id = db.session.scalars(select(User.id).where(User.name == name)).one()
            secret = begin_sign_in(user_id, "bench")
        with client.session_transaction() as session:
            session[SECRET] = secret
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        return f"{name}={cookie.value}"


def _rates(folder: Path) -> Iterator[Measure]:
    installation = found(folder / "served", people=2, documents=10)
    bare = bare_commits(folder)
    with serving(installation) as running:
        _creates(installation, running, 8, 1.0)
        before = cpu_of_group(running.process.pid)
        latencies = _creates(installation, running, 8, SECONDS)
        cpu = cpu_of_group(running.process.pid) - before
        least = _cpu_of_least(running)
    bare = (bare + bare_commits(folder)) / 2
    rate = len(latencies) / SECONDS
    p50, p95 = (percentile(latencies, percent) * 1000 for percent in (50, 95))
    yield Measure("creates/s, 8 clients, beside bare commits/s", rate, "/s", bare, shown=True)
    # On a disk that syncs faster, the processor is the limit: one process has a budget of 4 ms for each.
    yield Measure(
        "creates/s, 8 clients, beside bare commits/s up to 250",
        rate,
        "/s",
        min(bare, 1000 / CPU_BUDGET),
        0.8,
        least=True,
        of_ratio=True,
    )
    yield from _cpu("create, 8 clients", cpu / len(latencies) * 1000, least, CPU_BUDGET)
    yield Measure("create p50, 8 clients", p50, "ms", 1000 / bare, shown=True)
    yield Measure("create p95, 8 clients", p95, "ms", p50, 150, shown=True)


def bare_commits(folder: Path) -> float:
    """Return the commits a second of one connection that inserts a row and its event, each time synced."""
    with closing(driver().connect(str(folder / "bare.sqlite3"), isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        for pragma in PRAGMAS:
            bare.execute(f"PRAGMA {pragma}")
        bare.execute("CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, changes TEXT)")
        began, commits = time.perf_counter(), 0
        while time.perf_counter() < began + SECONDS / 2:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO event (changes) VALUES (?)", ("x" * 300,))
            bare.execute("COMMIT")
            commits += 1
        return commits / (time.perf_counter() - began)
