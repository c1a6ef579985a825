"""Twenty kills of the server under load: nothing acknowledged is lost or doubled."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measures import Measure
from tests.durability.killing import kill_rounds

ROUNDS = 20


def run() -> Iterator[Measure]:
    """Kill, start again, compare."""
    with TemporaryDirectory() as folder:
        outcome = kill_rounds(Path(folder), ROUNDS, seed=2)
    yield Measure(f"writes acknowledged in {ROUNDS} kills", outcome.acknowledged, "", shown=True)
    yield Measure("writes in flight at the kills", outcome.in_flight, "", shown=True)
    yield Measure("writes lost or doubled, and faults", len(outcome.complaints), "", budget=0)
