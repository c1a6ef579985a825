"""The list of documents: searched, filtered, in either order; and what managers do with those they tick."""

import re

import pytest
from sqlalchemy import select

from annotator.core.records import DocumentRecord
from annotator.database import db
from annotator.documents.models import Document
from annotator.documents.operations import store_documents
from annotator.projects.operations import create_project
from tests.people import Person, without_csrf

HERE = "/projects/press/documents"
RECORDS = [
    DocumentRecord("un", "Élise parle de l’œuvre.", {"split": "train", "source": "Le Monde"}),
    DocumentRecord("deux", "Ben se tait.", {"source": "AFP", "year": 2026, "title": "Silence"}),
    DocumentRecord("trois", "Élise se tait.", {"url": None}),
]


class World:
    """A project of three documents, its manager and two annotators, one of whom has worked."""

    def __init__(self, app):
        self.app = without_csrf(app)
        with app.app_context():
            self.project_id = create_project("Press", "fr").id
            store_documents(self.project_id, RECORDS)
            other = create_project("Other").id
            self.foreign = store_documents(other, [DocumentRecord("x", "Élise")])[0].id
        roles = {"mia": "manager", "ana": "annotator", "ben": "annotator"}
        self.people = {
            name: Person(app, name).join(self.project_id, role) for name, role in roles.items()
        }
        span = {"start": 0, "end": 5, "label": "PER"}
        ana = self.people["ana"]
        assert ana.call("POST", "/documents/1/spans", json=span).status_code == 201
        assert ana.call("PUT", "/documents/3/flag", json={"reason": "unclear"}).status_code == 200
        self.desk = self.people["mia"].browser()

    def listed(self, query="", who="mia"):
        page = self.people[who].browser().get(f"{HERE}{query}")
        return re.findall(r"<code>(\w+)</code>", page.text) if page.status_code == 200 else page

    def act(self, act, *numbers, query="", **fields):
        body = {"act": act, "document": [str(number) for number in numbers]} | fields
        return self.desk.post(f"{HERE}{query}", data=body)

    def meta(self, number):
        with self.app.app_context():
            return db.session.scalar(select(Document.meta).where(Document.id == number))


@pytest.fixture
def world(app):
    return World(app)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["un", "deux", "trois"]),
        ("?order=newest", ["trois", "deux", "un"]),
        ("?q=elise", ["un", "trois"]),
        ("?q=elise&order=newest", ["trois", "un"]),
        ("?q=silence", ["deux"]),
        ("?q=l'oeuvre", ["un"]),
        ("?q=%22", []),
        ("?annotator=ana&status=in_progress", ["un"]),
        ("?annotator=ana&label=PER", ["un"]),
        ("?label=PER", []),
        ("?annotator=ana&flag=1", ["trois"]),
        ("?annotator=*", ["un", "deux", "trois"]),
        ("?annotator=*&label=PER", ["un"]),
        ("?annotator=*&flag=1", ["trois"]),
        ("?annotator=*&status=assigned", ["deux", "trois"]),
        ("?annotator=ana&flag=1&q=ben", []),
        ("?meta=source%3DLe+Monde", ["un"]),
        ("?meta=source", ["un", "deux"]),
        ("?meta=year=2026", ["deux"]),
        ("?meta=url", []),
        ("?meta=source=AFP&q=tait", ["deux"]),
    ],
)
def test_documents_are_found_by_what_is_asked(world, query, names):
    assert world.listed(query) == names


def test_snippets_mark_what_was_looked_for(world):
    page = world.desk.get(f"{HERE}?q=oeuvre").text
    assert "Élise parle de l’<mark>œuvre</mark>." in page


def test_everybodys_work_says_who_did_it(world):
    span = {"start": 0, "end": 3, "label": "PER"}
    assert world.people["ben"].call("POST", "/documents/1/spans", json=span).status_code == 201
    page = re.sub(r"<(?!a )[^>]*>|\s+", " ", world.desk.get(f"{HERE}?annotator=*").text)
    rows = re.findall(r'<a href="/documents/(\d)\?annotator=(\w+)"> *\w+ +([a-z ]+?) {2}', page)
    assert rows == [("1", "ana", "in progress"), ("1", "ben", "in progress"), ("3", "ana", "to do")]
    assert world.listed("?annotator=*", "ana").status_code == 404


