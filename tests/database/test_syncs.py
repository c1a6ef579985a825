import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.serving import ROOT

WRITES = """
import sys
from pathlib import Path
from annotator.accounts.models import User
from annotator.database import write_tx
from tests.conftest import build_app
with build_app(Path(sys.argv[1])).app_context():
    for number in range(int(sys.argv[2])):
        with write_tx() as session:
            session.add(User(name=str(number)))
"""


def syncs(folder: Path, writes: int) -> int:
    """Count the calls that force this many writes to the disk; the test is skipped where they cannot be counted."""
    command = [sys.executable, "-c", WRITES, str(folder), str(writes)]
    counting = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync"]
    done = subprocess.run(
        [*counting, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if "PTRACE" in done.stderr or "ptrace" in done.stderr:
        pytest.skip("strace may not look at processes here")
    assert done.returncode == 0, done.stderr
    return len(re.findall(r"\bf(?:data)?sync\(", done.stderr))


def test_each_write_is_forced_to_the_disk_once(tmp_path: Path, migrated_database: Path) -> None:
    if not shutil.which("strace"):
        pytest.skip("strace is not installed; that synchronous is FULL is tested without it")
    counted = []
    for writes in (5, 25):
        folder = tmp_path / str(writes)
        folder.mkdir()
        shutil.copyfile(migrated_database, folder / "annotator.sqlite3")
        counted.append(syncs(folder, writes))

    assert counted[1] - counted[0] == 20
