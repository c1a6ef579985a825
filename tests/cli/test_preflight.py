"""Looking at an export before it is written: the same figures, the same refusals, no files."""

import os
import pty
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.cli.conftest import Shell
from tests.cli.test_exporting import digests

SEEDED = [
    ("spacy", "--annotations", "ana"),
    ("spacy", "--annotations", "majority", "--align", "expand"),
    ("spacy", "--annotations", "union", "--layer", "claim", "--split", "50/50"),
    ("jsonl", "--annotations", "all", "--status", "any", "--split", "60/20/20"),
    ("hf", "--annotations", "ben", "--stratify", "language"),
    ("csv", "--annotations", "union", "--layer", "stance"),
]


def check_foretold(written: dict[str, Any], looked: dict[str, Any]) -> None:
    """Compare what a look said with the answer of the export and with its manifest."""
    manifest = orjson.loads(Path(written["manifest"]).read_bytes())
    for name in ("documents", "spans", "changed", "left_out"):
        assert written[name] == looked[name], name
    assert manifest["documents"] == looked["splits"]
    assert manifest["spans_by_label"] == looked["spans_by_label"]
    assert manifest["notes"] == looked["notes"]


@pytest.mark.parametrize("options", SEEDED, ids=" ".join)
def test_a_look_has_the_figures_of_the_export_that_follows(
    shell: Shell, tmp_path: Path, options: tuple[str, ...]
) -> None:
    shell.ok("seed")
    export = ("export", "demo", "--output", tmp_path / "out", "--format", *options)

    looked = shell.json(*export, "--dry-run")
    assert (looked["files"], looked["manifest"]) == ([], "")
    assert list(tmp_path.glob("*out*")) == []

    check_foretold(shell.json(*export), looked)


def random_project(chance: random.Random) -> bytes:
    """Return documents with spans wherever, on words and across them, some in several pieces."""
    lines = []
    for at in range(chance.randint(12, 30)):
        words = chance.choices(["Marc", "Ruttea", "l’OTAN", "nord-coréens", "🙂", "a.b", " "], k=12)
        text = " ".join(words)
        spans: dict[tuple[int, int, str], dict[str, object]] = {}
        for _ in range(chance.randrange(8)):
            start = chance.randrange(len(text) - 1)
            end = chance.randint(start + 1, len(text))
            label = chance.choice(["PER", "LOC", "CLAIM", "FAVOR"])
            spans[start, end, label] = {
                "annotator": "eva",
                "start": start,
                "end": end,
                "label": label,
            }
            if end - start > 4 and chance.random() < 0.2:
                spans[start, end, label]["fragments"] = [[start, start + 1], [end - 1, end]]
        body = {"id": f"d{at}", "text": text, "annotations": list(spans.values())}
        lines.append(orjson.dumps(body | {"annotators": ["eva"]}))
    return b"\n".join(lines)


