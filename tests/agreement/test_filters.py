"""Agreement on some of the documents only, over time, and with gold and suggestions as further raters."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from annotator.annotations.models import AnnotationSet
from annotator.core.records import AnnotationRecord
from annotator.database import table_of, write_tx
from annotator.documents.models import Document
from annotator.interchange.seeding import SEEDS
from tests.agreement.conftest import Demo
from tests.seeds.demo import DOCUMENTS

SETS = table_of(AnnotationSet)
EARLY = [document["id"] for document in DOCUMENTS[:7]]
MAY, JULY = datetime(2026, 5, 31, 23, 59, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


def moved(demo: Demo) -> Demo:
    """Let the work on the first seven documents be of May, all other of July."""
    with demo.app.app_context(), write_tx() as session:
        early = select(Document.id).where(Document.external_id.in_(EARLY))
        session.execute(update(SETS).values(updated_at=JULY))
        of_may = update(SETS).where(SETS.c.document_id.in_(early))
        session.execute(of_may.values(updated_at=MAY))
        some = select(SETS.c.id).where(SETS.c.document_id.in_(early)).limit(1)
        session.execute(
            update(SETS).where(SETS.c.id.in_(some)).values(updated_at=MAY.replace(day=2))
        )
    return demo


def names(answer: Any) -> list[str]:
    return [one["document"] for one in answer["by_document"]]


def entity(demo: Demo, query: str) -> Any:
    answer = demo.ask(f"?layer=entity{query}")
    assert answer.status_code == 200, answer.text
    return answer.json["layers"][0]


@pytest.mark.parametrize(
    ("query", "early"),
    [
        ("&until=2026-05-31", True),
        ("&since=2026-05-31&until=2026-05-31", True),
        ("&since=2026-06-01", False),
        ("&since=2026-07-01", False),
    ],
)
def test_documents_count_by_the_day_of_their_last_change(
    demo: Demo, query: str, early: bool
) -> None:
    found = entity(moved(demo), query)

    wanted = EARLY if early else [d["id"] for d in DOCUMENTS if d["id"] not in EARLY]
    assert names(found) == wanted
    assert found["left_out"] == []


def test_values_of_a_part_are_those_of_its_documents(demo: Demo) -> None:
    whole = entity(moved(demo), "")
    part = entity(demo, "&until=2026-05-31")

    assert part["by_document"] == whole["by_document"][:7]
    assert part["measures"]["exact_f1"]["n"] < whole["measures"]["exact_f1"]["n"]


def test_figures_of_each_period_are_those_of_its_documents(demo: Demo) -> None:
    found = entity(moved(demo), "&over=month")["over_time"]
    early, late = entity(demo, "&until=2026-05-31"), entity(demo, "&since=2026-06-01")

    assert [(one["since"], one["until"], one["documents"]) for one in found] == [
        ("2026-05-01", "2026-05-31", 7), ("2026-07-01", "2026-07-31", len(DOCUMENTS) - 7),
    ]  # fmt: skip
    for period, part in zip(found, (early, late), strict=True):
        for name, measure in part["measures"].items():
            assert period["measures"][name]["value"] == pytest.approx(measure["value"])
            assert period["measures"][name]["low"] == pytest.approx(measure["low"])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("since=2026-06-01&over=week", ("--since", "2026-06-01", "--over", "week")),
        (
            "until=2026-05-31&annotators=ana,ben",
            ("--until", "2026-05-31", "--annotators", "ana,ben"),
        ),
        ("meta=topic=nothing", ()),
    ],
)
def test_the_command_answers_as_the_api_does(
    demo: Demo, query: str, words: tuple[str, ...]
) -> None:
    answer = moved(demo).ask(f"?{query}")
    if words:
        assert answer.json == demo.command(*words)
    else:
        line = demo.shell.refused("agreement", "demo", "--meta", "topic=nothing")
        assert line.strip().endswith(answer.json["detail"])


def test_a_file_has_no_periods(demo: Demo) -> None:
    words = ("agreement", "--file", SEEDS / "demo.jsonl", "--since", "2026-01-01")

    assert demo.shell.run(*words).exit_code == 2


def test_the_command_tells_of_tuples_relations_and_periods(demo: Demo) -> None:
    told = moved(demo).shell.ok("agreement", "demo", "--over", "month")

    for words in (
        "holder (role)",
        "whole (tuple)",
        "type (alpha, same span)",
        "relation layer support",
        "2026-05-01 to 2026-05-31 (exact_f1)",
    ):
        assert words in told


def test_documents_are_chosen_by_metadata(demo: Demo) -> None:
    key, value = next(iter(DOCUMENTS[0]["meta"].items()))
    wanted = [one["id"] for one in DOCUMENTS if one["meta"].get(key) == value]

    assert names(entity(demo, f"&meta={key}={value}")) == wanted


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("&since=2031-01-01", "No finished work is of this period and metadata"),
        ("&meta=source=nobody", "No finished work is of this period and metadata"),
        ("&meta=source", "Write metadata as key=value"),
        ("&since=yesterday", "Not a valid date."),
        ("&over=decade", "Must be one of: day, week, month, year."),
        ("&annotators=ana,(gold)", "(gold) has finished no document here."),
    ],
)
def test_what_cannot_be_meant_is_refused(demo: Demo, query: str, sentence: str) -> None:
    answer = demo.ask(f"?layer=entity{query}")

    assert answer.status_code == 422
    assert sentence in answer.text


def test_gold_and_suggestions_are_raters_when_named(demo: Demo) -> None:
    work = [
        AnnotationRecord("ana"),
        AnnotationRecord("ben"),
        AnnotationRecord("chloe", kind="gold"),
    ]
    demo.store("one", "Rutte à Koursk.", *work, AnnotationRecord("model", kind="suggestion"))
    demo.store("two", "Rutte.", *work[1:], AnnotationRecord("model", kind="suggestion"))

    plain = entity(demo, "")
    gold = entity(demo, "&annotators=ben,(gold)")
    three = entity(demo, "&annotators=ben,(gold),model (suggested)")

    assert plain["annotators"] == ["ana", "ben", "chloe"]
    assert gold["annotators"] == ["(gold)", "ben"]
    assert names(gold) == ["one", "two"]
    assert three["annotators"] == ["(gold)", "ben", "model (suggested)"]
    assert [pair["documents"] for pair in three["pairs"]] == [2, 2, 2]
    assert entity(demo, "") == plain
