"""The labelling page as browsers without scripts use it, and the parts it swaps for those with them."""

import re
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from tests.annotations.conftest import TEXT, World
from tests.people import Client, Person, without_csrf

HTMX = {"HX-Request": "true"}


@pytest.fixture
def zoe(app: Flask, world: World) -> Person:
    return Person(without_csrf(app), "zoe").join(world.project_id, "annotator")


@pytest.fixture
def browser(zoe: Person) -> Client:
    return zoe.browser()


class Blocks(HTMLParser):
    """Joins the text of all blocks of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.depth, self.text = 0, ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if self.depth or (tag == "div" and "b" in classes):
            self.depth += 1

    def handle_endtag(self, _tag: str) -> None:
        self.depth -= bool(self.depth)

    def handle_data(self, data: str) -> None:
        self.text += data if self.depth else ""


def shown(html: str) -> str:
    return Blocks(html).text


def spans_of(zoe: Person, world: World) -> list[tuple[str, str]]:
    body = zoe.call("GET", f"/documents/{world.document_id}/annotations").json
    return [(span["label"], span["quote"]) for span in body["spans"]]


def test_the_page_shows_exactly_the_text(browser: Client, world: World) -> None:
    page = browser.get(f"/documents/{world.document_id}").text

    assert shown(page) == TEXT
    assert "&#13;" in page


def test_a_quote_is_marked_without_scripts(browser: Client, zoe: Person, world: World) -> None:
    form = {"quote": "à", "occurrence": "1", "label": "entity/LOC"}

    answer = browser.post(f"/documents/{world.document_id}/spans", data=form)

    assert (answer.status_code, answer.location) == (303, f"/documents/{world.document_id}")
    assert spans_of(zoe, world) == [("LOC", "à")]
    assert shown(browser.get(f"/documents/{world.document_id}").text) == TEXT


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"quote": "Paris", "occurrence": "1", "label": "LOC"}, "not in the text"),
        ({"quote": "à", "occurrence": "2", "label": "LOC"}, "once"),
        ({"quote": "à", "occurrence": "0", "label": "LOC"}, "counted from 1"),
        ({"quote": "à", "occurrence": "x", "label": "LOC"}, "whole number"),
        ({"quote": "", "label": "LOC"}, "exactly as it stands"),
        ({"quote": "à", "label": "NOPE"}, "no label NOPE"),
        ({"start": "3", "end": "8", "label": "PER", "quote": "Putin"}, "quote"),
    ],
)
def test_forms_that_do_not_fit_are_refused_in_words(
    browser: Client, zoe: Person, world: World, form: dict[str, str], said: str
) -> None:
    for headers in ({}, HTMX):
        answer = browser.post(f"/documents/{world.document_id}/spans", data=form, headers=headers)
        assert answer.status_code == 422
        assert said in answer.text
        assert "Traceback" not in answer.text
    assert 'hx-target="#alert"' in answer.text
    assert spans_of(zoe, world) == []


def test_an_act_answers_with_the_parts_that_changed(browser: Client, world: World) -> None:
    given = str(uuid4())
    form = {"id": given, "start": "3", "end": "8", "label": "PER", "layer": "entity"}

    answer = browser.post(f"/documents/{world.document_id}/spans", data=form, headers=HTMX)

    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    assert re.findall(r'hx-target="([^"]+)"', answer.text) == [
        ".b[data-s='0']",
        "#panel",
        "#standing",
        "#status",
    ]
    assert f'id="s-{given}"' in answer.text
    assert shown(answer.text) == TEXT[: TEXT.index("\n") + 1]


def test_swapped_parts_are_what_a_fresh_page_has(browser: Client, world: World) -> None:
    base = f"/documents/{world.document_id}"
    parts: dict[str, str] = {}
    for start, end, label in [(0, 8, "PER"), (3, 8, "ORG"), (3, 48, "CLAIM"), (24, 60, "CLAIM")]:
        form = {"start": str(start), "end": str(end), "label": label}
        parts |= swapped(browser.post(f"{base}/spans", data=form, headers=HTMX).text)
    parts |= swapped(browser.post(f"{base}/undo", headers=HTMX).text)

    page = browser.get(base).text
    for target, html in parts.items():
        if target.startswith(".b"):
            assert html in page


def swapped(answer: str) -> dict[str, str]:
    return dict(
        re.findall(r'<hx-partial hx-target="([^"]+)"[^>]*>(.*?)</hx-partial>', answer, re.DOTALL)
    )


def test_relabel_delete_undo_and_redo_by_forms(browser: Client, zoe: Person, world: World) -> None:
    base, given = f"/documents/{world.document_id}", str(uuid4())
    browser.post(f"{base}/spans", data={"id": given, "start": "3", "end": "8", "label": "PER"})

    browser.post(f"{base}/spans/{given}", data={"label": "entity/ORG"})
    assert spans_of(zoe, world) == [("ORG", "Rutte")]
    browser.post(f"{base}/spans/{given}/delete")
    assert spans_of(zoe, world) == []
    browser.post(f"{base}/undo")
    assert spans_of(zoe, world) == [("ORG", "Rutte")]
    browser.post(f"{base}/redo")
    assert spans_of(zoe, world) == []
    assert browser.post(f"{base}/redo", headers=HTMX).status_code == 409


def test_labels_note_and_done_lead_on(browser: Client, zoe: Person, world: World) -> None:
    base = f"/documents/{world.document_id}"
    browser.post(f"{base}/labels", data={"topic": ["war"], "tone": "calm"})
    browser.post(f"{base}/note", data={"note": "two\r\nlines"})

    answer = browser.post(f"{base}/status", data={"status": "done"})

    assert answer.location == "/projects/press/documents"
    body = zoe.call("GET", f"{base}/annotations").json
    assert (body["labels"], body["note"], body["status"]) == (
        {"topic": ["war"], "tone": ["calm"]}, "two\nlines", "done",
    )  # fmt: skip


def test_others_work_is_read_only_and_for_those_who_may(
    app: Flask, world: World, browser: Client, zoe: Person
) -> None:
    zoe.call(
        "POST", f"/documents/{world.document_id}/spans", json={"start": 3, "end": 8, "label": "PER"}
    )
    curator = Person(app, "curator").join(world.project_id, "curator").browser()

    page = curator.get(f"/documents/{world.document_id}?annotator=zoe")
    assert 'data-editable="false"' in page.text
    assert 'aria-label="PER: Rutte"' in page.text
    assert browser.get(f"/documents/{world.document_id}?annotator=curator").status_code == 404


def test_labels_css_is_a_style_sheet(browser: Client) -> None:
    answer = browser.get("/projects/press/labels.css?v=1")

    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert "PER" in answer.text


def test_the_table_is_brought_up_to_date_row_by_row(browser: Client, world: World) -> None:
    base, ids = f"/documents/{world.document_id}", [str(uuid4()) for _ in range(4)]

    def act(path: str, **form: str) -> list[tuple[str, str]]:
        answer = browser.post(base + path, data=form, headers=HTMX).text
        return re.findall(r'hx-target="(#(?:row|panel)[^"]*)" hx-swap="([a-zA-Z]+)"', answer)

    count = ("#panel .count", "innerHTML")
    assert act("/spans", id=ids[0], start="3", end="9", label="PER") == [("#panel", "outerHTML")]
    assert act(f"/spans/{ids[0]}", end="8") == [("#panel", "outerHTML")]
    assert act("/spans", id=ids[1], start="24", end="44", label="CLAIM") == [
        (f"#row-{ids[0]}", "afterend"),
        count,
    ]
    assert act("/spans", id=ids[2], start="3", end="17", label="CLAIM") == [
        (f"#row-{ids[0]}", "beforebegin"),
        count,
    ]
    assert act("/spans", id=ids[3], start="24", end="27", label="PER") == [
        (f"#row-{ids[1]}", "afterend"),
        count,
    ]
    assert act(f"/spans/{ids[0]}", label="ORG") == [(f"#row-{ids[0]}", "outerHTML"), count]
    assert act(f"/spans/{ids[3]}", start="9") == [
        (f"#row-{ids[3]}", "delete"),
        (f"#row-{ids[0]}", "afterend"),
        count,
    ]
    assert act(f"/spans/{ids[0]}/delete") == [(f"#row-{ids[0]}", "delete"), count]

    rows = re.findall(r'<tr id="row-([^"]+)"', browser.get(base).text)
    assert rows == [ids[2], ids[3], ids[1]]
