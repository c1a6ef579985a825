"""Gamma by a program of its own: where its library is missing, one sentence says so."""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from annotator.agreement import gamma
from annotator.core.errors import Refused
from annotator.interchange.seeding import SEEDS
from annotator.jobs.leases import Stopped
from annotator.jobs.worker import Worker
from tests.agreement.conftest import Demo

there = pytest.mark.skipif(
    find_spec(gamma.LIBRARY) is None, reason="requirements-gamma.txt is not installed"
)
URL = "/projects/demo/agreement/gamma"
TWO = [
    {"document": "a", "seed": 1000, "units": {"ana": [[0, 5, "A"]], "ben": [[0, 5, "A"]]}},
    {"document": "b", "seed": 1001, "units": {"ana": [[0, 5, "A"], [8, 12, "B"]], "ben": [[1, 5, "A"]], "chloe": []}},
]  # fmt: skip


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamma, "LIBRARY", "no_such_library")


def ask(demo: Demo, layer: str, role: str = "manager") -> Any:
    return demo.people[role].call("POST", URL, json={"layer": layer})


def test_without_the_library_it_is_refused_with_the_way_to_get_it(
    demo: Demo, missing: None
) -> None:
    answer = ask(demo, "entity")

    assert answer.status_code == 422
    assert answer.json["detail"] == gamma.MISSING
    assert gamma.MISSING in demo.shell.refused("agreement", "demo", "--gamma")


def test_only_those_who_see_others_may_ask(demo: Demo) -> None:
    assert [ask(demo, "entity", role).status_code for role in ("annotator", "stranger")] == [
        404,
        404,
    ]


def test_a_program_that_cannot_go_on_is_told_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "program.py"
    broken.write_text("import json, sys; sys.stdin.read(); print(json.dumps({'gamma': 1.0}))")
    monkeypatch.setattr(gamma, "PROGRAM", broken)

    with pytest.raises(Refused, match="after 1 of 2 documents"):
        gamma.run_gamma(TWO, 30, lambda _: None)


def test_a_program_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "program.py"
    slow.write_text("import sys, threading; sys.stdin.read(); threading.Event().wait()")
    monkeypatch.setattr(gamma, "PROGRAM", slow)

    with pytest.raises(Refused, match="after 0 of 2 documents, or took longer than 1 seconds"):
        gamma.run_gamma(TWO, 30, lambda _: None, limit=1.0)


def test_a_cancelled_job_ends_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    endless = tmp_path / "program.py"
    endless.write_text(
        "import sys, threading; sys.stdin.read(); print('{}', flush=True); threading.Event().wait()"
    )
    monkeypatch.setattr(gamma, "PROGRAM", endless)

    def cancelled(_done: int) -> None:
        message = "cancelled"
        raise Stopped(message)

    with pytest.raises(Stopped):
        gamma.run_gamma(TWO, 30, cancelled)


@there
def test_gamma_is_that_of_the_library_and_repeatable() -> None:
    found = gamma.run_gamma(TWO, 30, lambda _: None)

    assert found[0]["gamma"] == 1.0
    assert found[1]["gamma"] < 1
    assert found == gamma.run_gamma(TWO, 30, lambda _: None)
    assert gamma.LIBRARY not in sys.modules


@there
def test_a_job_and_the_command_measure_the_same(demo: Demo) -> None:
    number = ask(demo, "entity").json["id"]
    Worker(demo.app).run_one()
    job = demo.people["manager"].call("GET", f"/jobs/{number}").json

    assert job["state"] == "done", job["error"]
    result = job["result"]
    assert 0 < result["measure"]["value"] < 1
    assert len(result["by_document"]) == result["measure"]["n"] == result["documents"] == 18
    assert (job["done"], job["total"]) == (18, 18)
    words = ("--layer", "entity", "--gamma")
    of_project = demo.command(*words)["layers"][0]["measures"]["gamma"]
    of_file = demo.shell.json("agreement", "--file", SEEDS / "demo.jsonl", *words)["layers"][0]
    assert of_project == of_file["measures"]["gamma"]
    assert of_project["value"] == pytest.approx(result["measure"]["value"])


@there
@pytest.mark.parametrize("layer", ["topic", "support", "emotion"])
def test_other_layers_are_refused(demo: Demo, layer: str) -> None:
    answer = ask(demo, layer)

    assert answer.status_code == 422
    assert "there are: entity, claim, stance." in answer.json["detail"]


@pytest.mark.parametrize(("layer", "kind"), [("topic", "document"), ("support", "relation")])
def test_the_command_refuses_gamma_on_other_layers(demo: Demo, layer: str, kind: str) -> None:
    line = demo.shell.refused("agreement", "demo", "--layer", layer, "--gamma")

    assert f"Gamma is measured on layers of spans; {layer} is a layer of kind {kind}." in line
