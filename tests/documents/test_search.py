"""Search: any text that is typed is a good question, and finds what a person would say it should."""

from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, text

from annotator.annotations.lists import Filter, list_documents
from annotator.core.records import DocumentRecord
from annotator.database import db, write_tx
from annotator.documents.models import Document
from annotator.documents.operations import archive_document, store_documents
from annotator.documents.search import words_of
from annotator.projects.operations import create_project

TEXTS = {
    "otan": "Le sommet de l’OTAN s’ouvre à Vilnius.",
    "otan-droit": "Il quitte l'OTAN.",
    "oeuvre": "Un chef-d’œuvre du Conseil européen, dit sa sœur.",
    "letters": "Ecrit sans ligature : oeuvre et soeur, le conseil européens.",
    "nfd": "Les Coréens parlent.",
    "percent": 'Il dit "100 % *"',
    "chinese": "作家𠮷田修一出生於長崎，現居東京。",
    "thai": "นายกรัฐมนตรีเดินทางไปเชียงใหม่",
}


@pytest.fixture
def project(app):
    with app.app_context():
        number = create_project("Press", "fr").id
        records = [DocumentRecord(name, text) for name, text in TEXTS.items()]
        store_documents(number, [*records, DocumentRecord("titled", "x", {"title": "Ægypten"})])
        store_documents(create_project("Other").id, [DocumentRecord("otan-2", "OTAN")])
        yield number


def found(project, typed, **others):
    items, _ = list_documents(project, 1, Filter(typed, **others), 0, 50)
    return [item.external_id for item in items]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("l'OTAN", ["otan", "otan-droit"]),
        ("OTAN", ["otan", "otan-droit"]),
        ("otan vilnius", ["otan"]),
        ("oeuvre", ["oeuvre", "letters"]),
        ("ŒUVRE", ["oeuvre", "letters"]),
        ("sœur", ["oeuvre", "letters"]),
        ("conseil europeen", ["oeuvre"]),
        ('"conseil européen"', ["oeuvre"]),
        ("« conseil européen »", ["oeuvre"]),
        ("“européen conseil”", []),
        ('"conseil europ', []),
        ("europ*", ["oeuvre", "letters"]),
        ("coreens", ["nfd"]),
        ("CORÉENS", ["nfd"]),
        ("aegypten", ["titled"]),
        ("chef-d'oeuvre", ["oeuvre"]),
        ("長崎", ["chinese"]),
        ("เชียงใหม่", ["thai"]),
        ("%", ["percent"]),
        ('"', ["percent"]),
        ("*", ["percent"]),
        ("NOT OTAN", []),
        ("text:otan", []),
        ("", [*TEXTS, "titled"]),
    ],
)  # fmt: skip
def test_what_is_typed_finds_what_it_says(project, typed, names):
    assert found(project, typed) == names


@pytest.mark.parametrize(
    "typed",
    ["l'OTAN", '"', "*", "a*b*", '""', "(", "a AND", "^a", "a:b", "-a", "NEAR(", "\0", "{a}", "+"],
)
def test_nothing_typed_is_an_error(project, typed):
    found(project, typed)


def test_whatever_is_typed_is_no_error(project):
    @given(st.text(max_size=30))
    def typed(words):
        found(project, words)

    typed()


@given(st.text())
def test_words_become_quoted_strings_only(typed):
    words = words_of(typed)
    assert words is None or words.replace(" AND ", "").replace("*", "").startswith('"')


def test_a_snippet_shows_the_text_as_it_is(project):
    def snippet(typed):
        items, _ = list_documents(project, 1, Filter(typed), 0, 1)
        return [(piece.text, piece.found) for piece in items[0].snippet]

    assert snippet("oeuvre soeur") == [
        ("Un chef-d’", False), ("œuvre", True), (" du Conseil européen, dit sa ", False),
        ("sœur", True), (".", False),
    ]  # fmt: skip
    assert snippet("otan")[1] == ("OTAN", True)


def test_what_is_looked_for_letter_by_letter_is_shown_too(project):
    texts = {"signs": "x" * 70 + " 12 % (" + "y" * 70, "cn": "他住在北京。", "short": "100%"}
    store_documents(project, [DocumentRecord(name, text) for name, text in texts.items()])

    def shown(typed):
        items, _ = list_documents(project, 1, Filter(q=typed), 0, 10)
        return {
            one.external_id: [(piece.text, piece.found) for piece in one.snippet] for one in items
        }

    assert shown("% (") == {
        "signs": [("…" + "x" * 56 + " 12 ", False), ("% (", True), ("y" * 60 + "…", False)]
    }
    assert shown("%")["short"] == [("100", False), ("%", True)]
    assert shown("北京") == {"cn": [("他住在", False), ("北京", True), ("。", False)]}
    assert shown("cn") == {"cn": []}


def test_a_snippet_of_a_long_text_is_cut_at_both_ends(project):
    long = "œ " * 300 + "Le cœur bat. " + "æ " * 300
    store_documents(project, [DocumentRecord("long", long)])
    items, _ = list_documents(project, 1, Filter("coeur"), 0, 1)
    shown = items[0].snippet
    assert (shown[0].text[0], shown[-1].text[-1]) == ("…", "…")
    assert [piece.text for piece in shown if piece.found] == ["cœur"]
    assert "".join(piece.text for piece in shown)[1:-1] in long


def test_the_index_follows_changes_of_documents(project):
    with write_tx() as session:
        document = session.query(Document).filter_by(external_id="titled").one()
        document.meta = {"title": "Nil"}
        other = session.query(Document).filter_by(external_id="otan").one()
        number = other.id
        session.delete(session.query(Document).filter_by(external_id="nfd").one())
    archive_document(number)
    assert found(project, "aegypten") == []
    assert found(project, "nil") == ["titled"]
    assert found(project, "coreens") == []
    assert found(project, "otan") == ["otan-droit"]
    with write_tx():
        db.session.execute(
            text("INSERT INTO document_search(document_search, rank) VALUES ('integrity-check', 1)")
        )


def test_pages_of_what_was_found_meet_either_way(project):
    store_documents(project, [DocumentRecord(f"n{at}", "même mot") for at in range(25)])
    for newest in (False, True):
        seen, after = [], 0
        while after is not None:
            items, after = list_documents(project, 1, Filter("meme", newest=newest), after, 10)
            seen += [item.external_id for item in items]
        names = [f"n{at}" for at in range(25)]
        assert seen == (names[::-1] if newest else names)


@pytest.mark.parametrize("newest", [False, True])
def test_what_is_found_comes_in_its_order_without_sorting(project, newest):
    """Else the snippets of everything that matches would be made for one page."""
    asked = []
    with logged(asked):
        list_documents(project, 1, Filter("otan", newest=newest), 0, 50)
    [first, second] = [one for one in asked if "MATCH" in one[0]]
    for statement, values in (first, second):
        explained = f"EXPLAIN QUERY PLAN {statement}"
        steps = db.session.connection().exec_driver_sql(explained, values).all()
        assert "document_search VIRTUAL TABLE" in str(steps)
        assert "B-TREE" not in str(steps)
    assert "snippet" not in first[0]


@contextmanager
def logged(asked):
    """Keep the statements that are sent to the database."""

    def keep(_connection, _cursor, statement, values, _context, _many):
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", keep)
    yield
    event.remove(db.engine, "before_cursor_execute", keep)
