"""Two pages write in one set: what touches different things is merged, what touches the same is told and asked about."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from tests.annotations.conftest import World
from tests.people import Person, without_csrf

HTMX = {"HX-Request": "true"}


@pytest.fixture
def zoe(app: Flask, world: World) -> Person:
    return Person(without_csrf(app), "zoe").join(world.project_id, "annotator")


@pytest.fixture
def act(zoe: Person, world: World) -> Callable[..., tuple[int, str]]:
    """Post an act as a page that knows these revisions; returns the status and the answer."""
    browser = zoe.browser()

    def post(path: str, known: str | None, **form: str) -> tuple[int, str]:
        headers = HTMX | ({"Known-Revisions": known} if known else {})
        answer = browser.post(f"/documents/{world.document_id}{path}", data=form, headers=headers)
        return answer.status_code, answer.text

    return post


Act = Callable[..., tuple[int, str]]


def labels(zoe: Person, world: World) -> list[str]:
    body = zoe.call("GET", f"/documents/{world.document_id}/annotations").json
    return sorted(span["label"] for span in body["spans"])


def create(act: Act, known: str | None, start: int, end: int, label: str) -> str:
    given = str(uuid4())
    status, answer = act("/spans", known, id=given, start=str(start), end=str(end), label=label)
    assert (status, f's-{given}"' in answer) == (201, True)
    return given


def test_acts_on_different_spans_are_merged_and_drawn(act: Act, zoe: Person, world: World) -> None:
    first = create(act, "0-0", 3, 8, "PER")
    given = str(uuid4())

    status, answer = act("/spans", "0-0", id=given, start="51", end="55", label="ORG")

    assert status == 201
    assert f'id="s-{first}"' in answer
    assert f'id="s-{given}"' in answer
    assert f'id="row-{first}"' in answer
    assert "ORG. 2 spans" in re.sub("<[^>]+>", "", answer)
    assert labels(zoe, world) == ["ORG", "PER"]


def test_acts_on_one_span_are_told_of_and_done_when_wanted_anyway(
    act: Act, zoe: Person, world: World
) -> None:
    span = create(act, "0-0", 3, 8, "PER")
    assert act(f"/spans/{span}", "0-1", label="ORG")[0] == 200

    status, answer = act(f"/spans/{span}", "0-1", label="LOC")
    assert status == 412
    assert "Rutte is ORG." in answer
    assert 'data-choice="anyway"' in answer
    assert 'id="s-' in answer
    assert labels(zoe, world) == ["ORG"]

    assert act(f"/spans/{span}", "0-2", label="LOC")[0] == 200
    assert labels(zoe, world) == ["LOC"]


def test_a_page_is_not_in_its_own_way(act: Act, zoe: Person, world: World) -> None:
    span = create(act, "0-0", 3, 8, "PER")
    create(act, "0-1", 51, 55, "ORG")
    assert act(f"/spans/{span}", "0-1", label="ORG")[0] == 200
    assert act(f"/spans/{span}", "0-1 3-3", label="LOC")[0] == 200
    assert act(f"/spans/{span}", "0-1 4-4", label="PER")[0] == 412
    assert labels(zoe, world) == ["LOC", "ORG"]


def test_the_same_wish_is_no_conflict(act: Act) -> None:
    span = create(act, "0-0", 3, 8, "PER")
    act(f"/spans/{span}", "0-1", label="ORG")

    assert act(f"/spans/{span}", "0-1", label="ORG")[0] == 200


def test_a_span_deleted_elsewhere_is_refused_in_words_and_taken_off_the_page(act: Act) -> None:
    span = create(act, "0-0", 3, 8, "PER")
    act(f"/spans/{span}/delete", "0-1")

    status, answer = act(f"/spans/{span}", "0-1", label="ORG")

    assert status == 404
    assert "no such span" in answer
    assert 'hx-target="#alert"' in answer
    assert 'hx-target=".b' in answer
    assert "data-choice" not in answer


def test_undo_takes_nothing_back_unseen(act: Act, zoe: Person, world: World) -> None:
    create(act, "0-0", 3, 8, "PER")
    create(act, "0-0", 51, 55, "ORG")

    status, answer = act("/undo", "0-1")
    assert status == 412
    assert "is ORG." in answer
    assert labels(zoe, world) == ["ORG", "PER"]

    assert act("/undo", "0-1 2-2")[0] == 200
    assert act("/redo", "0-2")[0] == 412
    assert act("/redo", "0-3")[0] == 201
    assert labels(zoe, world) == ["ORG", "PER"]


def test_notes_and_labels_of_the_document_conflict_with_themselves_only(act: Act) -> None:
    assert act("/note", "0-0", note="one")[0] == 200
    assert act("/labels", "0-0", tone="calm")[0] == 200
    assert act("/note", "0-0", note="two")[0] == 412
    assert act("/note", "0-0", note="one")[0] == 200


@pytest.mark.parametrize("known", ["5", "0-x", "a", "0-1,2-2", "-", "9" * 30 + "-1"])
def test_what_is_no_range_of_revisions_is_refused(act: Act, known: str) -> None:
    status, answer = act("/undo", known)

    assert status == 400
    assert "ranges of revisions" in answer


def test_news_are_what_a_fresh_page_shows(zoe: Person, world: World, act: Act) -> None:
    browser, address = zoe.browser(), f"/documents/{world.document_id}"
    assert browser.get(f"{address}/news?since=0", headers=HTMX).status_code == 204
    first = create(act, None, 3, 8, "PER")
    second = create(act, None, 51, 55, "ORG")
    act(f"/spans/{first}/delete", None)
    act("/note", None, note="a note")

    answer = browser.get(f"{address}/news?since=1", headers=HTMX)

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"4"')
    assert f'id="s-{second}"' in answer.text
    assert f's-{first}"' not in answer.text
    assert "a note</textarea>" in answer.text
    assert browser.get(f"{address}/news?since=4", headers=HTMX).status_code == 204


def test_a_page_drawn_for_somebody_else_is_nobodys(app: Flask, zoe: Person, world: World) -> None:
    ann = Person(app, "ann").join(world.project_id, "annotator")
    form = {"start": "3", "end": "8", "label": "PER"}
    address = f"/documents/{world.document_id}"
    theirs = HTMX | {"For-User": str(ann.id)}

    assert zoe.browser().post(f"{address}/spans", data=form, headers=theirs).status_code == 401
    assert zoe.browser().get(f"{address}/news", headers=theirs).status_code == 401
    assert zoe.browser().get("/login", headers=theirs).status_code == 200
    assert labels(zoe, world) == labels(ann, world) == []
    own = HTMX | {"For-User": str(zoe.id)}
    assert zoe.browser().post(f"{address}/spans", data=form, headers=own).status_code == 201