@pytest.mark.parametrize("seed", range(3))
def test_a_look_at_a_random_project_has_the_figures_of_its_export(
    shell: Shell, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 -- the same projects each time
    (tmp_path / "work.jsonl").write_bytes(random_project(chance))
    shell.ok("project", "create", "Any", "--language", "fr")
    shell.ok("import", "any", tmp_path / "work.jsonl")
    for name in ("spacy", "hf", "jsonl", "csv"):
        align = chance.choice([(), ("--align", "trim"), ("--align", "contract")])
        export = ("export", "any", "--format", name, "--split", "60/40", *align, "--output")
        looked = shell.json(*export, tmp_path / name, "--dry-run")

        check_foretold(shell.json(*export, tmp_path / name), looked)


def test_a_look_tells_by_label_what_is_left_out_and_how_large_the_splits_are(
    shell: Shell, tmp_path: Path
) -> None:
    shell.ok("seed")
    export = ("export", "demo", "--format", "spacy", "--annotations", "ana", "--dry-run")
    report = shell.json(*export)

    lines = shell.ok(*export).splitlines()
    for layer, labels in report["spans_by_label"].items():
        for label, numbers in labels.items():
            told = next(line for line in lines if line.startswith(f"{layer}/{label}: "))
            assert f"{numbers['left_out']} left out" in told
    assert f"train {report['splits']['train']}, dev {report['splits']['dev']}" in lines[-1]
    assert lines[-1].startswith("Would write 18 documents")
    assert any(line.startswith("A span finder reaches 100.0% of claim/CLAIM") for line in lines)


def test_a_look_refuses_what_the_export_would_refuse(shell: Shell, tmp_path: Path) -> None:
    shell.ok("seed")
    (tmp_path / "work.jsonl").write_bytes(random_project(random.Random(1)))  # noqa: S311 -- as above
    shell.ok("project", "create", "Any")
    shell.ok("import", "any", tmp_path / "work.jsonl")
    look = ("export", "demo", "--annotations", "ana", "--dry-run", "--format")

    no_dev = ("export", "any", "--format", "spacy", "--split", "100/0", "--dry-run")
    assert "would be in dev" in shell.refused(*no_dev)
    assert "left out" in shell.refused(*look, "spacy", "--max-loss", "0")
    assert "no layer" in shell.refused(*look, "csv", "--layer", "nope")
    shell.ok(
        "export", "demo", "--format", "csv", "--annotations", "ana", "--output", tmp_path / "x"
    )
    again = ("export", "demo", "--from", tmp_path / "x", "--dry-run")
    assert "leave out the dry run" in shell.refused(*again)


@pytest.mark.parametrize(("answer", "status"), [("n", 1), ("y", 0)])
def test_a_person_at_a_terminal_is_asked_before_spans_are_left_out(
    shell: Shell, tmp_path: Path, answer: str, status: int
) -> None:
    shell.ok("seed")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "export", "demo"]
    options = ["--format", "spacy", "--annotations", "ana", "--layer", "entity"]
    environment = os.environ | {
        "ANNOTATOR_DATABASE_URL": shell.app.config["SQLALCHEMY_DATABASE_URI"],
        "ANNOTATOR_INSTANCE": str(shell.app.config["INSTANCE"]),
    }
    target = tmp_path / "out"
    with subprocess.Popen(
        [*command, *options, "--output", str(target)],
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=environment,
    ) as process:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        said = b"".join(iter(lambda: _read(ours), b"")).decode()
    os.close(ours)

    assert "spans would be left out. Export all the same?" in said
    assert process.returncode == status, said
    assert bool(target.exists() and digests(target)) == (answer == "y")
    assert ("Nothing was written" in said) == (answer == "n")


def test_where_nobody_can_be_asked_no_span_is_left_out(shell: Shell, tmp_path: Path) -> None:
    shell.ok("seed")
    export = ("export", "demo", "--format", "spacy", "--annotations", "ana", "--output")

    refusal = shell.refused(*export, tmp_path / "out")

    assert "12 spans would be left out and --max-loss allows 0." in refusal
    assert "allow them with --max-loss 12" in refusal
    assert not (tmp_path / "out").exists()
    shell.ok(*export, tmp_path / "allowed", "--max-loss", "12")
    assert shell.json(*export, tmp_path / "told")["spans"]["left_out"] == 12


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody writes to it any more
        return b""


IDLE = ("--align", "trim", "--stratify", "language")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("jsonl",), ()),
        (("jsonl", *IDLE), ("every span exactly", "No split was asked for")),
        (("csv", *IDLE), ("every span exactly", "No split was asked for")),
        (("csv", *IDLE, "--split", "60/20/20"), ("every span exactly",)),
        (("hf", *IDLE), ()),
    ],
    ids=" ".join,
)
def test_options_that_change_nothing_are_told(
    shell: Shell, tmp_path: Path, words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    shell.ok("seed")
    export = ("export", "demo", "--annotations", "ana", "--format", *words)
    looked = shell.json(*export, "--dry-run")["notes"]
    told = shell.ok(*export, "--output", tmp_path / "out")
    for part in ("every span exactly", "No split was asked for"):
        assert any(part in note for note in looked) == (part in told) == (part in said)
