"""Exports and jobs over the HTTP API."""

import io
import zipfile
from uuid import uuid4

import pytest

from tests.interchange.people_at_work import PROBLEM, RECORDS, lines


def test_an_export_is_written_by_a_job_and_fetched_as_zip(filled):
    asked = filled.ask(split="80/10/10", check=True)
    assert asked.status_code == 202
    path = asked.headers["Location"].removeprefix("/api/v1")
    assert path == f"/jobs/{asked.json['id']}"
    assert filled.call("GET", path).json == {
        "id": asked.json["id"], "kind": "export", "state": "queued", "done": 0, "total": 3,
        "result": None, "error": None,
    }  # fmt: skip
    download = f"/exports/{asked.json['id']}/download"
    assert filled.call("GET", download).status_code == 404
    filled.work()
    job = filled.call("GET", path).json
    assert job["error"] is None
    assert (job["state"], job["done"]) == ("done", 3)
    assert (job["result"]["documents"], job["result"]["spans"]["in"]) == (3, 3)
    answer = filled.call("GET", download)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        assert {*job["result"]["files"], job["result"]["manifest"]} == set(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        written = b"".join(archive.read(name) for name in archive.namelist() if "jsonl" in name)
    assert b"Koursk" in written


def test_the_same_export_is_the_same_zip(filled):
    numbers = [filled.ask().json["id"] for _ in range(2)]
    filled.work()
    one, other = (filled.call("GET", f"/exports/{number}/download").data for number in numbers)
    assert one == other


def test_only_the_layers_asked_for_are_exported(filled):
    for options in ({"layer": "claim"}, {"layers": ["claim"]}, {"layer": ["claim"]}):
        number = filled.ask(**options).json["id"]
        filled.work()
        assert filled.call("GET", f"/jobs/{number}").json["result"]["spans"]["in"] == 0


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"format": "papyrus"}, "format"),
        ({"format": None}, "format"),
        ({"annotations": "majority:none"}, "annotations"),
        ({"annotations": "nobody"}, "annotations"),
        ({"status": "perhaps"}, "status"),
        ({"layers": ["colour"]}, "layers"),
        ({"layer": "claim", "layers": ["claim"]}, "layer"),
        ({"labels": ["entity/CLAIM"]}, "labels"),
        ({"label": "PER", "labels": ["PER"]}, "label"),
        ({"split": "most"}, "split"),
        ({"align": "guess"}, "align"),
        ({"max_loss": -1}, "max_loss"),
        ({"output": "/etc"}, "output"),
    ],
)
def test_options_that_make_no_sense_are_refused_at_once(filled, options, field):
    answer = filled.ask(**options)
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)
    assert field in answer.json["errors"]
    assert filled.call("GET", "/jobs/1").status_code == 404


def test_an_export_that_is_refused_says_why(filled):
    other = RECORDS[0] | {"annotators": ["ben"], "annotations": []}
    assert filled.send(lines(other)).status_code == 201
    number = filled.ask().json["id"]
    filled.work()
    job = filled.call("GET", f"/jobs/{number}").json
    assert (job["state"], job["result"]) == ("failed", None)
    assert "ben, eva" in job["error"]
    assert filled.call("GET", f"/exports/{number}/download").status_code == 404


def test_a_cancelled_export_is_not_written(filled):
    number = filled.ask().json["id"]
    assert filled.call("DELETE", f"/jobs/{number}").json == {"state": "cancelled"}
    filled.work()
    assert filled.call("GET", f"/jobs/{number}").json["state"] == "cancelled"
    assert not (filled.app.config["EXPORTS"] / filled.slug).exists()


def test_a_job_that_has_ended_stays_as_it_is(filled):
    number = filled.ask().json["id"]
    filled.work()
    answer = filled.call("DELETE", f"/jobs/{number}")
    assert (answer.status_code, answer.json) == (200, {"state": "done"})


def test_the_same_key_asks_for_one_export(filled):
    headers = {"Idempotency-Key": str(uuid4())}
    first, again = filled.ask(headers=headers), filled.ask(headers=headers)
    assert first.json == again.json
    assert again.headers["Location"] == first.headers["Location"]
    assert filled.call("GET", f"/jobs/{first.json['id'] + 1}").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [(who, 202) for who in ("manager", "curator", "reader", "admin")]
    + [("annotator", 404), ("stranger", 404)],
)
def test_those_who_see_everybodys_work_export_it(filled, who, status):
    assert filled.ask(who).status_code == status


def test_a_job_is_its_askers_and_the_managers(filled):
    number = filled.ask("reader").json["id"]
    filled.work()
    for path in (f"/jobs/{number}", f"/exports/{number}/download"):
        allowed = {who for who in filled.people if filled.call("GET", path, who).status_code == 200}
        assert allowed == {"reader", "manager", "admin"}
        refused = {filled.call("GET", path, who).status_code for who in filled.people}
        assert refused == {200, 404}
    for who in ("curator", "annotator", "stranger"):
        assert filled.call("DELETE", f"/jobs/{number}", who).status_code == 404


def test_who_may_no_longer_see_the_work_fetches_no_export(filled):
    number = filled.ask("reader").json["id"]
    filled.work()
    filled.people["reader"].join(filled.project_id, "annotator")
    assert filled.call("GET", f"/jobs/{number}", "reader").status_code == 200
    assert filled.call("GET", f"/exports/{number}/download", "reader").status_code == 404


def test_files_that_are_gone_are_said_to_be(filled):
    number = filled.ask().json["id"]
    filled.work()
    (filled.app.config["EXPORTS"] / filled.slug / f"job-{number}.zip").unlink()
    answer = filled.call("GET", f"/exports/{number}/download")
    assert answer.status_code == 404
    assert "export again" in answer.json["detail"]


def test_an_export_goes_on_after_its_worker_died(filled):
    number = filled.ask().json["id"]
    folder = filled.app.config["EXPORTS"] / filled.slug
    (folder / f".job-{number}-left").mkdir(parents=True)
    filled.work()
    assert {path.name for path in folder.iterdir()} == {f"job-{number}", f"job-{number}.zip"}
