"""Reports are kept while nothing changes, and never shown when something has."""

from typing import Any

import pytest
from sqlalchemy import select, update

from annotator.agreement import queries
from annotator.core.records import AnnotationRecord
from annotator.database import db, now, write_tx
from annotator.documents.models import Document
from tests.agreement.conftest import Demo


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """How often agreement is worked out."""
    calls: list[Any] = []
    work_out = queries.project_agreement

    def counting(*asked: Any) -> Any:
        calls.append(asked)
        return work_out(*asked)

    monkeypatch.setattr(queries, "project_agreement", counting)
    return calls


def test_the_same_question_is_worked_out_once(demo: Demo, counted: list[Any]) -> None:
    first, second = demo.ask("?layer=entity"), demo.ask("?layer=entity", "reader")

    assert first.data == second.data
    assert len(counted) == 1


def test_other_questions_are_worked_out(demo: Demo, counted: list[Any]) -> None:
    for query in ("?layer=entity", "?layer=entity&tokenizer=ws", "?layer=claim"):
        demo.ask(query)

    assert len(counted) == 3


def test_new_work_is_seen_at_once(demo: Demo) -> None:
    before = demo.ask("?layer=entity").json["layers"][0]
    demo.store("new", "Rutte à Koursk.", AnnotationRecord("ana"), AnnotationRecord("ben"))

    after = demo.ask("?layer=entity").json["layers"][0]

    assert after["documents"] == before["documents"] + 1


def test_taken_back_work_is_seen_at_once(demo: Demo) -> None:
    demo.store(
        "new", "Rutte.", AnnotationRecord(demo.people["annotator"].name), AnnotationRecord("ben")
    )
    before = demo.ask("?layer=entity").json["layers"][0]
    with demo.app.app_context():
        number = db.session.scalar(select(Document.id).where(Document.external_id == "new"))

    answer = demo.people["annotator"].call(
        "POST", f"/documents/{number}/status", json={"status": "in_progress"}
    )
    after = demo.ask("?layer=entity").json["layers"][0]

    assert answer.status_code == 200
    assert after["documents"] == before["documents"] - 1


def test_archived_documents_are_left_at_once(demo: Demo) -> None:
    before = demo.ask("?layer=entity").json["layers"][0]
    with demo.app.app_context(), write_tx() as session:
        gone = before["by_document"][0]["document"]
        session.execute(
            update(Document).where(Document.external_id == gone).values(archived_at=now())
        )

    after = demo.ask("?layer=entity").json["layers"][0]

    assert after["documents"] == before["documents"] - 1
    assert gone not in [one["document"] for one in after["by_document"] + after["left_out"]]
