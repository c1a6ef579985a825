"""The page of agreement: the numbers of the API, every number leading to its spans, words where there is no number."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask_babel import force_locale
from sqlalchemy import select, update

from annotator.agreement.words import number
from annotator.agreement.words import share as percent
from annotator.annotations.models import AnnotationSet
from annotator.database import write_tx
from annotator.documents.models import Document
from tests.agreement.conftest import BASE, Demo, layer_of, words_of
from tests.people import Client, without_csrf

LAYERS = ("entity", "claim", "stance", "topic", "support")
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
SUMS = ("matches", "counts", "values")
MORE = {"span": ("edges", "passages", *SUMS), "relation": SUMS, "document": ("choices",)}


@pytest.mark.parametrize("name", LAYERS)
def test_page_command_and_api_give_the_same_numbers(still: Demo, looker: Client, name: str) -> None:
    answered = layer_of(still, name)
    report = still.command("--layer", name)
    [commanded] = [*report["layers"], *report["relations"]]
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


@pytest.mark.parametrize("name", ["entity", "stance", "support"])
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


@pytest.mark.parametrize("name", LAYERS)
def test_every_table_can_be_downloaded(still: Demo, looker: Client, name: str) -> None:
    for table in (*TABLES, *MORE[layer_of(still, name)["kind"]]):
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


def test_a_project_with_a_threshold_hears_how_likely_figures_are_below_it(
    demo: Demo, visitor: Client
) -> None:
    before = visitor.get(f"{BASE}?layer=entity").text
    form = {"name": "Demo", "language": "fr", "annotators": "", "threshold": "0.8"}
    without_csrf(demo.app)
    visitor.post("/projects/demo/settings", data=form)
    after = words_of(unescape(visitor.get(f"{BASE}?layer=entity").text))
    share = layer_of(demo, "entity")["bootstrap"]["measures"]["exact_f1"]["below"]

    assert "threshold" not in before
    with demo.app.test_request_context(), force_locale("en"):
        told = f"Below the project's threshold of 0.80 in {percent(share)} of 1000 resamples."
    assert told in after
    assert "line: the project's threshold, 0.80" in after


def test_edges_stand_in_a_table_as_well(still: Demo, looker: Client) -> None:
    rows = looker.get(f"{BASE}/edges.json?layer=claim").json
    page = words_of(looker.get(f"{BASE}?layer=claim").text)

    later = [
        sum(row["count"] for row in rows if (row["edge"], row["unit"], row["offset"]) == (edge, "tokens", 1))
        for edge in ("start", "end")
    ]  # fmt: skip
    table = page.partition("Offset in tokens Starts Ends")[2].partition("Offset in characters")[0]
    assert " 1 {} {} ".format(*later) in table


def test_course_of_time_is_that_of_the_api(demo: Demo, visitor: Client) -> None:
    with demo.app.app_context(), write_tx() as session:
        for at, document in enumerate(session.scalars(select(Document.id).order_by(Document.id))):
            moved = update(AnnotationSet).where(AnnotationSet.document_id == document)
            session.execute(moved.values(updated_at=datetime(2026, 5, 1 + at, 12, tzinfo=UTC)))
    answered = layer_of(demo, "entity", "?over=week")["over_time"]

    rows = visitor.get(f"{BASE}/periods.json?layer=entity").json
    page = visitor.get(f"{BASE}?layer=entity").text
    narrowed = visitor.get(f"{BASE}?layer=entity&since=2026-05-05&until=2026-05-10")

    assert {row["since"] for row in rows} == {one["since"] for one in answered}
    assert [row["value"] for row in rows if row["measure"] == "exact_f1"] == [
        one["measures"]["exact_f1"]["value"] for one in answered
    ]
    assert 'id="time-title"' in page
    assert "6 documents ·" in words_of(narrowed.text)
