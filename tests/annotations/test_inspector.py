"""The inspector's forms as browsers without scripts post them, and the parts that scripts swap."""

import re
from uuid import uuid4

import pytest
from flask import Flask

from annotator.projects.operations import put_scheme
from tests.annotations.conftest import SCHEME, World
from tests.annotations.test_pages import HTMX, swapped
from tests.people import Client, Person, without_csrf

DESCRIBED = {
    "layers": [
        *SCHEME["layers"],
        {
            "name": "stance",
            "kind": "span",
            "labels": [{"name": "AGAINST"}],
            "attributes": [
                {"name": "score", "type": "number"},
                {"name": "why", "type": "text", "required": True},
            ],
            "roles": [
                {"name": "holder", "layers": ["entity"], "implied": ["author"], "required": True},
                {"name": "target", "layers": ["entity", "claim"], "free_text": True},
            ],
        },
    ]
}


class Desk:
    """A browser at the document, and what its person's set holds."""

    def __init__(self, zoe: Person, world: World) -> None:
        self.zoe, self.browser = zoe, zoe.browser()
        self.base = f"/documents/{world.document_id}"

    def mark(self, start: int, end: int, label: str) -> str:
        body = {"start": start, "end": end, "label": label}
        return str(self.zoe.call("POST", f"{self.base}/spans", json=body).json["id"])

    def stored(self) -> dict:
        return self.zoe.call("GET", f"{self.base}/annotations").json

    def links(self) -> list[tuple[str, str | None, str | None]]:
        return [(one["label"], one["to"], one.get("value")) for one in self.stored()["relations"]]

    def attributes(self, span: str) -> dict:
        (found,) = (one for one in self.stored()["spans"] if one["id"] == span)
        return found["attributes"]


@pytest.fixture
def desk(app: Flask, world: World) -> Desk:
    with app.app_context():
        put_scheme(world.project_id, DESCRIBED, None, world.ana)
    zoe = Person(without_csrf(app), "zoe").join(world.project_id, "annotator")
    return Desk(zoe, world)


def test_attributes_are_given_one_at_a_time_and_taken_away(desk: Desk) -> None:
    span = desk.mark(24, 44, "AGAINST")
    address = f"{desk.base}/spans/{span}"

    for value, stored in (("3", 3), ("-2,5", -2.5), ("0.1", 0.1)):
        desk.browser.post(address, data={"attr:score": value})
        assert desk.attributes(span) == {"score": stored}
    answer = desk.browser.post(address, data={"attr:why": " because "})
    assert answer.status_code == 303
    assert answer.location == f"{desk.base}?span={span}#inspector"
    assert desk.attributes(span) == {"score": 0.1, "why": " because "}
    desk.browser.post(address, data={"attr:score": ""})
    assert desk.attributes(span) == {"why": " because "}


def test_choices_booleans_and_notes_are_stored(desk: Desk) -> None:
    span = desk.mark(24, 44, "CLAIM")

    desk.browser.post(f"{desk.base}/spans/{span}", data={"attr:type": "fact"})
    desk.browser.post(f"{desk.base}/spans/{span}", data={"attr:check_worthy": "false"})
    desk.browser.post(f"{desk.base}/spans/{span}", data={"note": "two\r\nlines"})

    (stored,) = desk.stored()["spans"]
    assert stored["attributes"] == {"type": "fact", "check_worthy": False}
    assert stored["note"] == "two\nlines"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("attr:score", "nan", "is a number"),
        ("attr:score", "1e999", "is a number"),
        ("attr:nope", "1", "has no attribute nope"),
        ("note", "x" * 20_001, "at most"),
    ],
)
def test_values_that_do_not_fit_are_refused(desk: Desk, field: str, value: str, said: str) -> None:
    span = desk.mark(24, 44, "AGAINST")

    answer = desk.browser.post(f"{desk.base}/spans/{span}", data={field: value}, headers=HTMX)

    assert answer.status_code == 422
    assert said in answer.text
    assert desk.attributes(span) == {}


