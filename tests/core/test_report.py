from pathlib import Path
from uuid import UUID

import pytest

from annotator.core.errors import Refused
from annotator.core.report import ExportReport, SpanRow
from annotator.core.spans import Span

SPAN = Span(UUID(int=1), 3, 8, "entity", "PER")


def report(**more: object) -> ExportReport:
    made = ExportReport(files=["data.jsonl"], manifest="manifest.json", **more)  # type: ignore[arg-type]
    made.splits["train"] = 1
    made.received["entity", "PER"] = 2
    made.exact["entity", "PER"] = 1
    return made


def test_report_has_the_fields_of_the_contract() -> None:
    one = report(left_out=[SpanRow("d1", "ana", SPAN, "token-boundary")])
    one.check()
    assert one.as_json(Path("/x")) == {
        "files": ["/x/data.jsonl"],
        "documents": 1,
        "spans": {"in": 2, "exact": 1, "changed": 0, "left_out": 1},
        "changed": [],
        "left_out": [
            {
                "document": "d1",
                "annotator": "ana",
                "start": 3,
                "end": 8,
                "layer": "entity",
                "label": "PER",
                "reason": "token-boundary",
                "id": str(SPAN.id),
            }
        ],
        "manifest": "/x/manifest.json",
    }


def test_changed_row_tells_where_the_span_came_to_lie() -> None:
    row = SpanRow("d1", "ana", SPAN, "expanded", (3, 9)).as_json()
    assert (row["new_start"], row["new_end"]) == (3, 9)


def test_forgotten_span_is_a_fault() -> None:
    with pytest.raises(RuntimeError, match="entity/PER do not add up"):
        report().check()


def test_spans_of_one_label_do_not_make_up_for_another() -> None:
    one = report()
    one.exact["entity", "LOC"] = 1
    with pytest.raises(RuntimeError, match="do not add up"):
        one.check()


def test_loss_beyond_what_is_allowed_is_refused() -> None:
    one = report(left_out=[SpanRow("d1", "ana", SPAN, "token-boundary")])
    one.check(max_loss=1)
    with pytest.raises(Refused, match="PER 3-8 of d1"):
        one.check(max_loss=0)
