"""The worker in the serving process: at work from the start, and gone with the server."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.browser.serving import ROOT, serving

INSERT = """
INSERT INTO job (kind, project_id, created_by, params, state, done, attempts, created_at)
SELECT 'export', project.id, (SELECT min(id) FROM user), ?, 'queued', 0, 0, '2026-01-01 00:00:00'
FROM project WHERE slug = 'demo'
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("serving")) as server:
        yield server


def states(server, statement="SELECT state, error FROM job ORDER BY id", *values):
    with closing(sqlite3.connect(server.instance / "annotator.sqlite3", timeout=15)) as database:
        rows = database.execute(statement, values).fetchall()
        database.commit()
        return rows


def test_a_job_is_carried_out_while_serving(server):
    states(server, INSERT, '{"format": "jsonl", "annotations": "all"}')
    deadline = time.monotonic() + 20
    while (found := states(server))[0][0] in ("queued", "running"):
        assert time.monotonic() < deadline, found
        time.sleep(0.1)
    assert found == [("done", None)]
    assert (server.instance.parent / "exports" / "demo" / "job-1.zip").is_file()


def test_a_servers_worker_leaves_with_the_server(server):
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--for-server"]
    worker = subprocess.Popen(command, cwd=ROOT, env=server.environment, stdin=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        worker.wait(timeout=3)
    worker.stdin.close()
    assert worker.wait(timeout=20) == 0