def test_roles_are_filled_by_span_value_or_text_and_emptied(desk: Desk) -> None:
    person, stance = desk.mark(3, 8, "PER"), desk.mark(24, 44, "AGAINST")
    for form in (
        {"label": "holder", "to": person},
        {"label": "holder", "value": "author"},
        {"label": "target", "value": "the winter"},
    ):
        answer = desk.browser.post(f"{desk.base}/relations", data={"from": stance, **form})
        assert answer.location == f"{desk.base}?span={stance}#inspector"
    assert desk.links() == [
        ("holder", person, None),
        ("holder", None, "author"),
        ("target", None, "the winter"),
    ]

    page = desk.browser.get(f"{desk.base}?span={stance}").text
    for found in re.findall(r"/relations/([0-9a-f-]+)/delete", page):
        desk.browser.post(f"{desk.base}/relations/{found}/delete", data={"span": stance})
    assert desk.links() == []


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "from which span"),
        ({"from": "x"}, "must be a UUID"),
        ({"label": "nope"}, "no role or relation nope"),
        ({"label": "holder", "value": "nobody"}, "no value of holder"),
        ({"label": "holder"}, "needs the span"),
        ({"label": "holder", "to": str(uuid4())}, "no span"),
    ],
)
def test_links_that_do_not_fit_are_refused(desk: Desk, form: dict[str, str], said: str) -> None:
    if "label" in form:
        form = {"from": desk.mark(24, 44, "AGAINST"), **form}

    answer = desk.browser.post(f"{desk.base}/relations", data=form, headers=HTMX)

    assert answer.status_code == 422
    assert said in answer.text
    assert desk.links() == []


def test_the_inspector_offers_what_fits_nearest_first(desk: Desk) -> None:
    far, near = desk.mark(0, 2, "LOC"), desk.mark(45, 46, "PER")
    claim, stance = desk.mark(17, 22, "CLAIM"), desk.mark(24, 44, "AGAINST")

    part = desk.browser.get(f"{desk.base}/spans/{stance}/inspector").text

    def offered(name: str) -> list[str]:
        form = part.split(f'id="to-{name}"')[1].split("</select>")[0]
        return re.findall(r'<option value="([0-9a-f-]+)"', form)

    assert offered("holder") == [near, far]
    assert offered("target") == [near, claim, far]
    assert part.count("required</span>") == 2
    assert "<textarea" in part
    assert desk.browser.get(f"{desk.base}/spans/{uuid4()}/inspector").status_code == 404


def test_near_spans_of_other_layers_hide_no_far_one(desk: Desk) -> None:
    far, stance = desk.mark(57, 58, "PER"), desk.mark(0, 2, "AGAINST")
    for start in range(3, 52):
        for end in (start + 1, start + 2, start + 3):
            desk.mark(start, end, "CLAIM")

    part = desk.browser.get(f"{desk.base}/spans/{stance}/inspector").text

    assert f'value="{far}"' in part.split('id="to-holder"')[1].split("</select>")[0]


def test_both_ends_and_the_table_show_a_link(desk: Desk) -> None:
    one, two = desk.mark(3, 8, "CLAIM"), desk.mark(24, 44, "CLAIM")
    form = {"from": one, "to": two, "label": "SUPPORTS"}

    answer = desk.browser.post(f"{desk.base}/relations", data=form, headers=HTMX)

    parts = swapped(answer.text)
    assert list(parts) == [f"#row-{one}", "#status"]
    assert "SUPPORTS: <q" in parts[f"#row-{one}"]
    assert "Rutte has SUPPORTS: " in parts["#status"]
    there = desk.browser.get(f"{desk.base}/spans/{two}/inspector").text
    assert f'data-link="SUPPORTS" data-from="{one}"' in there
    here = desk.browser.get(f"{desk.base}/spans/{one}/inspector").text
    assert f'data-link="SUPPORTS" data-to="{two}"' in here


