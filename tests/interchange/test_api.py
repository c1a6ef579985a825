"""Imports, exports and jobs over the HTTP API."""

import io
import zipfile
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import func, select

from annotator.annotations.models import SpanRow
from annotator.database import db
from annotator.documents.models import Document
from annotator.jobs.worker import Worker
from annotator.projects.operations import create_project
from tests.people import Person

NDJSON = {"Content-Type": "application/x-ndjson"}
TEXT = "Rutte 🙂 a parlé à Koursk."
PROBLEM = "application/problem+json"


def record(name, *spans, text=TEXT, **others):
    items = [{"annotator": "eva", "start": a, "end": b, "label": label} for a, b, label in spans]
    return {"id": name, "text": text, "annotations": items, "annotators": ["eva"]} | others


RECORDS = [
    record("one", (0, 5, "PER"), (19, 25, "LOC"), meta={"split": "train"}),
    record("two", meta={"split": "dev"}),
    record("três", (0, 5, "PER"), meta={"split": "test"}),
]


def lines(*records):
    return b"\n".join(one if isinstance(one, bytes) else orjson.dumps(one) for one in records)


class World:
    """A project and one person of every role, who act over HTTP."""

    def __init__(self, app):
        self.app = app
        with app.app_context():
            project = create_project("Peace talks")
            self.project_id, self.slug = project.id, project.slug
        roles = ("manager", "curator", "annotator", "reader")
        self.people = {role: Person(app, role).join(self.project_id, role) for role in roles}
        self.people |= {"stranger": Person(app, "stranger"), "admin": Person(app, "root", "admin")}

    def send(self, body, query="", who="manager", headers=NDJSON):
        path = f"/projects/{self.slug}/documents{query}"
        return self.people[who].call("POST", path, data=body, headers=headers)

    def ask(self, who="manager", headers=None, **options):
        body = {"format": "jsonl"} | options
        path = f"/projects/{self.slug}/exports"
        return self.people[who].call("POST", path, json=body, headers=headers or {})

    def call(self, method, path, who="manager", **arguments):
        return self.people[who].call(method, path, buffered=True, **arguments)

    def work(self):
        """Let a worker carry out what waits."""
        worker = Worker(self.app)
        while worker.run_one():
            pass

    def stored(self, column=Document.id):
        with self.app.app_context():
            return db.session.scalar(select(func.count(column)))


@pytest.fixture
def world(app):
    return World(app)


@pytest.fixture
def filled(world):
    assert world.send(lines(*RECORDS)).status_code == 201
    return world


def test_lines_are_imported_with_the_work_on_them(world):
    answer = world.send(lines(*RECORDS))
    assert answer.status_code == 201
    assert answer.json == {
        "documents": 3, "spans": 3, "relations": 0, "skipped": [], "warnings": [], "labels_created": [],
    }  # fmt: skip
    assert (world.stored(), world.stored(SpanRow.id)) == (3, 3)


@pytest.mark.parametrize("start", [b"", b" \r\n ", b"\xef\xbb\xbf"])
def test_an_array_is_imported_as_its_lines_are(world, start):
    answer = world.send(start + orjson.dumps(RECORDS), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json["documents"], answer.json["spans"]) == (201, 3, 3)
    with world.app.app_context():
        names = set(db.session.scalars(select(Document.external_id)))
        assert names == {"one", "two", "três"}
        assert set(db.session.scalars(select(Document.text))) == {TEXT}


def test_an_empty_array_brings_nothing(world):
    assert world.send(b"[]").json["documents"] == 0


def test_a_malformed_line_is_named_and_nothing_is_stored(world):
    answer = world.send(lines(RECORDS[0], b'{"id": "two", "text": '))
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)
    assert "line 2" in answer.json["detail"]
    assert world.stored() == 0


def test_a_faulty_item_of_an_array_is_named_by_its_number(world):
    answer = world.send(orjson.dumps([RECORDS[0], RECORDS[1], record("bad", (3, 99, "PER"))]))
    assert answer.status_code == 422
    assert "line 3" in answer.json["detail"]
    assert any("annotations.0" in field for field in answer.json["errors"])
    assert world.stored() == 0


