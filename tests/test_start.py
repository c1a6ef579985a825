"""What the application loads before anybody has asked it for anything: nothing that only some pages need."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {"matplotlib", "numpy", "pandas", "pyarrow", "scipy", "spacy"}
STARTING = """
import sys
from annotator import create_app
create_app({"SECRET_KEY": "a-key-for-tests-and-nothing-else", "INSTANCE": sys.argv[1]})
print(*sys.modules)
"""


def test_application_starts_without_heavy_libraries(tmp_path: Path) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", STARTING, tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"annotator", "flask"} <= set(loaded.stdout.split())
    assert HEAVY & set(loaded.stdout.split()) == set()