def test_rows_keep_their_links_when_spans_change_and_come_back(desk: Desk) -> None:
    person, stance = desk.mark(3, 8, "PER"), desk.mark(24, 44, "AGAINST")
    form = {"from": stance, "to": person, "label": "holder"}
    desk.browser.post(f"{desk.base}/relations", data=form)

    def act(path: str, **fields: str) -> dict[str, str]:
        return swapped(desk.browser.post(desk.base + path, data=fields, headers=HTMX).text)

    relabelled = act(f"/spans/{stance}", **{"attr:why": "so"})
    assert "holder: <q" in relabelled[f"#row-{stance}"]
    assert "why: so" in relabelled[f"#row-{stance}"]
    moved = act(f"/spans/{person}", end="17")
    assert "Rutte confirme" in moved[f"#row-{stance}"]
    deleted = act(f"/spans/{person}/delete")
    assert "holder" not in deleted[f"#row-{stance}"]
    undone = act("/undo")
    assert "Rutte confirme" in undone[f"#row-{stance}"]


def test_others_spans_are_inspected_without_forms(app: Flask, world: World, desk: Desk) -> None:
    span = desk.mark(24, 44, "AGAINST")
    desk.browser.post(f"{desk.base}/spans/{span}", data={"note": "see page 2"})
    curator = Person(app, "curator").join(world.project_id, "curator").browser()

    part = curator.get(f"{desk.base}/spans/{span}/inspector?annotator=zoe").text
    page = curator.get(f"{desk.base}?annotator=zoe&span={span}").text

    assert "see page 2" in part
    assert 'type="submit"' not in part
    assert "see page 2" in page
    assert curator.get(f"{desk.base}/spans/{span}/inspector").status_code == 404


def test_flags_come_and_go(desk: Desk) -> None:
    answer = desk.browser.post(f"{desk.base}/flag", data={"reason": "cut off"}, headers=HTMX)
    assert "cut off" in swapped(answer.text)["#standing"]
    assert desk.stored()["flag"] == "cut off"
    assert desk.browser.post(f"{desk.base}/flag", data={"reason": " "}).status_code == 422

    answer = desk.browser.post(f"{desk.base}/flag/delete")
    assert (answer.status_code, answer.location) == (303, desk.base)
    assert desk.stored()["flag"] is None


def done(browser: Client, base: str, **more: str) -> tuple[int, str]:
    answer = browser.post(f"{base}/status", data={"status": "done", **more}, headers=HTMX)
    return answer.status_code, answer.text


def test_done_waits_for_what_is_required(desk: Desk) -> None:
    stance = desk.mark(24, 44, "AGAINST")

    status, text = done(desk.browser, desk.base, anyway="1")
    assert status == 422
    assert re.findall(r'data-span="([^"]+)"', text) == [stance, stance]
    assert text.count("which is required") == 2
    assert "Done anyway" not in text
    assert desk.stored()["status"] == "in_progress"

    plain = desk.browser.post(f"{desk.base}/status", data={"status": "done"})
    assert plain.status_code == 422
    assert "lacks holder, which is required" in plain.text
    assert 'id="document"' in plain.text


def test_done_asks_once_about_what_looks_forgotten(desk: Desk) -> None:
    claim = desk.mark(24, 44, "CLAIM")
    assert done(desk.browser, desk.base)[0] == 204
    desk.browser.post(f"{desk.base}/spans/{claim}", data={"attr:type": "fact"})

    status, text = done(desk.browser, desk.base)
    assert status == 422
    assert "lacks claimer" in text
    assert "Done anyway" in text
    assert "lacks claimer" in desk.browser.get(f"{desk.base}/unfinished").text
    assert done(desk.browser, desk.base, anyway="1")[0] == 204
    assert desk.stored()["status"] == "done"

    form = {"from": claim, "label": "claimer", "value": "author"}
    desk.browser.post(f"{desk.base}/relations", data=form)
    assert done(desk.browser, desk.base)[0] == 204
    assert "Nothing is open" in desk.browser.get(f"{desk.base}/unfinished").text
