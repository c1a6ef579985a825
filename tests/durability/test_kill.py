import json
import subprocess
from pathlib import Path

import pytest

from tests.browser.serving import BIN, ROOT
from tests.durability.installation import Installation
from tests.durability.killing import FEWEST, kill_rounds

ROUNDS = 5


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(tmp_path: Path) -> None:
    outcome = kill_rounds(tmp_path, ROUNDS)

    assert outcome.complaints == []
    assert outcome.acknowledged >= FEWEST * ROUNDS
    assert outcome.in_flight >= ROUNDS

    checked = subprocess.run(
        [BIN / "flask", "--app", "wsgi", "check", "--json"],
        cwd=ROOT,
        env=Installation(tmp_path, {}, []).environment,
        capture_output=True,
        check=False,
    )
    report = json.loads(checked.stdout)
    assert checked.returncode == 0
    assert report["faults"] == []
    assert report["events"] == outcome.acknowledged
