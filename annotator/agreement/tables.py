"""Every table of the page as rows, to be downloaded: with their counts, so that figures can be computed again."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from annotator.agreement.carried import carried

Row = Sequence[object]
Table = tuple[list[str], Iterable[Row]]
FIGURE = ("value", "low", "high", "n")
BATCH = 1000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How cells begin that spreadsheets compute."""


def report_table(name: str, part: dict[str, Any], details: dict[str, Any]) -> Table | None:
    """Return a table of the report or of the details of a layer; None where there is no such table."""
    makers: dict[str, Callable[[], Table]] = {
        "measures": lambda: _measures(part),
        "pairs": lambda: _pairs(part),
        "labels": lambda: _labels(part),
        "confusion": lambda: _confusion(part),
        "documents": lambda: _documents(part, details),
        "annotators": lambda: _annotators(details),
        "periods": lambda: _periods(part),
        "carried": lambda: _carried(part),
        "left-out": lambda: _left_out(part),
    }
    if "edges" in details:
        makers["edges"] = lambda: _edges(details)
        makers["passages"] = lambda: _passages(details)
    return makers[name]() if name in makers else None


def _measures(part: dict[str, Any]) -> Table:
    drawn = part["bootstrap"]["measures"]
    rows = [
        [
            name,
            *(one[key] for key in FIGURE),
            part["documents"],
            *(drawn.get(name, {}).get(key) for key in ("low", "high", "below")),
            one["method"],
            one["reason"],
        ]
        for name, one in part["measures"].items()
    ]
    drawn_columns = ["bootstrap_low", "bootstrap_high", "bootstrap_below"]
    return ["measure", *FIGURE, "documents", *drawn_columns, "method", "reason"], rows


def _pairs(part: dict[str, Any]) -> Table:
    rows = [
        [pair["a"], pair["b"], pair["documents"], name, *(one[key] for key in FIGURE)]
        for pair in part["pairs"]
        for name, one in pair["measures"].items()
    ]
    return ["a", "b", "documents", "measure", *FIGURE], rows


def _labels(part: dict[str, Any]) -> Table:
    rows = [
        [label, name, *(one[key] for key in FIGURE)]
        for label, measures in part["labels"].items()
        for name, one in measures.items()
    ]
    return ["label", "measure", *FIGURE], rows


def _confusion(part: dict[str, Any]) -> Table:
    labels, counts = part["confusion"]["labels"], part["confusion"]["counts"]
    rows = [
        [row, column, count]
        for row, line in zip(labels, counts, strict=True)
        for column, count in zip(labels, line, strict=True)
    ]
    return ["row", "column", "count"], rows


def _documents(part: dict[str, Any], details: dict[str, Any]) -> Table:
    names = list(dict.fromkeys(name for one in part["by_document"] for name in one["measures"]))
    known = {one["document"]: one for one in details["documents"]}
    rows = [
        [
            one["document"],
            known[one["document"]]["id"],
            known[one["document"]]["changed"],
            known[one["document"]]["units"],
            *(one["measures"].get(name) for name in names),
        ]
        for one in part["by_document"]
    ]
    return ["document", "id", "changed", "units", *names], rows


def _annotators(details: dict[str, Any]) -> Table:
    raters = details["raters"]
    counts = [name for name in raters[0] if name not in ("annotator", "labels")]
    labels = list(raters[0]["labels"])
    rows = [
        [one["annotator"], *(one[name] for name in counts), *(one["labels"][x] for x in labels)]
        for one in raters
    ]
    return ["annotator", *counts, *(f"label {name}" for name in labels)], rows


def _carried(part: dict[str, Any]) -> Table:
    rows = [[one.key, *(one.figure[key] for key in FIGURE)] for one in carried(part)]
    return ["carried", *FIGURE], rows


def _left_out(part: dict[str, Any]) -> Table:
    rows = [[one["document"], one["reason"]] for one in part["left_out"]]
    return ["document", "reason"], rows


def _periods(part: dict[str, Any]) -> Table:
    rows = [
        [one["since"], one["until"], one["documents"], name, *(answer[key] for key in FIGURE)]
        for one in part["over_time"]
        for name, answer in one["measures"].items()
    ]
    return ["since", "until", "documents", "measure", *FIGURE], rows


def _edges(details: dict[str, Any]) -> Table:
    rows = [
        [edge, unit, int(offset), count]
        for edge, units in details["edges"].items()
        for unit, counts in units.items()
        for offset, count in counts.items()
    ]
    return ["edge", "unit", "offset", "count"], rows


def _passages(details: dict[str, Any]) -> Table:
    rows = [[one["edge"], one["text"], one["count"]] for one in details["passages"]]
    return ["edge", "text", "count"], rows


def as_csv(table: Table) -> Iterator[str]:
    """Yield the table as CSV; texts that a spreadsheet would compute get a ' before them (JSON has them as they are)."""
    columns, rows = table
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for number, row in enumerate(rows):
        writer.writerow([_harmless(cell) for cell in row])
        if number % BATCH == BATCH - 1:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_objects(table: Table) -> list[dict[str, object]]:
    """Return the rows as objects."""
    columns, rows = table
    return [dict(zip(columns, row, strict=True)) for row in rows]
