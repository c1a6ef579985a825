"""The page of agreement: the numbers of the API, every number leading to its spans, words where there is no number."""

import re
from typing import Any
from uuid import uuid4

import pytest
from flask_babel import force_locale

from annotator.agreement.words import number
from annotator.core.records import AnnotationRecord
from annotator.core.spans import Span
from tests.agreement.conftest import Demo
from tests.people import Client

LAYERS = ("entity", "claim", "stance", "topic")
TABLES = (
    "measures",
    "pairs",
    "labels",
    "confusion",
    "documents",
    "annotators",
    "periods",
    "carried",
    "left-out",
)
SPAN_TABLES = (*TABLES, "edges", "passages", "matches", "counts", "values")
BASE = "/projects/demo/agreement"


@pytest.fixture(scope="module")
def looker(still: Demo) -> Client:
    """The manager, looking at the demo project as it is."""
    return still.people["manager"].browser()


@pytest.fixture
def visitor(demo: Demo) -> Client:
    """The manager, in a demo project that the test changes."""
    return demo.people["manager"].browser()


def layer_of(demo: Demo, name: str, query: str = "") -> dict[str, Any]:
    layers = demo.ask(query).json["layers"]
    return next(layer for layer in layers if layer["layer"] == name)


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("name", LAYERS)
def test_page_command_and_api_give_the_same_numbers(still: Demo, looker: Client, name: str) -> None:
    answered = layer_of(still, name)
    [commanded] = still.command("--layer", name)["layers"]
    rows = looker.get(f"{BASE}/measures.json?layer={name}").json
    pairs = looker.get(f"{BASE}/pairs.json?layer={name}").json
    page = looker.get(f"{BASE}?layer={name}")

    assert answered == commanded
    assert {row["measure"]: (row["value"], row["low"], row["high"], row["n"]) for row in rows} == {
        measure: tuple(one[key] for key in ("value", "low", "high", "n"))
        for measure, one in answered["measures"].items()
    }
    assert [(row["a"], row["b"], row["measure"], row["value"]) for row in pairs] == [
        (pair["a"], pair["b"], measure, one["value"])
        for pair in answered["pairs"]
        for measure, one in pair["measures"].items()
    ]
    assert page.status_code == 200
    with still.app.test_request_context(), force_locale("en"):
        shown = [number(one["value"]) for one in answered["measures"].values()]
    table = page.text.partition('id="measures"')[2]
    assert re.findall(r'<td class="number">([^<]*)</td>', table)[::3][: len(shown)] == shown


@pytest.mark.parametrize("name", ["entity", "stance"])
def test_every_cell_of_the_confusion_table_opens_its_spans(
    still: Demo, looker: Client, name: str
) -> None:
    confusion = layer_of(still, name)["confusion"]

    for row, line in zip(confusion["labels"], confusion["counts"], strict=True):
        for column, count in zip(confusion["labels"], line, strict=True):
            if count:
                query = {"layer": name, "row": row, "column": column}
                html = looker.get(BASE, query_string=query).text
                found = re.search(
                    r'id="examples-title">.*?<span class="soft">(\d+)<', html, re.DOTALL
                )
                assert found
                assert int(found[1]) == count
                assert html.count('class="open"') == min(count, 25)


def test_a_cell_of_a_document_layer_opens_its_documents(still: Demo, looker: Client) -> None:
    confusion = layer_of(still, "topic")["confusion"]
    row, column = "war", "(no label)"
    places = [confusion["labels"].index(name) for name in (row, column)]

    html = looker.get(BASE, query_string={"layer": "topic", "row": row, "column": column}).text

    assert html.count('class="open"') == confusion["counts"][places[0]][places[1]] > 0


def test_examples_lead_to_the_two_spans_in_the_text(still: Demo, looker: Client) -> None:
    query = {"layer": "entity", "kind": "edges", "annotators": "ana,ben"}
    html = looker.get(BASE, query_string=query).text
    address = re.search(r'class="open" href="([^"]+)"', html)
    assert address
    path, _, span = address[1].replace("&amp;", "&").partition("#s-")

    text = looker.get(path)

    assert "compare=ana,ben&layer=entity&span=" in path
    assert text.status_code == 200
    assert f'id="s-{span}"' in text.text


def test_kinds_of_disagreement_add_up_to_what_the_confusion_table_counts(
    still: Demo, looker: Client
) -> None:
    counts = layer_of(still, "entity")["confusion"]["counts"]
    rows = looker.get(f"{BASE}/matches.json?layer=entity").json
    kinds = [row["kind"] for row in rows]

    assert len(rows) == sum(map(sum, counts))
    assert kinds.count("alone") == sum(line[-1] for line in counts) + sum(counts[-1])
    same_label = sum(line[at] for at, line in enumerate(counts))
    assert kinds.count("same") + kinds.count("edges") == same_label


@pytest.mark.parametrize("role", ["annotator", "stranger"])
@pytest.mark.parametrize("path", ["", "/pairs.csv", "/matches.json", "?annotators=ana", "?row=PER"])
def test_those_who_may_not_see_others_find_nothing(still: Demo, role: str, path: str) -> None:
    answer = still.people[role].browser().get(f"{BASE}{path}")

    assert answer.status_code == 404
    assert "ana" not in words_of(answer.text).replace("manager", "")


@pytest.mark.parametrize("role", ["manager", "curator", "reader"])
def test_those_who_may_see_others_find_the_page_from_the_project(still: Demo, role: str) -> None:
    browser = still.people[role].browser()

    assert f'href="{BASE}"' in browser.get("/projects/demo").text
    assert browser.get(BASE).status_code == 200


def test_annotators_are_not_sent_to_the_page(still: Demo) -> None:
    assert BASE not in still.people["annotator"].browser().get("/projects/demo").text


REFUSALS = [
    ("annotators=ana", "Agreement needs two annotators at least. Documents were finished by: ana, ben, chloe."),
    ("annotators=ana&annotators=zoe", "zoe has finished no document here."),
    ("label=EVENT", "There is no label EVENT; there are:"),
    ("layer=emotion", "emotion is no layer with figures for this question; there are: entity, claim"),
    ("layer=support", "support is no layer with figures"),
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
    if not query.startswith("measure"):
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


@pytest.mark.parametrize("name", LAYERS)
def test_every_table_can_be_downloaded(still: Demo, looker: Client, name: str) -> None:
    span = layer_of(still, name)["kind"] == "span"
    for table in SPAN_TABLES if span else (*TABLES, "choices"):
        sheet = looker.get(f"{BASE}/{table}.csv?layer={name}")
        objects = looker.get(f"{BASE}/{table}.json?layer={name}")

        assert (sheet.status_code, sheet.mimetype) == (200, "text/csv"), table
        assert f"demo-{name}-{table}.csv" in sheet.headers["Content-Disposition"]
        assert len(sheet.text.splitlines()) == len(objects.json) + 1
    assert looker.get(f"{BASE}/nothing.csv?layer={name}").status_code == 404


def test_what_spans_carry_is_shown_as_the_api_gives_it(still: Demo, looker: Client) -> None:
    answered = layer_of(still, "stance")["tuples"]

    rows = {row["carried"]: row for row in looker.get(f"{BASE}/carried.json?layer=stance").json}
    page = looker.get(f"{BASE}?layer=stance").text

    assert rows["whole"]["value"] == answered["whole"]["value"]
    assert rows["role target"]["value"] == answered["roles"]["target"]["value"]
    assert "the role target (F1)" in page
    assert 'id="carried"' not in looker.get(f"{BASE}?layer=topic").text