@pytest.mark.parametrize("keyed", [False, True])
def test_faulty_lines_are_skipped_on_demand(world, keyed):
    clash = record("one", text="Another text.")
    headers = NDJSON | ({"Idempotency-Key": str(uuid4())} if keyed else {})
    sent = lines(*RECORDS, b"not json", clash, record("four", (0, 5, "PER")))
    answer = world.send(sent, "?on_error=skip", headers=headers)
    assert (answer.status_code, answer.json["documents"], answer.json["spans"]) == (201, 4, 4)
    assert [one["line"] for one in answer.json["skipped"]] == [4, 5]
    assert (world.stored(), world.stored(SpanRow.id)) == (4, 4)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/x-ndjson"),
        (b" \n ", "application/json"),
        (b"hello", "text/plain"),
        (b"id,text\n1,a", "application/json"),
        (b'[{"id": "a", "text": "b"}', "application/json"),
        ('{"id": "a"}'.encode("utf-16"), "application/json"),
        (b"\x00\xff", ""),
    ],
)
def test_a_body_that_is_neither_lines_nor_an_array_is_refused(world, body, content_type):
    answer = world.send(body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)
    assert world.stored() == 0


def test_a_body_sent_as_a_form_is_still_lines(world):
    form = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": str(uuid4())}
    assert world.send(lines(*RECORDS), headers=form).json["documents"] == 3


def test_a_too_large_body_is_refused(world):
    world.app.config["MAX_CONTENT_LENGTH"] = 100
    answer = world.send(lines(*RECORDS))
    assert (answer.status_code, answer.mimetype) == (413, PROBLEM)


def test_a_dry_run_stores_nothing_even_under_a_key(world):
    headers = NDJSON | {"Idempotency-Key": str(uuid4())}
    answer = world.send(lines(*RECORDS), "?dry_run=true", headers=headers)
    assert (answer.status_code, answer.json["documents"]) == (200, 3)
    assert world.stored() == 0
    assert world.call("GET", f"/projects/{world.slug}").json["documents"] == 0


def test_unknown_labels_are_refused_or_made(world):
    sent = lines(record("one", (0, 5, "WEAPON"), text=TEXT))
    refused = world.send(sent)
    assert refused.status_code == 422
    assert "WEAPON" in refused.json["detail"]
    made = world.send(sent, "?create_labels=true")
    assert made.status_code == 201
    assert [name.split("/")[-1] for name in made.json["labels_created"]] == ["WEAPON"]


def test_work_can_come_as_suggestions_and_under_a_name(world):
    nameless = {"id": "n", "text": TEXT, "annotations": [{"start": 0, "end": 5, "label": "PER"}]}
    assert world.send(lines(nameless)).status_code == 422
    assert world.send(lines(nameless), "?annotator=eva&as=suggestions").status_code == 201
    [listed] = world.call("GET", f"/projects/{world.slug}/documents").json["items"]
    path = f"/documents/{listed['id']}/annotations?annotator=eva&set="
    assert len(world.call("GET", path + "suggestion").json["spans"]) == 1
    assert world.call("GET", path + "work").json.get("spans", []) == []


@pytest.mark.parametrize("query", ["?as=gold", "?on_error=hope", "?dry_run=perhaps", "?format=csv"])
def test_a_query_that_makes_no_sense_is_refused(world, query):
    assert world.send(lines(*RECORDS), query).status_code == 422
    assert world.stored() == 0


def test_the_same_key_imports_once(world):
    headers = NDJSON | {"Idempotency-Key": str(uuid4())}
    first, again = (world.send(lines(*RECORDS), headers=headers) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert first.json["documents"] == 3
    assert world.send(lines(RECORDS[0]), headers=headers).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 201), ("admin", 201)]
    + [(who, 404) for who in ("curator", "annotator", "reader", "stranger")],
)
def test_managers_import(world, who, status):
    assert world.send(lines(*RECORDS), who=who).status_code == status
    assert world.stored() == (3 if status == 201 else 0)


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
