"""A worker that is killed with -9 at a moment that only its seed decides, wherever in a transaction that is."""

import os
import random
import signal
import sys

from sqlalchemy import event

from annotator import create_app
from annotator.database import db
from annotator.jobs.worker import Worker

FEWEST, MOST = 60, 160
"""Statements and commits that it lives to see: a batch of an import is about twenty of them."""


def main(seed: int) -> None:
    """Work until killed."""
    app = create_app()
    left = random.Random(seed).randint(FEWEST, MOST)  # noqa: S311 -- to be the same each time

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        for name in ("before_cursor_execute", "commit"):
            event.listen(db.engine, name, count)
    Worker(app).run_one()


if __name__ == "__main__":
    main(int(sys.argv[1]))
