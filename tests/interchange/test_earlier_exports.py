"""Earlier exports, by the page and by the API: splits kept from one, one made again, chosen by number or sent as files."""

import io
import re
import zipfile

import orjson
import pytest

from annotator.interchange.past_manifests import NEEDED
from tests.interchange.people_at_work import PROBLEM, lines, record
from tests.interchange.test_export_pages import HERE, ask
from tests.people import without_csrf

MORE = [record(f"more-{at}", meta={}) for at in range(30)]


@pytest.fixture
def desk(filled):
    """The manager's browser."""
    without_csrf(filled.app)
    return filled.people["manager"].browser()


def exported(world, **options):
    """Return what `flask export` or the page would have written, by file name."""
    number = world.ask(**options).json["id"]
    world.work()
    return number, files_of(world, number)


def files_of(world, number):
    answer = world.call("GET", f"/exports/{number}/download")
    assert answer.status_code == 200, world.call("GET", f"/jobs/{number}").json
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def splits_in(files):
    return {one["id"]: one["split"] for one in orjson.loads(files["snapshot.json"])}


def grown(world):
    """Export 20 documents into two parts, then bring 30 more."""
    first = [record(f"d{at}") for at in range(20)]
    assert world.send(lines(*first)).status_code == 201
    number, files = exported(world, annotations="eva", split="50/50")
    assert world.send(lines(*MORE)).status_code == 201
    return number, files


def sent(files, *names):
    return [(io.BytesIO(files[name]), name) for name in names]


def zipped(files):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return [(io.BytesIO(body.getvalue()), "export.zip")]


def as_json(files):
    return {name.removesuffix(".json"): orjson.loads(files[name]) for name in NEEDED}


def test_the_manifest_of_an_export_is_shown(filled, desk):
    number, files = exported(filled, annotations="all")

    assert f'href="{HERE}/{number}/manifest"' in desk.get(HERE).text
    page = desk.get(f"{HERE}/{number}/manifest", buffered=True)
    assert (page.mimetype, page.data) == ("application/json", files["manifest.json"])
    assert filled.call("GET", f"/exports/{number}/manifest").data == files["manifest.json"]
    assert filled.call("GET", "/exports/99/manifest").status_code == 404


def test_splits_are_kept_by_number_over_the_api(filled):
    number, files = grown(filled)
    _, plain = exported(filled, annotations="eva", split="90/10")
    _, kept = exported(filled, annotations="eva", split="90/10", keep_split=number)

    before = splits_in(files)
    assert {name: splits_in(kept)[name] for name in before} == before
    assert {name: splits_in(plain)[name] for name in before} != before
    digest = orjson.loads(files["manifest.json"])["dataset_sha256"]
    assert orjson.loads(kept["manifest.json"])["options"]["keep_split"] == digest


@pytest.mark.parametrize("how", ["number", "files", "zip"])
def test_splits_are_kept_by_the_form(filled, desk, how):
    number, files = grown(filled)
    fields = {
        "number": {"keep_split": str(number)},
        "files": {"keep_split_files": sent(files, *NEEDED)},
        "zip": {"keep_split_files": zipped(files)},
    }[how]
    answer = ask(desk, annotations="eva", split="90/10", **fields)
    assert answer.headers["Location"] == HERE
    filled.work()

    after = splits_in(files_of(filled, number + 1))
    before = splits_in(files)
    assert len(after) == len(before) + 30
    assert {name: after[name] for name in before} == before
    assert "splits of" in desk.get(HERE).text
    again = desk.post(f"{HERE}/{number + 1}/again")
    assert again.status_code == 303
    filled.work()
    assert splits_in(files_of(filled, number + 2)) == after


def test_files_that_were_sent_are_kept_when_the_choices_change(filled, desk):
    number, files = grown(filled)
    look = ask(desk, annotations="eva", look="1", keep_split_files=zipped(files))
    assert look.headers["Location"] == f"{HERE}/preflights/{number + 1}"
    form = desk.get(f"{HERE}?like={number + 1}").text
    kept = re.search(r'value="(sent:\w+)" selected', form)[1]
    assert 'name="max_loss" value=""' in form

    ask(desk, annotations="eva", split="90/10", keep_split=kept)
    filled.work()
    after = splits_in(files_of(filled, number + 2))
    assert {name: after[name] for name in splits_in(files)} == splits_in(files)
    assert ask(desk, keep_split="sent:0").status_code == 422
    assert ask(desk, keep_split="sent:../..").status_code == 422


def test_splits_are_kept_by_a_manifest_sent_over_the_api(filled):
    _, files = grown(filled)
    _, kept = exported(filled, annotations="eva", split="90/10", keep_split=as_json(files))

    before = splits_in(files)
    assert {name: splits_in(kept)[name] for name in before} == before


@pytest.mark.parametrize("how", ["number", "zip", "api"])
def test_an_export_is_made_again_byte_for_byte(filled, desk, how):
    number, files = exported(filled, annotations="all", split="80/10/10")
    address = "/documents/1/spans"
    body = {"start": 6, "end": 7, "label": "PER"}
    assert filled.people["annotator"].call("POST", address, json=body).status_code == 201
    assert filled.send(lines(*MORE)).status_code == 201

    if how == "api":
        assert filled.ask(format=None, **{"from": number}).status_code == 422
        path = f"/projects/{filled.slug}/exports"
        answer = filled.people["manager"].call("POST", path, json={"from": as_json(files)})
        assert answer.status_code == 202, answer.json
    else:
        past = {"from": str(number)} if how == "number" else {"past_files": zipped(files)}
        assert desk.post(f"{HERE}/rebuild", data=past).headers["Location"] == HERE
    filled.work()

    assert files_of(filled, number + 1) == files
    assert "made again from" in desk.get(HERE).text
    assert filled.call("GET", f"/jobs/{number + 1}").json["total"] == 3


