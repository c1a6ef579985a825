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


def test_what_is_gone_is_deleted_already_and_taken_off_the_page(act: Act) -> None:
    span, other = create(act, "0-0", 3, 8, "PER"), create(act, "0-1", 51, 55, "CLAIM")
    link = str(uuid4())
    act("/relations", "0-2", id=link, label="claimer", **{"from": other, "to": span})
    act(f"/relations/{link}/delete", "0-3")
    act(f"/spans/{span}/delete", "0-4")

    for path in (f"/relations/{link}/delete", f"/spans/{span}/delete"):
        status, answer = act(path, "0-3")
        assert status == 200
        assert 'hx-target="#alert"' not in answer
        assert 'hx-target="#panel"' in answer
        assert f"s-{span}" not in answer


def test_a_span_that_is_there_already_is_named_and_drawn(zoe: Person, world: World) -> None:
    browser, address = zoe.browser(), f"/documents/{world.document_id}"
    form = {"start": "3", "end": "8", "label": "PER"}
    there, given = str(uuid4()), str(uuid4())
    browser.post(f"{address}/spans", data=form | {"id": there}, headers=HTMX)

    headers = HTMX | {"Known-Revisions": "0-0"}
    answer = browser.post(f"{address}/spans", data=form | {"id": given}, headers=headers)

    assert (answer.status_code, answer.headers["Same-Object"]) == (200, there)
    assert "Rutte is PER already. 1 span. Saved." in answer.text
    assert f'id="s-{there}"' in answer.text
    assert "Made-Revision" not in answer.headers


def test_the_status_is_not_overrun_unseen(act: Act, zoe: Person, world: World) -> None:
    def status() -> str:
        body = zoe.call("GET", f"/documents/{world.document_id}/annotations").json
        return str(body["status"])

    span = create(act, "0-0", 3, 8, "PER")
    assert act("/status", "0-1", status="skipped", reason="no news")[0] == 204

    told, answer = act("/status", "0-1", status="done")
    assert told == 412
    assert "The document is skipped." in answer
    assert 'hx-target="#standing"' in answer
    assert status() == "skipped"

    assert act("/status", "0-1", status="skipped")[0] == 204
    assert act(f"/spans/{span}", "0-1", label="ORG")[0] == 200
    assert act("/status", "0-3", status="done")[0] == 204
    assert status() == "done"


def test_a_page_that_says_done_learns_what_it_made(zoe: Person, world: World) -> None:
    answer = zoe.browser().post(
        f"/documents/{world.document_id}/status",
        data={"status": "done"},
        headers=HTMX | {"Known-Revisions": "0-0"},
    )

    assert (answer.headers["Made-Revision"], answer.headers["ETag"]) == ("1", '"1"')


def test_what_is_open_is_listed_with_what_the_page_does_not_know(act: Act) -> None:
    first, second = create(act, "0-0", 51, 55, "CLAIM"), create(act, "0-1", 3, 8, "CLAIM")
    act("/relations", "0-2", id=str(uuid4()), label="claimer", value="author", **{"from": first})

    status, answer = act("/status", "0-1", status="done")

    assert status == 422
    assert 'hx-target="#unfinished"' in answer
    assert f'id="s-{second}"' in answer


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("/note", {"note": "two\nlines"}, "The note is “two lines”. 0 spans. Saved."),
        ("/labels", {"tone": "calm"}, "tone: calm. 0 spans. Saved."),
        ("/flag", {"reason": "odd"}, "The document is flagged: odd. 0 spans. Saved."),
    ],
)
def test_the_status_line_says_what_holds_for_the_document(
    act: Act, path: str, form: dict[str, str], said: str
) -> None:
    assert said in act(path, None, **form)[1]


def test_the_status_line_says_what_is_new_about_a_span(act: Act) -> None:
    span = create(act, "0-0", 51, 55, "CLAIM")

    for form, said in (
        ({"attr:type": "fact"}, "OTAN: type is fact. 1 span."),
        ({"attr:check_worthy": "false"}, "OTAN: check_worthy is no. 1 span."),
        ({"attr:type": ""}, "OTAN: type is unset. 1 span."),
        ({"note": "sure?"}, "The note on OTAN is kept. 1 span."),
        ({"note": ""}, "The note on OTAN is empty. 1 span."),
        ({"label": "ORG"}, "OTAN is ORG. 1 span."),
    ):
        assert said in act(f"/spans/{span}", None, **form)[1]


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
