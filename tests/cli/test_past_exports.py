"""Exports made again from history, and splits kept from one export to the next."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select, text, update

from annotator.accounts.models import User
from annotator.annotations.editing import Place
from annotator.annotations.models import AnnotationSet
from annotator.annotations.operations import put_labels, put_note, set_status
from annotator.annotations.queries import work_on
from annotator.annotations.spans import NewSpan, create_span, delete_span
from annotator.annotations.undoing import undo
from annotator.core.errors import Refused
from annotator.database import db, write_tx
from annotator.documents.models import Document
from annotator.documents.operations import archive_document
from annotator.documents.texts import text_of
from annotator.projects.schemes import add_labels
from tests.cli.conftest import Shell
from tests.cli.test_exporting import digests

EDITS = 200


def places() -> list[Place]:
    sets = db.session.scalars(select(AnnotationSet).order_by(AnnotationSet.id)).all()
    return [
        Place(one.document_id, one.project_id, one.annotator_id, one.annotator_id) for one in sets
    ]


def work_goes_on(shell: Shell, chance: random.Random) -> Counter[str]:
    """Edit sets at random as people do; return how often each kind of edit was made."""
    done: Counter[str] = Counter()

    def create(place: Place) -> None:
        length = len(text_of(place.document_id))
        start = chance.randrange(length - 1)
        end = min(length, start + chance.randint(1, 9))
        create_span(place, NewSpan(start, end, chance.choice(["PER", "LOC", "FAVOR", "CLAIM"])))

    def delete(place: Place) -> None:
        spans = work_on(place.document_id, place.annotator_id).spans
        delete_span(place, chance.choice(spans).id)

    edits: dict[str, Callable[[Place], object]] = {
        "create": create,
        "delete": delete,
        "status": lambda place: set_status(place, chance.choice(["done", "skipped"])),
        "note": lambda place: put_note(place, f"note {chance.random()}"),
        "labels": lambda place: put_labels(place, {"topic": [chance.choice(["war", "economy"])]}),
        "undo": undo,
    }
    with shell.app.app_context():
        here = places()
        while done.total() < EDITS:
            name = chance.choice(list(edits))
            try:
                edits[name](chance.choice(here))
            except (Refused, IndexError):
                continue  # nothing to delete or undo here, or no room for this span
            done[name] += 1
    return done


def change_everything_else(shell: Shell, tmp_path: Path) -> None:
    """Add a label and documents, archive a document, and change metadata."""
    with shell.app.app_context():
        project = places()[0].project_id
        add_labels(project, [("entity", "ANIMAL")])
        numbers = db.session.scalars(select(Document.id).order_by(Document.id)).all()
        archive_document(numbers[3])
        with write_tx() as session:
            changed = {"split": "test", "source": "elsewhere"}
            session.execute(update(Document).where(Document.id == numbers[5]).values(meta=changed))
    lines = [orjson.dumps({"id": f"new-{at}", "text": f"Nouveau {at}."}) for at in range(20)]
    (tmp_path / "new.jsonl").write_bytes(b"\n".join(lines))
    shell.ok("import", "demo", tmp_path / "new.jsonl")


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "jsonl", "--annotations", "majority", "--split", "60/20/20"),
        ("--format", "jsonl", "--annotations", "all", "--status", "any"),
        ("--format", "spacy", "--annotations", "ana", "--align", "expand", "--layer", "entity"),
        ("--format", "hf", "--annotations", "union", "--stratify", "language"),
        ("--format", "csv", "--annotations", "ben"),
        (
            "--format",
            "spacy",
            "--annotations",
            "ben",
            "--label",
            "LOC",
            "--label",
            "topic/war",
            "--max-loss",
            "99",
        ),
    ],
    ids=lambda options: "-".join(options[1::2][:2]),
)
def test_an_export_is_made_again_byte_for_byte_although_people_went_on(
    shell: Shell, tmp_path: Path, options: tuple[str, ...]
) -> None:
    shell.ok("seed")
    first, again, later = (tmp_path / name for name in ("first", "again", "later"))
    shell.json("export", "demo", *options, "--output", first)

    done = work_goes_on(shell, random.Random(7))  # noqa: S311 -- the same edits each time
    change_everything_else(shell, tmp_path)
    shell.ok("export", "demo", "--from", first / "manifest.json", "--check", "--output", again)

    assert len(done) == 6
    assert digests(again) == digests(first)
    shell.json("export", "demo", *options, "--output", later)
    assert digests(later) != digests(first)


def exported(shell: Shell, folder: Path, *options: str) -> tuple[object, ...]:
    shell.ok("seed")
    shell.ok(
        "export", "demo", "--format", "jsonl", "--annotations", "ana", "--output", folder, *options
    )
    return ("export", "demo", "--from", folder, "--output", folder.with_name("again"))


def test_what_history_does_not_hold_is_listed_and_nothing_written(
    shell: Shell, tmp_path: Path
) -> None:
    again = exported(shell, tmp_path / "out")
    snapshot = tmp_path / "out" / "snapshot.json"
    versions = orjson.loads(snapshot.read_bytes())
    versions[0]["id"] = "nowhere"
    versions[1]["sets"][0][2] = 10**6
    snapshot.write_bytes(orjson.dumps(versions))

    message = shell.refused(*again)

    assert "the document nowhere is not there" in message
    assert "ana's set of kind work" in message
    assert "never was at revision 1000000" in message
    assert not (tmp_path / "again").exists()


def test_files_that_come_out_differently_are_listed(shell: Shell, tmp_path: Path) -> None:
    again = exported(shell, tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    body = orjson.loads(manifest.read_bytes())
    body["versions"]["python"] = "2.7"
    body["files"]["data.jsonl"]["bytes"] += 1
    manifest.write_bytes(orjson.dumps(body))

    message = shell.refused(*again)

    assert message.index("versions python (2.7") < message.index("files data.jsonl")
    assert (tmp_path / "again" / "data.jsonl").read_bytes() == (
        tmp_path / "out" / "data.jsonl"
    ).read_bytes()


def test_choices_beside_a_manifest_are_refused(shell: Shell, tmp_path: Path) -> None:
    again = exported(shell, tmp_path / "out")

    assert "leave out annotations" in shell.refused(*again, "--annotations", "ben")
    assert "leave out format" in shell.refused(*again, "--format", "csv")
    assert "snapshot.json" in shell.refused("export", "demo", "--from", tmp_path / "nowhere")
    assert shell.run("export", "demo").exit_code == 2


def test_a_check_refuses_work_that_its_events_did_not_make(shell: Shell, tmp_path: Path) -> None:
    exported(shell, tmp_path / "out", "--check")
    with shell.app.app_context(), write_tx() as session:
        ana = session.scalar(select(User.id).where(User.name == "ana"))
        query = 'UPDATE span SET start = start + 1 WHERE set_id = (SELECT min(id) FROM annotation_set WHERE annotator_id = :ana) AND "end" - start > 3'
        session.execute(text(query), {"ana": ana})

    export = (
        "export",
        "demo",
        "--format",
        "csv",
        "--annotations",
        "ana",
        "--output",
        tmp_path / "x",
    )
    assert "not what its events made it" in shell.refused(*export, "--check")
    shell.ok(*export)


def splits_in(folder: Path) -> dict[str, str]:
    return {
        one["id"]: one["split"] for one in orjson.loads((folder / "snapshot.json").read_bytes())
    }


@pytest.mark.parametrize("how", [(), ("--stratify", "kind"), ("--group-by", "story")])
def test_a_thousand_documents_more_move_none(
    shell: Shell, tmp_path: Path, how: tuple[str, ...]
) -> None:
    shell.ok("project", "create", "Many")

    def bring(name: str, numbers: range) -> None:
        lines = [
            orjson.dumps(
                {
                    "id": f"d{at}",
                    "text": f"Un {at}.",
                    "meta": {"kind": "ab"[at % 2], "story": f"{at % 50}"},
                    "annotators": ["eva"],
                }
            )
            for at in numbers
        ]
        (tmp_path / name).write_bytes(b"\n".join(lines))
        shell.ok("import", "many", tmp_path / name)

    export = ("export", "many", "--format", "jsonl", "--split", "70/15/15", *how, "--output")
    bring("first.jsonl", range(200))
    shell.ok(*export, tmp_path / "first")
    bring("more.jsonl", range(200, 1200))
    keep = ("--keep-split", str(tmp_path / "first" / "manifest.json"))
    shell.ok(*export, tmp_path / "second", *keep)

    before, after = splits_in(tmp_path / "first"), splits_in(tmp_path / "second")
    assert len(after) == 1200
    assert {name: after[name] for name in before} == before
    assert set(Counter(after.values())) == {"train", "dev", "test"}
    if how[:1] != ("--stratify",):
        shell.ok(*export, tmp_path / "third")
        assert splits_in(tmp_path / "third") == after


def test_splitting_by_what_is_not_there_is_refused(shell: Shell, tmp_path: Path) -> None:
    exported(shell, tmp_path / "out")
    export = ("export", "demo", "--format", "jsonl", "--annotations", "ana")

    assert "metadata nope" in shell.refused(*export, "--stratify", "nope")
    assert "manifest" in shell.refused(*export, "--keep-split", tmp_path)
    shell.ok(*export, "--output", tmp_path / "whole")
    assert "not split" in shell.refused(*export, "--keep-split", tmp_path / "whole")
