"""Export from the command line, recounted against the database."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.cli import exporting
from annotator.database import db
from tests.cli.conftest import Shell

SEEDS = Path(__file__).parents[2] / "seeds"


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_export_jsonl_of_all_is_imported_equal(shell: Shell, tmp_path: Path) -> None:
    shell.ok("seed")
    more = {"annotator": "ana", "start": 0, "end": 6, "label": "MISC"}
    line = json.loads((SEEDS / "demo.jsonl").read_text(encoding="utf-8").splitlines()[0])
    (tmp_path / "more.jsonl").write_text(json.dumps(line | {"annotations": [more]}))
    assert shell.json("import", "demo", tmp_path / "more.jsonl")["spans"] == 1
    first = tmp_path / "first"
    report = shell.json(
        "export",
        "demo",
        "--format",
        "jsonl",
        "--annotations",
        "all",
        "--status",
        "any",
        "--output",
        first,
    )
    assert report["spans"]["in"] == report["spans"]["exact"] == shell.count("span")

    shell.ok("project", "create", "Again", "--language", "fr")
    shell.ok("import", "again", first / "data.jsonl")
    second = tmp_path / "second"
    shell.ok(
        "export",
        "again",
        "--format",
        "jsonl",
        "--annotations",
        "all",
        "--status",
        "any",
        "--output",
        second,
    )

    assert (second / "data.jsonl").read_bytes() == (first / "data.jsonl").read_bytes()


@pytest.mark.parametrize("layer", ["entity", "claim"])
def test_export_spacy_holds_what_the_database_holds(
    shell: Shell, tmp_path: Path, layer: str
) -> None:
    import spacy  # noqa: PLC0415 -- slow to import
    from spacy.tokens import DocBin  # noqa: PLC0415

    shell.ok("seed")
    out = tmp_path / "out"
    report = shell.json(
        "export",
        "demo",
        "--format",
        "spacy",
        "--annotations",
        "ana",
        "--layer",
        layer,
        "--output",
        out,
    )

    numbers = report["spans"]
    assert numbers["in"] == numbers["exact"] + numbers["changed"] + numbers["left_out"]
    assert len(report["left_out"]) == numbers["left_out"] > 0
    held: Counter[tuple[str, int, int, str]] = Counter()
    vocab = spacy.blank("fr").vocab
    for path in sorted((out / layer).rglob("*.spacy")):
        for doc in DocBin().from_disk(path).get_docs(vocab):
            marked = [*doc.ents, *doc.spans.get("sc", ())]
            held.update((doc.text, one.start_char, one.end_char, one.label_) for one in marked)
    assert held == stored_spans(
        shell, layer, {(row["start"], row["end"], row["document"]) for row in report["left_out"]}
    )
    assert sum(held.values()) == numbers["exact"]


def stored_spans(
    shell: Shell, layer: str, left_out: set[tuple[int, int, str]]
) -> Counter[tuple[str, int, int, str]]:
    query = """
        SELECT d.text, s.start, s."end", l.name, d.external_id FROM span s
        JOIN annotation_set a ON a.id = s.set_id JOIN document d ON d.id = a.document_id
        JOIN label l ON l.id = s.label_id JOIN "user" u ON u.id = a.annotator_id
        WHERE u.name = 'ana' AND l.layer = :layer
    """
    with shell.app.app_context():
        rows = db.session.execute(text(query), {"layer": layer}).all()
    return Counter(tuple(row[:4]) for row in rows if (row[1], row[2], row[4]) not in left_out)


@pytest.mark.parametrize("name", ["jsonl", "spacy"])
def test_export_twice_gives_the_same_bytes(shell: Shell, tmp_path: Path, name: str) -> None:
    shell.ok("seed")
    for folder in ("one", "two"):
        shell.json(
            "export",
            "demo",
            "--format",
            name,
            "--annotations",
            "ana",
            "--output",
            tmp_path / folder,
        )

    assert digests(tmp_path / "one") == digests(tmp_path / "two") != {}


def test_export_refusals_name_what_there_is(shell: Shell, tmp_path: Path) -> None:
    shell.ok("seed")
    export = ("export", "demo", "--output", tmp_path / "out", "--format")

    assert "ana, ben, chloe" in shell.refused(*export, "jsonl")
    assert "ana, ben, chloe" in shell.refused(*export, "jsonl", "--annotations", "nobody")
    assert "jsonl, spacy" in shell.refused(*export, "conll")
    assert "entity" in shell.refused(*export, "jsonl", "--annotations", "ana", "--layer", "nope")
    assert "split" in shell.refused(*export, "spacy", "--annotations", "ana", "--split", "many")
    assert "left out" in shell.refused(*export, "spacy", "--annotations", "ana", "--max-loss", "0")
    assert shell.run(*export, "jsonl", "--status", "odd").exit_code == 2
    assert not (tmp_path / "out").exists()


def test_spans_that_do_not_fit_are_told_in_words(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ok("seed")
    monkeypatch.setattr(exporting, "TOLD", 2)
    export = ("export", "demo", "--format", "spacy", "--annotations", "ana", "--align", "expand")
    told = shell.run(*export, "--max-loss", "2", "--output", tmp_path / "out").stderr
    assert (
        "fr-001-couloir-cerealier, ana: entity/PER 162-175: changed to 162-176 (expanded)" in told
    )
    assert "and 9 more: --json and alignment.jsonl have all." in told
    assert "ana: claim/CLAIM 224-317: left out (discontinuous)" in told


@pytest.mark.parametrize("name", ["jsonl", "csv", "hf", "spacy"])
def test_only_the_labels_asked_for_are_counted_and_written(
    shell: Shell, tmp_path: Path, name: str
) -> None:
    shell.ok("seed")
    export = (
        "export",
        "demo",
        "--format",
        name,
        "--annotations",
        "ana",
        "--output",
        tmp_path / "o",
    )
    report = shell.json(*export, "--label", "LOC", "--label", "topic/war")
    manifest = json.loads(Path(report["manifest"]).read_text("utf-8"))
    with shell.app.app_context():
        query = """
            SELECT count(*) FROM span s JOIN annotation_set a ON a.id = s.set_id
            JOIN label l ON l.id = s.label_id JOIN "user" u ON u.id = a.annotator_id
            WHERE u.name = 'ana' AND l.name = 'LOC'
        """
        stored = db.session.scalar(text(query))
    assert report["spans"]["in"] == stored
    assert {layer: [*labels] for layer, labels in manifest["labels"].items()} == {
        "entity": ["LOC"],
        "topic": ["war"],
    }


@pytest.mark.parametrize("option", ["--group-by", "--stratify"])
def test_metadata_that_no_document_has_are_refused(
    shell: Shell, tmp_path: Path, option: str
) -> None:
    shell.ok("seed")
    export = ("export", "demo", "--format", "jsonl", "--annotations", "ana", "--output", tmp_path)
    refused = shell.refused(*export, option, "stroy")
    assert "None of the documents has the metadata stroy" in refused


@pytest.mark.parametrize("name", ["jsonl", "csv", "hf", "spacy"])
def test_spans_in_dispute_are_told(shell: Shell, tmp_path: Path, name: str) -> None:
    shell.ok("seed")
    export = ("export", "demo", "--format", name, "--output", tmp_path / "out", "--dry-run")
    union, agreed = (
        shell.json(*export, "--annotations", whose) for whose in ("union", "majority:3")
    )
    disputed = union["spans"]["in"] - agreed["spans"]["in"]
    assert f"{disputed} spans are in dispute and were not chosen." in agreed["notes"]
    assert not any("dispute" in note for note in union["notes"])
    assert "No document" in shell.refused(*export, "--annotations", "majority:4")


def test_export_goes_to_the_exports_folder_by_default(shell: Shell) -> None:
    shell.ok("seed")

    report = shell.json("export", "demo", "--format", "jsonl", "--annotations", "ana")

    assert [Path(name).exists() for name in (*report["files"], report["manifest"])].count(
        False
    ) == 0
    assert shell.app.config["EXPORTS"] / "demo" in Path(report["manifest"]).parents