def test_an_export_that_cannot_be_made_again_says_what_differs(filled, desk):
    number, files = exported(filled, annotations="all")
    snapshot = orjson.loads(files["snapshot.json"])
    snapshot[0]["id"] = "gone"
    desk.post(
        f"{HERE}/rebuild",
        data={"past_files": zipped(files | {"snapshot.json": orjson.dumps(snapshot)})},
    )
    filled.work()

    assert "the document gone is not there" in desk.get(HERE).text
    assert filled.call("GET", f"/exports/{number + 1}/download").status_code == 404


def damaged(files, change):
    snapshot = orjson.loads(files["snapshot.json"])
    change(snapshot[0])
    return files | {"snapshot.json": orjson.dumps(snapshot)}


CHANGES = {
    "a split that leads out": lambda one: one.update(split="../../../outside"),
    "metadata that are none": lambda one: one.update(meta=[1]),
    "an id that is no text": lambda one: one.update(id=3),
    "a set without a revision": lambda one: one.update(sets=[["eva", "work"]]),
    "a revision that is no number": lambda one: one.update(sets=[["eva", "work", "x"]]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_files_that_are_no_part_of_an_export_are_refused(filled, desk, change):
    _, files = exported(filled, annotations="all")
    answer = ask(desk, keep_split_files=zipped(damaged(files, change)))

    assert answer.status_code == 422
    assert 'id="keep_split_files-error"' in answer.text
    assert "damaged, or no part of an export" in answer.text


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("manifest.json",), "snapshot.json missing"),
        (("snapshot.json",), "manifest.json missing"),
        (("data.jsonl",), "manifest.json, snapshot.json missing"),
    ],
)
def test_what_is_missing_of_an_export_is_named(filled, desk, names, said):
    _, files = exported(filled, annotations="all")

    assert said in ask(desk, keep_split_files=sent(files, *names)).text
    assert said in desk.post(f"{HERE}/rebuild", data={"past_files": sent(files, *names)}).text


def test_a_file_that_is_no_zip_file_is_refused(filled, desk):
    answer = ask(desk, keep_split_files=[(io.BytesIO(b"no zip"), "export.zip")])

    assert answer.status_code == 422
    assert "damaged or no zip file" in answer.text


def test_a_manifest_of_other_types_is_refused(filled, desk):
    _, files = exported(filled, annotations="all")
    manifest = orjson.loads(files["manifest.json"])
    manifest["options"]["split"] = 3
    body = {"past_files": zipped(files | {"manifest.json": orjson.dumps(manifest)})}

    assert "written by another version" in desk.post(f"{HERE}/rebuild", data=body).text


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"keep_split": 99}, "keep_split"),
        ({"keep_split": "../job-1"}, "keep_split"),
        ({"keep_split": "sent:../1"}, "keep_split"),
        ({"keep_split": {"manifest": {}}}, "keep_split"),
        ({"keep_split": {"manifest": {}, "snapshot": []}}, "keep_split"),
        ({"from": 99}, "from"),
        ({"from": True}, "from"),
        ({"from": 1, "annotations": "eva"}, "annotations"),
        ({"from": 1, "dry_run": True}, "dry_run"),
    ],
)
def test_what_is_no_earlier_export_is_refused_at_once(filled, options, field):
    exported(filled, annotations="all")
    answer = filled.ask(**options)

    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)
    assert field in answer.json["errors"]
    assert filled.call("GET", "/jobs/2").status_code == 404


def test_exports_of_other_projects_are_no_earlier_exports(filled, desk):
    number, _ = exported(filled, annotations="all")
    admin = filled.people["admin"]
    assert admin.call("POST", "/projects", json={"name": "Other"}).status_code == 201
    for options in ({"format": "csv", "keep_split": number}, {"from": number}):
        answer = admin.call("POST", "/projects/other/exports", json=options)
        assert answer.status_code == 422
    assert f"export {number}:" in desk.get(HERE).text
    assert f"export {number}:" not in admin.browser().get("/projects/other/exports").text


def test_nothing_chosen_to_make_again_is_said_at_the_form(desk):
    answer = desk.post(f"{HERE}/rebuild", data={"from": ""})

    assert answer.status_code == 422
    assert 'id="from-error"' in answer.text


def test_a_look_over_the_api_writes_nothing_and_tells_all(filled):
    number = filled.ask(format="spacy", annotations="eva", dry_run=True).json["id"]
    filled.work()
    job = filled.call("GET", f"/jobs/{number}").json

    assert (job["kind"], job["state"], job["done"]) == ("preflight", "done", 3)
    assert job["result"]["spans"] == {"in": 3, "exact": 2, "changed": 0, "left_out": 1}
    assert job["result"]["splits"] == {"train": 1, "dev": 1, "test": 1}
    assert job["result"]["files"] == []
    assert filled.call("GET", f"/exports/{number}/download").status_code == 404
    assert not (filled.app.config["EXPORTS"] / filled.slug).exists()