def test_the_links_of_a_list_keep_what_was_asked(world):
    page = world.desk.get(f"{HERE}?q=elise&order=newest&annotator=ana").text
    assert 'href="?q=elise&amp;annotator=ana&amp;order=newest&amp;status=done"' in page
    assert 'href="/documents/1?annotator=ana"' in page


def test_pages_follow_each_other_whatever_is_asked(world, monkeypatch):
    monkeypatch.setattr("annotator.annotations.lists_pages.PAGE", 1)
    address, seen = f"{HERE}?q=elise&order=newest", []
    while address:
        page = world.desk.get(address).text
        seen += re.findall(r"<code>(\w+)</code>", page)
        more = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
        address = HERE + more[1].replace("&amp;", "&") if more else None
    assert seen == ["trois", "un"]


@pytest.mark.parametrize(
    "query", ["?status=perhaps", "?label=NOTHING", "?meta=a%22b=1", f"?q={'x' * 501}"]
)
def test_what_makes_no_sense_is_said_on_the_page(world, query):
    answer = world.desk.get(f"{HERE}{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_annotators_see_their_own_work_and_tick_nothing(world):
    assert world.listed("?annotator=ben", "ana").status_code == 404
    assert world.listed("?annotator=ana&label=PER", "ana") == ["un"]
    page = world.people["ana"].browser().get(HERE).text
    assert 'type="checkbox" form="acts"' not in page
    assert 'id="annotator"' not in page


def test_ticked_documents_are_archived_and_brought_back(world):
    answer = world.act("archive", 1, 3, world.foreign, query="?order=newest")
    address = answer.headers["Location"]
    assert "order=newest" in address
    page = world.desk.get(address).text
    assert "2 documents are archived" in page
    assert world.listed() == ["deux"]
    assert world.people["ana"].call("GET", "/documents/1").status_code == 404
    sealed = re.search(r'name="archived" value="([^"]+)"', page)[1]
    back = world.desk.post(f"{HERE}/restore?order=newest", data={"archived": sealed})
    assert back.headers["Location"] == f"{HERE}?order=newest"
    assert world.listed() == ["un", "deux", "trois"]
    assert world.listed("?annotator=ana&label=PER") == ["un"]
    with world.app.app_context():
        assert db.session.get_one(Document, world.foreign).archived_at is None


def test_ticked_documents_are_reserved_for_testing(world):
    world.act("reserve", 1, 2, world.foreign)
    assert world.meta(1) == {"split": "test", "source": "Le Monde"}
    assert world.meta(2)["split"] == "test"
    assert world.meta(world.foreign) == {}
    assert world.listed("?meta=split=test") == ["un", "deux"]


def test_metadata_is_set_and_taken_out(world):
    world.act("meta", 1, 2, meta="source=Libé")
    assert world.listed("?meta=source=Libé") == ["un", "deux"]
    world.act("meta", 2, meta="title=")
    assert world.meta(2) == {"source": "Libé", "year": 2026}
    assert world.listed("?q=silence") == []


@pytest.mark.parametrize("fields", [{"meta": "source"}, {"meta": "=x"}, {"meta": ""}])
def test_a_change_that_cannot_be_read_changes_nothing(world, fields):
    answer = world.act("meta", 1, **fields)
    assert "key=value" in world.desk.get(answer.headers["Location"]).text
    assert world.meta(1) == RECORDS[0].meta


@pytest.mark.parametrize("numbers", [[], ["x"], ["9" * 30], ["-1"]])
def test_nothing_ticked_is_said(world, numbers):
    answer = world.act("archive", *numbers)
    assert "Tick the documents first" in world.desk.get(answer.headers["Location"]).text
    assert world.listed() == ["un", "deux", "trois"]


def test_a_forged_list_of_what_was_archived_is_refused(world):
    assert world.desk.post(f"{HERE}/restore", data={"archived": "forged"}).status_code == 400
    assert world.desk.get(f"{HERE}?archived=forged").status_code == 400
