"""How much to store at once in the background: little, with pauses, while people write; a lot while nobody does."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.database import db
from annotator.database.gate import WRITING

FEWEST, MOST = 2, 100
"""Records of a batch."""
BESIDE_OTHERS, ALONE = 0.002, 0.05
"""Seconds of the processor that a batch should take while others cannot write."""
LONGEST_PAUSE = 0.02
REMEMBERED, SUPPOSED = 10.0, 1.0
"""Seconds for which people count as being at work: after a write of somebody else, and before any is seen."""


class Pace:
    """Sets the size of the batches of one piece of work; `records` is how many to take next."""

    def __init__(self) -> None:
        """Begin as if others were at work, with few records."""
        self.records = 10
        self._joined = bool(db.session().info.get(WRITING))
        self._others = time.monotonic() - REMEMBERED + SUPPOSED
        self._held = 0.0
        sqlite = db.engine.dialect.name == "sqlite"
        # A connection that never writes: SQLite tells it when any other one has.
        self._watch = db.engine.raw_connection() if sqlite and not self._joined else None
        self._seen = self._changes()

    @contextmanager
    def batch(self, records: int) -> Iterator[None]:
        """Measure a batch of so many records; enter it inside the batch's transaction."""
        if self._changes() != self._seen:
            self._others = time.monotonic()
        began = time.thread_time()
        yield
        self._held = max(time.thread_time() - began, 0.0001)
        wanted = records * (BESIDE_OTHERS if self.is_busy else ALONE) / self._held
        self.records = int(min(max(wanted, self.records / 2, FEWEST), 2 * self.records, MOST))

    @property
    def is_busy(self) -> bool:
        """Whether others have written a moment ago."""
        return time.monotonic() - self._others < REMEMBERED

    def give_way(self) -> None:
        """Let others write, as long as they were held up; call it behind the batch's transaction."""
        self._seen = self._changes()
        if self.is_busy and not self._joined:
            time.sleep(min(self._held, LONGEST_PAUSE))

    def end(self) -> None:
        """Let go of the connection."""
        if self._watch is not None:
            self._watch.close()

    def _changes(self) -> int:
        if self._watch is None:
            return 0
        cursor = self._watch.cursor()
        found: int = cursor.execute("PRAGMA data_version").fetchone()[0]
        cursor.close()
        return found


@contextmanager
def pace() -> Iterator[Pace]:
    """Give a pace for the work of a block."""
    found = Pace()
    try:
        yield found
    finally:
        found.end()
