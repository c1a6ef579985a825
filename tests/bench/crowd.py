"""Thirty-two programs on ten documents: none locked out, no update lost."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measures import Measure, percentile
from tests.bench.serving import bare_commits
from tests.durability.crowding import gather, lost_updates
from tests.durability.installation import found, serving

CLIENTS, DOCUMENTS, SECONDS = 32, 10, 10.0


def run() -> Iterator[Measure]:
    """Measure with one server process and with two."""
    for workers in (1, 2):
        with TemporaryDirectory() as folder:
            installation = found(Path(folder), people=2, documents=DOCUMENTS)
            with serving(installation, workers) as running:
                crowd = gather(installation, running, CLIENTS, SECONDS)
                lost = lost_updates(running, crowd)
            faults = installation.check().faults
            bare = bare_commits(Path(folder))
        where = f"{CLIENTS} clients, {workers} process{'es' * (workers > 1)}"
        slowest = percentile(crowd.latencies, 95) * 1000
        rate = crowd.changes.total() / crowd.seconds
        yield Measure(f"changes/s, {where}, beside bare commits/s", rate, "/s", bare, shown=True)
        middle = percentile(crowd.latencies, 50) * 1000
        yield Measure(f"p95 beside p50, {where}", slowest, "ms", middle, shown=True)
        yield Measure(
            f"calls that failed or were locked out, {where}", len(crowd.failures), "", budget=0
        )
        yield Measure(f"lost updates and faults, {where}", len(lost) + len(faults), "", budget=0)
