"""Folding the write-ahead log into the database file when nobody has written for a while."""

import time
from pathlib import Path

from annotator.database import checkpoint, db

QUIET = 5.0
"""Seconds without a write after which the log is folded, so that it is no trouble to anybody at work."""


class QuietLog:
    """Watches the write-ahead log, whichever process writes to it."""

    def __init__(self) -> None:
        """Begin to watch."""
        self._seen: tuple[int, int] | None = None
        self._since = 0.0

    def fold_when_quiet(self) -> None:
        """Fold the log if it holds anything and has stayed as it is for long enough."""
        found = _size_and_time()
        if found != self._seen:
            self._seen, self._since = found, time.monotonic()
        elif found is not None and time.monotonic() - self._since >= QUIET:
            checkpoint()
            self._seen = None


def _size_and_time() -> tuple[int, int] | None:
    """Return size and time of the log, or None where there is none to fold."""
    if db.engine.dialect.name != "sqlite":
        return None
    try:
        status = Path(f"{db.engine.url.database}-wal").stat()
    except FileNotFoundError:
        return None
    return (status.st_size, status.st_mtime_ns) if status.st_size else None
