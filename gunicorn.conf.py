"""Settings of gunicorn: requests are logged, and each process carries out background jobs from its start on."""

import logging
from typing import Any

from annotator.jobs.serving import start_embedded

logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
logging.getLogger("annotator").setLevel(logging.INFO)


def post_worker_init(worker: Any) -> None:
    """Start the worker once the application is loaded in the process that serves it."""
    start_embedded(worker.wsgi)
