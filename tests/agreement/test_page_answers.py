"""What the page of agreement answers: a sentence where there is no number, the same whatever is filtered, in French too."""

import re
from uuid import uuid4

import pytest

from annotator.core.records import AnnotationRecord
from annotator.core.spans import Span
from tests.agreement.conftest import BASE, Demo, layer_of, words_of
from tests.people import Client

REFUSALS = [
    ("annotators=ana", "Agreement needs two annotators at least. Documents were finished by: ana, ben, chloe."),
    ("annotators=ana&annotators=zoe", "zoe has finished no document here."),
    ("label=EVENT", "There is no label EVENT; there are:"),
    ("layer=emotion", "emotion is no layer with figures for this question; there are: entity, claim"),
    ("row=EVENT", "EVENT is nothing that is counted here; there are: LOC, MISC, ORG, PER, (no span)."),
    ("kind=worse", "worse is nothing that is counted here; there are: same, edges, label, both, alone."),
    ("measure=beta", "beta is no measure of the layer entity; there are: exact_f1"),
    ("since=yesterday", "yesterday is no date: write it like 2026-05-31."),
    ("since=2999-01-01", "No finished work is of this period and metadata"),
    ("meta=source", "Write metadata as key=value"),
    ("meta=source=nowhere", "No finished work is of this period and metadata"),
    ("tokenizer=fr", "Tokens are cut by regex or by ws."),
]  # fmt: skip


@pytest.mark.parametrize(("query", "sentence"), REFUSALS)
def test_questions_that_cannot_be_answered_get_a_sentence_and_the_filters(
    still: Demo, looker: Client, query: str, sentence: str
) -> None:
    page, table = looker.get(f"{BASE}?{query}"), looker.get(f"{BASE}/documents.csv?{query}")

    assert page.status_code == 422
    assert sentence in page.text
    assert "<details open>" in page.text
    assert 'value="chloe"' in page.text
    if not query.startswith(("measure", "row", "kind")):
        assert table.status_code == 422


def test_a_project_without_finished_work_says_so(demo: Demo) -> None:
    demo.shell.ok("project", "create", "Empty")
    demo.shell.ok("member", "add", "empty", "the-manager", "--role", "manager")

    page = demo.people["manager"].browser().get("/projects/empty/agreement")

    assert page.status_code == 422
    assert "Documents were finished by: nobody yet." in page.text


def test_filters_narrow_page_and_tables_alike(still: Demo, looker: Client) -> None:
    query = "layer=entity&label=PER&annotators=ana&annotators=chloe&tokenizer=ws"
    answered = layer_of(still, "entity", "?label=PER&annotators=ana,chloe&tokenizer=ws")

    rows = looker.get(f"{BASE}/measures.json?{query}").json
    page = looker.get(f"{BASE}?{query}").text

    assert [row["value"] for row in rows] == [m["value"] for m in answered["measures"].values()]
    assert "(ana, chloe)" in page
    assert "Rows: ana, columns: chloe." in page


def test_gold_is_a_rater_where_there_is_gold(demo: Demo, visitor: Client) -> None:
    rutte, koursk = (
        (Span(uuid4(), start, end, "entity", "PER"),) for start, end in ((0, 5), (18, 24))
    )
    for name in ("one", "two"):
        text = "Rutte et Macron à Koursk."
        gold = AnnotationRecord("ben", kind="gold", spans=koursk)
        demo.store(name, text, AnnotationRecord("ana", spans=rutte), gold)

    everybody = visitor.get(BASE).text
    page = visitor.get(BASE, query_string={"annotators": ["(gold)", "ana"]})

    assert 'name="annotators" value="(gold)"' in everybody
    assert page.status_code == 200
    assert "2 documents ·" in words_of(page.text)
    assert "No interval: 2 documents are shared, 5 are needed." in page.text


def test_no_disagreement_is_said_with_how_much_it_proves(demo: Demo, visitor: Client) -> None:
    query = "layer=entity&meta=kind=quiet&measure=exact_f1"
    span = {"start": 0, "end": 5, "layer": "entity", "label": "PER"}
    for at in range(6):
        lines = [{"annotator": name, "spans": [span], "status": "done"} for name in ("ana", "ben")]
        sent = [
            {
                "id": f"quiet-{at}",
                "text": "Rutte parle.",
                "meta": {"kind": "quiet"},
                "annotations": lines,
            }
        ]
        answer = demo.people["manager"].call("POST", "/projects/demo/documents", json=sent)
        assert answer.status_code == 201

    page = words_of(visitor.get(f"{BASE}?{query}").text)

    assert "No disagreement in 6 documents" in page
    assert "fewer than 3/6 (50.0 %)" in page
    assert "Two annotators never marked anything differently." in page


def test_values_that_are_undefined_are_shown_with_their_reason(demo: Demo, visitor: Client) -> None:
    for at in range(2):
        demo.store(f"empty-{at}", "Rien.", AnnotationRecord("ana"), AnnotationRecord("zoe"))

    page = words_of(visitor.get(f"{BASE}?layer=entity&annotators=ana&annotators=zoe").text)

    assert "Undefined: nobody marked a span in the documents compared." in page
    assert "NaN" not in page
    assert "nan" not in page.split()


def test_page_is_shown_in_french(still: Demo, looker: Client) -> None:
    page = looker.get(BASE, headers={"Accept-Language": "fr"}).text

    assert "<h1>Accord</h1>" in page
    assert "Sans correction du hasard." in page
    figure = layer_of(still, "entity")["measures"]["exact_f1"]["value"]
    assert f"{figure:.2f}".replace(".", ",") in page


def test_methods_sentence_names_versions_and_seed(still: Demo, looker: Client) -> None:
    page = words_of(looker.get(f"{BASE}?layer=entity").text)

    assert "measured on 18 documents that two or more of 3 annotators (ana, ben, chloe)" in page
    assert re.search(r"annotator \d+\.\d+\.\d+, numpy \d+\.\S+ and scipy \d+\.", page)
    assert "seed 1" in page


def test_one_document_is_spoken_of_as_one(demo: Demo, visitor: Client) -> None:
    span = Span(uuid4(), 0, 5, "entity", "PER")
    work = (AnnotationRecord("zoe", spans=(span,)), AnnotationRecord("yan", spans=(span,)))
    demo.store("alone", "Rutte", *work)

    page = words_of(visitor.get(f"{BASE}?layer=entity&annotators=yan&annotators=zoe").text)

    assert "measured on 1 document that" in page
    assert "(No interval: 1 document is shared, 5 are needed; 2 · identical spans" in page
    assert "Bootstrap beside it" not in page
    assert "1 documents" not in page


def test_pairs_of_too_many_annotators_for_a_picture_stand_in_the_table(
    demo: Demo, visitor: Client
) -> None:
    crowd = [f"w{at:02}" for at in range(21)]
    demo.store("crowded", "Ana said no.", *(AnnotationRecord(name) for name in crowd))

    page = visitor.get(f"{BASE}?layer=entity").text

    assert 'id="heatmap-title"' not in page
    assert "too many for a picture" in page
    assert re.search(r"24 annotators\s+·", page)
    assert 'annotators=w00&amp;annotators=w20#confusion">w00 · w20</a>' in page
