"""The page that lays the work of several people side by side."""

import re
from html.parser import HTMLParser

import pytest
from flask import Flask

from annotator.annotations.compare_list import PAGE
from annotator.annotations.rendering import CHUNK, LAZY_FROM
from annotator.annotations.workers import address
from annotator.core.records import DocumentRecord
from annotator.documents.operations import store_documents
from tests.annotations.conftest import TEXT, World
from tests.people import Client, Person

LONG = "Une ligne de la longue chronique des choses.\r\n" * 5_000


@pytest.fixture
def boss(app: Flask, world: World) -> Client:
    return Person(app, "boss").join(world.project_id, "curator").browser()


@pytest.fixture
def zoe(app: Flask, world: World) -> Person:
    return Person(app, "zoe").join(world.project_id, "annotator")


@pytest.fixture
def yan(app: Flask, world: World) -> Person:
    return Person(app, "yan").join(world.project_id, "annotator")


@pytest.fixture
def base(world: World) -> str:
    return f"/documents/{world.document_id}"


def mark(
    person: Person, base: str, start: int, end: int, label: str = "PER", **more: object
) -> str:
    body = {"start": start, "end": end, "label": label, **more}
    answer = person.call("POST", f"{base}/spans", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


class Blocks(HTMLParser):
    """The text of the blocks of a page, as browsers put it together."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.depth = "", 0
        self.feed(page.replace("\r\n", "\n").replace("\r", "\n"))

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self.depth or "data-s" in dict(attributes):
            self.depth += 1

    def handle_endtag(self, _tag: str) -> None:
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data


def rows(page: str) -> list[tuple[list[str], list[str]]]:
    """Return the kinds and the quotes of each row of the list."""
    found = re.findall(r'<li id="d-\d+".*?</li>', page, re.DOTALL)
    return [
        (re.findall(r'class="kind">([^<]*)<', row), re.findall(r"<q[^>]*>([^<]*)</q></a>", row))
        for row in found
    ]


def test_page_says_how_the_work_differs(boss: Client, zoe: Person, yan: Person, base: str) -> None:
    mark(zoe, base, 3, 8)
    mark(yan, base, 0, 8)
    mark(zoe, base, 9, 17, "ORG")
    mark(yan, base, 9, 17, "LOC")
    mark(zoe, base, 24, 44, "CLAIM", attributes={"type": "fact"})
    mark(yan, base, 24, 44, "CLAIM", attributes={"type": "value"})
    alone = mark(yan, base, 38, 44, "LOC")

    answer = boss.get(f"{base}?compare=zoe,yan")

    assert answer.status_code == 200
    assert Blocks(answer.text).text == TEXT
    assert rows(answer.text) == [
        (["other boundary"], ["Rutte", "M. Rutte"]),
        (["other label"], ["confirme", "confirme"]),
        (["other attributes"], [TEXT[24:44], TEXT[24:44]]),
        (["missed"], ["Koursk"]),
    ]
    assert f'id="s-{alone}" aria-label="yan: LOC: Koursk (missed)"' in answer.text
    [chip] = re.findall(rf'<a class="c [^>]*id="s-{alone}"[^>]*>', answer.text)
    assert 'data-t="y LOC ∅"' in chip
    assert re.search(r"l\d kmissed", chip)


def test_list_is_filtered_by_kind_and_layer(
    boss: Client, zoe: Person, yan: Person, base: str
) -> None:
    for person in (zoe, yan):
        mark(person, base, 3, 8)
    mark(zoe, base, 9, 17, "ORG")
    mark(zoe, base, 24, 44, "CLAIM")

    def kinds(query: str) -> list[str]:
        return [
            kind
            for found, _ in rows(boss.get(f"{base}?compare=zoe,yan{query}").text)
            for kind in found
        ]

    assert kinds("") == ["missed", "missed"]
    assert kinds("&layer=claim") == ["missed"]
    assert kinds("&kind=same") == ["same"]
    assert kinds("&kind=label") == []
    for query in ("&kind=colour", "&layer=topic"):
        answer = boss.get(f"{base}?compare=zoe,yan{query}")
        assert (answer.status_code, "there are:" in answer.text) == (422, True)


def test_address_with_a_span_shows_its_row_whatever_the_filter(
    boss: Client, zoe: Person, yan: Person, base: str
) -> None:
    first = mark(zoe, base, 3, 8)
    second = mark(zoe, base, 9, 17, "ORG")
    mark(yan, base, 9, 17, "ORG")

    def current(query: str) -> list[str]:
        page = boss.get(f"{base}?compare=zoe,yan{query}").text
        return re.findall(r'<li id="(d-\d+)"[^>]*aria-current="true"', page)

    assert current("") == []
    assert current(f"&span={first}") == ["d-0"]
    assert current(f"&kind=label&span={first}") == ["d-0"]
    assert current(f"&span={second}") == ["d-1"]
    assert current("&span=nonsense") == []


def test_only_those_who_may_see_others_work_compare(
    app: Flask, boss: Client, zoe: Person, yan: Person, base: str
) -> None:
    mark(zoe, base, 3, 8)
    mark(yan, base, 3, 8)
    stranger = Person(app, "stranger").browser()

    for client in (zoe.browser(), yan.browser(), stranger):
        assert client.get(f"{base}?compare=zoe,yan").status_code == 404
        assert client.get(f"{base}/chunks/0?compare=zoe,yan").status_code == 404
        assert "compare=" not in client.get(base).text
    assert "compare=yan,zoe" in boss.get(base).text
    assert "compare=yan,zoe" in boss.get("/projects/press/documents").text
    assert "compare=" not in zoe.browser().get("/projects/press/documents").text


def test_wrong_names_get_a_sentence_that_says_who_worked(
    boss: Client, zoe: Person, yan: Person, base: str
) -> None:
    def said(asked: str) -> str:
        answer = boss.get(f"{base}?compare={asked}")
        assert answer.status_code == 422
        return str(answer.text)

    assert "Nobody has worked on this document yet" in said("zoe,yan")
    mark(zoe, base, 3, 8)
    assert "Only zoe worked on this document" in said("zoe,yan")
    mark(yan, base, 3, 8)
    assert "ana, nobody did not work on this document. Who did: yan, zoe." in said("ana,zoe,nobody")
    for asked in ("", "zoe", "zoe,zoe", ","):
        assert "On this document worked: yan, zoe." in said(asked)


def test_done_without_a_span_is_work(boss: Client, zoe: Person, yan: Person, base: str) -> None:
    mark(zoe, base, 3, 8)
    yan.call("POST", f"{base}/status", json={"status": "done"})

    assert rows(boss.get(f"{base}?compare=zoe,yan").text) == [(["missed"], ["Rutte"])]


def test_page_shows_what_was_written_since(
    boss: Client, zoe: Person, yan: Person, base: str
) -> None:
    mark(zoe, base, 3, 8)
    span = mark(yan, base, 3, 8, "ORG")
    assert len(rows(boss.get(f"{base}?compare=zoe,yan").text)) == 1

    yan.call("PATCH", f"{base}/spans/{span}", json={"label": "PER"})

    assert rows(boss.get(f"{base}?compare=zoe,yan").text) == []


def test_relations_and_labels_of_the_document_are_compared(
    boss: Client, zoe: Person, yan: Person, base: str
) -> None:
    for person, value in ((zoe, "author"), (yan, "unknown")):
        claim = mark(person, base, 24, 44, "CLAIM")
        body = {"label": "claimer", "from": claim, "to": None, "value": value}
        assert person.call("POST", f"{base}/relations", json=body).status_code == 201
        person.call("PUT", f"{base}/labels", json={"topic": ["war"], "tone": ["calm"]})
    yan.call("PUT", f"{base}/labels", json={"tone": ["angry"]})

    page = boss.get(f"{base}?compare=zoe,yan").text

    assert [kinds for kinds, _ in rows(page)] == [["other relations"]]
    assert re.findall(r"claimer: <q[^>]*>([^<]*)<", page) == ["author", "unknown"]
    whole = page[page.index('id="labels-title"') :]
    signs = re.findall(r'class="sign k(\w+)"', whole)
    assert sorted(signs) == ["label", "same"]


def test_the_same_id_in_two_sets_is_one_anchor(
    boss: Client, zoe: Person, yan: Person, base: str
) -> None:
    span = mark(zoe, base, 3, 8)
    mark(yan, base, 3, 8, "ORG", id=span)

    page = boss.get(f"{base}?compare=zoe,yan").text

    assert page.count(f'id="s-{span}"') == 1
    assert len(re.findall(r'<a class="c ', page)) == 2


def test_gold_and_suggestions_can_be_compared(
    app: Flask, boss: Client, zoe: Person, base: str
) -> None:
    chief = Person(app, "chief", "admin")
    span = {"start": 3, "end": 8, "label": "PER"}
    work = [
        {"annotator": "chief", "kind": "gold", "spans": [span]},
        {"annotator": "model", "kind": "suggestion", "spans": [span | {"label": "ORG"}]},
        {"annotator": "ben", "kind": "work", "spans": [span | {"end": 17}]},
    ]
    record = {"id": "a-1", "text": TEXT, "annotations": work}
    stored = chief.call("POST", "/projects/press/documents", json=[record])
    assert stored.status_code == 201, stored.text

    page = boss.get(f"{base}?compare=ben,(gold),model (suggested)")

    assert page.status_code == 200
    assert [kinds for kinds, _ in rows(page.text)] == [["other label", "other boundary"]]
    assert rows(boss.get(f"{base}?compare=ben,gold,model").text) == rows(page.text)
    listed = boss.get("/projects/press/documents").text
    assert "compare=" not in listed
    refused = boss.get(f"{base}?compare=ben,zoe").text
    assert "Who did: ben, (gold), model (suggested)." in refused


def test_long_text_gets_its_spans_chunk_by_chunk(
    app: Flask, boss: Client, zoe: Person, yan: Person, world: World
) -> None:
    assert len(LONG) > LAZY_FROM
    with app.app_context():
        stored = store_documents(world.project_id, [DocumentRecord("long", LONG)])
        base = f"/documents/{stored[0].id}"
    line = len(LONG) // 5_000
    far = [mark(zoe, base, line * number, line * number + 3) for number in range(4_000, 4_150)]
    mark(yan, base, 0, 3)

    page = boss.get(f"{base}?compare=zoe,yan").text

    assert Blocks(page).text == LONG
    assert f'id="s-{far[0]}"' not in page
    number = 4_000 // CHUNK
    assert f'data-lazy="{base}/chunks/{number}"' in page
    chunk = boss.get(f"{base}/chunks/{number}?compare=zoe,yan").text
    assert f'id="s-{far[0]}"' in chunk
    assert Blocks(chunk).text == LONG[line * 4_000 : line * (4_000 + CHUNK)]
    assert boss.get(f"{base}/chunks/9999?compare=zoe,yan").status_code == 404
    assert len(rows(page)) == PAGE
    last = boss.get(f"{base}?compare=zoe,yan&span={far[-1]}").text
    assert f'id="s-{far[-1]}"' in last
    assert len(rows(last)) == 151 - PAGE
    assert 'aria-current="true"' in last[last.index('<li id="d-150"') :][:90]


def test_address_names_people_with_commas_and_signs(
    app: Flask, boss: Client, zoe: Person, world: World, base: str
) -> None:
    odd = Person(app, "Doe, J. & co").join(world.project_id, "annotator")
    mark(zoe, base, 3, 8)
    mark(odd, base, 3, 8)

    answer = boss.get(base + address(["zoe", odd.name]))

    assert answer.status_code == 200
    assert "zoe" in answer.text
    assert "Doe, J. &amp; co" in answer.text
