"""The import order is kept by a machine: a planted violation of each rule is found and named."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

ORDER = "Slices stand on each other in this order"
PLAIN = "The core and the formats are plain Python"
NO_WEB = "Rules, reads and writes know nothing of the web"

VIOLATIONS = [
    ("core/spans.py", "import annotator.database", ORDER),
    ("documents/models.py", "import annotator.annotations.models", ORDER),
    ("core/spans.py", "import flask", PLAIN),
    ("interchange/formats/__init__.py", "import sqlalchemy", PLAIN),
    ("interchange/formats/__init__.py", "import annotator.database", PLAIN),
    ("annotations/operations.py", "import annotator.web", NO_WEB),
    ("projects/models.py", "import flask", NO_WEB),
    ("projects/queries.py", "import annotator.projects.pages", NO_WEB),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the package and the contracts, to do wrong in."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "annotator", tmp_path / "annotator", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        cwd=tree,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_contracts_hold(tree: Path) -> None:
    done = lint(tree)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("file", "line", "contract"), VIOLATIONS)
def test_contract_names_a_planted_violation(
    tree: Path, file: str, line: str, contract: str
) -> None:
    with (tree / "annotator" / file).open("a") as module:
        module.write(f"\n{line}\n")

    done = lint(tree)

    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout
