"""What the code imports and what requirements.txt says are the same, each pinned and each with its reason."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GAMMA = "requirements-gamma.txt"
LISTS = ["requirements.txt", "requirements-dev.txt", GAMMA]
# Parts of Flask and Flask-WTF, whose versions go with theirs.
COME_WITH_OTHERS = {"babel", "click", "itsdangerous", "jinja2", "markupsafe", "werkzeug", "wtforms"}
# Run as a program, not imported.
PROGRAMS = {"gunicorn"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def listed(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {normal(re.split(r"==", line)[0]) for line in lines if line and line[0] not in "#-"}


def imported() -> set[str]:
    """Return the distributions that the application imports, anywhere in a module."""
    modules: set[str] = set()
    for source in [*(ROOT / "annotator").rglob("*.py"), ROOT / "wsgi.py"]:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.split(".")[0])
    outside = modules - set(sys.stdlib_module_names) - {"annotator"}
    owners = packages_distributions()
    return {normal(owners.get(module, [module])[0]) for module in outside}


@pytest.mark.parametrize("name", LISTS)
def test_dependency_is_pinned_with_its_reason(name: str) -> None:
    above = "#"
    for line in (ROOT / name).read_text().splitlines():
        if line and line[0] not in "#-":
            assert re.match(r"[\w.-]+==[\w.]+(\s|$)", line), line
            assert "#" in line or above.startswith("#"), f"{line} gives no reason"
        above = line


def test_requirements_name_all_that_is_imported() -> None:
    wanted = listed("requirements.txt") | listed(GAMMA)
    assert imported() - COME_WITH_OTHERS - wanted == set()


def test_requirements_name_nothing_that_is_not_used() -> None:
    assert listed("requirements.txt") - imported() - PROGRAMS == set()
