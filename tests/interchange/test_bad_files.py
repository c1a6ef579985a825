"""Bad files beside good ones: what is wrong is named by file and line, the good ones come in, or nothing does."""

import orjson
import pytest

from annotator.database import db
from annotator.interchange.gathering import gather
from annotator.interchange.import_jobs import _Running
from annotator.interchange.import_state import ImportState
from annotator.interchange.importing import Import, ImportOptions, import_documents
from annotator.jobs.leases import claim
from annotator.jobs.models import Job
from tests.interchange.at_the_import_page import HERE, line, start, texts, upload

GOOD = ("good.txt", "Été\r\nà Lyon 🙂".encode())
TEXT = "Été 🙂 à Lyon"


def record(start, end, quote=None, text=TEXT, name="a"):
    span = {"annotator": "eva", "start": start, "end": end, "label": "LOC"}
    return line(id=name, text=text, annotations=[span | ({"quote": quote} if quote else {})])


BAD = {
    "truncated": ("a.jsonl", record(0, 3)[:-30], "line 1", "not JSON"),
    "foreign": ("a.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 20, "line 1", ""),
    "binary text": ("a.txt", b"%PDF\0\1\2\3", "line 1", "NUL"),
    "out of range": ("a.jsonl", b"\n\n" + record(9, 900), "line 3", "end"),
    "wrong quote": ("a.jsonl", record(0, 3, "Lyon"), "line 1", "quote"),
    "no quote fits": ("a.jsonl", record(2, 6, "Paris"), "line 1", "quote"),
    "two texts": ("a.jsonl", line(id="a", text="A") + line(id="a", text="B"), "line 2", "another text"),
    "lone surrogate": ("a.jsonl", b'{"id": "a", "text": "x\\ud800"}\n', "line 1", "surrogate"),
    "no text": ("a.jsonl", line(id="a"), "line 1", "text"),
    "array": ("a.jsonl", b"[1, 2]\n", "line 1", "one document"),
    "other columns": ("a.csv", b"x,y\n1,2\n", "", "column"),
    "many columns": ("a.csv", b",".join([b"c"] * 10_000) + b"\n" + b",".join([b"1"] * 10_000), "line 1", "column"),
    "rows of other lengths": ("a.csv", b"id,text\na,A,B,C\n", "line 2", "column"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("on_error", ["skip", "stop"])
def test_a_bad_file_is_named_and_harms_no_other(world, manager, name, on_error):
    file, data, place, reason = BAD[name]
    address = upload(manager, GOOD, (file, data))
    assert start(world, manager, address, on_error=on_error, confirmed="1").status_code == 303
    world.work()
    page = manager.get(f"{HERE}/jobs/1").text
    assert file in page
    assert reason in page
    if on_error == "stop":
        assert "nothing was stored" in page
        assert place in page
        assert texts(world) == {}
        with world.app.app_context():
            assert db.session.query(Job).one().state == "failed"
    else:
        assert not place or f'<td class="number">{place.removeprefix("line ")}</td>' in page
        stored = texts(world)
        assert stored.pop("good") == GOOD[1].decode()
        assert stored in ({}, {"a": "A"})


@pytest.mark.parametrize(
    ("text", "shift", "said"),
    [
        (TEXT, 1, "UTF-16"),
        ("Été\r\nou\r\nLyon\r\n", -2, "CRLF"),
        ("E\u0301te\u0301 Lyon", -2, "NFC"),
    ],
)
def test_offsets_that_another_count_explains_are_converted_and_that_is_said(
    world, manager, text, shift, said
):
    where = text.index("Lyon")
    good = record(where + shift, where + shift + 4, "Lyon", text)
    wrong = orjson.loads(record(where + shift, where + shift + 4, "Lyon", text, "b"))
    wrong["annotations"].append(wrong["annotations"][0] | {"start": 0, "end": 2, "quote": "xy"})
    address = upload(manager, ("a.jsonl", good + line(**wrong)))
    start(world, manager, address)
    world.work()
    result = world.call("GET", "/jobs/1").json["result"]
    assert result["documents"] == 1
    assert [one["line"] for one in result["skipped"]] == [2]
    assert said in " ".join(result["warnings"])
    stored = world.call("GET", "/documents/1/annotations?annotator=eva").json["spans"]
    assert [(one["start"], one["quote"]) for one in stored] == [(where, "Lyon")]


def test_a_line_of_a_million_characters_and_formulas_come_in_as_they_are(world, tmp_path):
    long = "mot " * 250_000
    (tmp_path / "long.txt").write_text(long)
    (tmp_path / "t.csv").write_text('id,text\nf,"=HYPERLINK(""http://x"",""y"")"\ng,@SUM(A1)\n')
    with world.app.app_context():
        job = Import(world.project_id, 1, ImportOptions())
        assert import_documents(job, gather([tmp_path], "auto", tmp_path).sources).documents == 3
    assert texts(world) == {"long": long, "f": '=HYPERLINK("http://x","y")', "g": "@SUM(A1)"}


def test_the_page_of_an_import_shows_each_file_while_it_runs(world, manager):
    lines = b"".join(line(id=f"n{at}", text="A") for at in range(40)) + b"{broken\n"
    address = upload(manager, ("one.jsonl", lines), ("two.txt", b"zwei"))
    start(world, manager, address)
    with world.app.app_context():
        task = claim("test")

        class Enough(Exception):
            pass

        cursors = []

        def advance(done, cursor=None):
            with_job = db.session.get(Job, task.id)
            with_job.done, with_job.cursor = done, orjson.loads(orjson.dumps(cursor))
            cursors.append(done)
            if len(cursors) == 3:
                db.session.commit()
                raise Enough

        with pytest.raises(Enough):
            _Running(task, advance, ImportState()).run()
        db.session.rollback()
    page = manager.get(f"{HERE}/jobs/1").text
    assert 'hx-trigger="every 1s"' in page
    assert "<progress" in page
    assert "one.jsonl" in page
    assert f"{HERE}/jobs/1/cancel" in page
