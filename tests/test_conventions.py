"""The promises of the repository about itself: sizes, names, templates, README and what must not be in it."""

import os
import re
import subprocess
from pathlib import Path

import click
import pytest
from flask import Flask

from annotator import config

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = {"annotator", "templates", "static", "exports", "tests", "seeds", ".ci"}
LONGEST_FILE = 300
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PARTIALS = [path for path in TEMPLATES if path.name.startswith("_")]

# What the content policy blocks without a word, or what lets text be taken for markup.
FORBIDDEN_IN_TEMPLATES = {
    "a script in the page": r"<script(?![^>]*\bsrc=)[^>]*>",
    "a style sheet in the page": r"<style\b",
    "a style attribute": r"\sstyle\s*=",
    "an event attribute": r"\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b",
    "hx-live": r"\bhx-live\b",
    "evaluated hx-vals": r"\bhx-(?:vals|vars|headers)[a-z:]*\s*=\s*[\"']\s*(?:js|javascript):",
    "a trigger filter": r"\bhx-trigger[a-z:]*\s*=\s*\"[^\"{]*\[",
    "the safe filter": r"\|\s*safe\b",
    "autoescape switched off": r"\{%-?\s*autoescape\s+false",
}
# Letters in brackets keep this file itself clean.
FORBIDDEN_ANYWHERE = {
    "unfinished work": r"\b(?:TO[D]O|FIX[M]E)\b",
    "a package registry": r"npm[j]s\.(?:org|com)|py[p]i\.org|python[h]osted\.org",
    "a folder of one machine": r"/wor[k]/|\.\./share[d]",
}
MAY_NAME_FOLDERS = (".ci/", "tests/")


def tracked() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    return [name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def read(name: str | Path) -> str:
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def named(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def test_files_are_short() -> None:
    # A migration is never touched again, so its length costs nobody anything.
    files = [name for name in tracked() if name.endswith(".py") and "/versions/" not in name]

    lengths = {name: len(read(name).splitlines()) for name in files}

    assert {name: count for name, count in lengths.items() if count > LONGEST_FILE} == {}


def test_folders_are_the_agreed_ones() -> None:
    assert {name.split("/")[0] for name in tracked() if "/" in name} <= FOLDERS


@pytest.mark.parametrize("what", FORBIDDEN_ANYWHERE)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN_ANYWHERE[what])
    spared = MAY_NAME_FOLDERS if what == "a folder of one machine" else ()

    guilty = [
        name for name in tracked() if not name.startswith(spared) and pattern.search(read(name))
    ]

    assert guilty == []


@pytest.mark.parametrize("what", FORBIDDEN_IN_TEMPLATES)
def test_no_template_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN_IN_TEMPLATES[what], re.IGNORECASE)

    assert [named(path) for path in TEMPLATES if pattern.search(read(path))] == []


@pytest.mark.parametrize("path", PARTIALS, ids=named)
def test_partial_has_a_root_named_like_its_file(path: Path) -> None:
    pieces = re.sub(r"\{% macro .*?endmacro -?%\}", "", read(path), flags=re.DOTALL)
    markup = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", pieces, flags=re.DOTALL)
    kebab = path.stem.removeprefix("_").replace("_", "-")

    root = re.search(r"<[a-z][^>]*>", markup)

    assert root, "a partial holds one element"
    assert re.search(rf'\sid="{kebab}(?:-\{{\{{[^"]*)?"', root[0]), root[0]


@pytest.mark.parametrize("path", PARTIALS, ids=named)
def test_partial_is_rendered_somewhere(path: Path) -> None:
    users = [*TEMPLATES, *(ROOT / "annotator").rglob("*.py")]

    assert [user for user in users if user != path and named(path) in read(user)] != []


def test_readme_lists_every_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = {"ANNOTATOR_TEST_STRICT", "ANNOTATOR_TEST_CORPORA"}

    class Recording(dict[str, str]):
        def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
            asked.add(name)
            return default

    monkeypatch.setattr(os, "environ", Recording(os.environ))
    config.load_settings({"INSTANCE": tmp_path})
    monkeypatch.undo()
    for source in (ROOT / "annotator").rglob("*.py"):
        asked.update(re.findall(r"\bANNOTATOR_[A-Z][A-Z_]*\b", read(source)))
    settings = {name for name in asked if name.startswith("ANNOTATOR_")} | {"ANNOTATOR_INSTANCE"}

    assert set(re.findall(r"\bANNOTATOR_[A-Z][A-Z_]*\b", read("README.md"))) == settings


def test_readme_lists_every_command(app: Flask) -> None:
    flask_own = {"run", "shell", "routes", "db"}
    commands = [path for path in command_paths(app.cli) if path.split()[0] not in flask_own]
    lines = read("README.md").splitlines()

    def listed(path: str) -> bool:
        *groups, name = path.split()
        start = " ".join(["flask", *groups])
        return any(re.search(rf"\b{start}\b.*\b{name}\b", line) for line in lines)

    assert [path for path in ["db upgrade", *commands] if not listed(path)] == []


def command_paths(command: click.Command, path: str = "") -> list[str]:
    if not isinstance(command, click.Group):
        return [path]
    return [
        found
        for name, child in command.commands.items()
        for found in command_paths(child, f"{path} {name}".strip())
    ]
