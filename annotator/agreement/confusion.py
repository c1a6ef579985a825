"""The confusion table as a plot: which label met which, with a row and a column for no span."""

from dataclasses import dataclass
from typing import Any

from annotator.agreement.asked import Asked
from annotator.agreement.scales import shade, short, width_of

WIDE, HIGH = 56, 38
LETTERS, UPRIGHT = 12, 6


@dataclass(frozen=True, slots=True)
class Met:
    """A cell: how often two labels met; `shade` is by the share of its row."""

    x: int
    y: int
    row: str
    column: str
    count: int
    same: bool
    shade: str
    address: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """The plot in px; `chosen` is the cell whose spans are listed."""

    width: int
    height: int
    left: int
    top: int
    slanted: bool
    rows: list[tuple[int, str, str]]
    columns: list[tuple[int, str, str]]
    cells: list[Met]


def confusion(part: dict[str, Any], asked: Asked) -> Confusion:
    """Lay out the confusion table of a layer's report, but for labels that nobody used."""
    labels, counts = _used(part["confusion"]["labels"], part["confusion"]["counts"])
    longest = max(len(label) for label in labels)
    slanted = longest > UPRIGHT
    left = width_of(labels, LETTERS)
    top = 22 + (round(min(longest, LETTERS) * 5.2) if slanted else 0)
    cells = []
    for down, (row, line) in enumerate(zip(labels, counts, strict=True)):
        total = sum(line)
        for across, (column, count) in enumerate(zip(labels, line, strict=True)):
            if down == across == len(labels) - 1:
                continue  # what nobody marked cannot be counted
            address = asked.address(row=row, column=column, kind="", page="")
            part_of_row = count / total if total else None
            place = (left + across * WIDE, top + down * HIGH)
            same = down == across
            cells.append(Met(*place, row, column, count, same, shade(part_of_row), address))
    more = round(min(longest, LETTERS) * 4.5) if slanted else 0
    return Confusion(
        width=left + len(labels) * WIDE + 2 + more,
        height=top + len(labels) * HIGH + 2,
        left=left,
        top=top,
        slanted=slanted,
        rows=[(top + at * HIGH, short(one, LETTERS), one) for at, one in enumerate(labels)],
        columns=[(left + at * WIDE, short(one, LETTERS), one) for at, one in enumerate(labels)],
        cells=cells,
    )


def _used(labels: list[str], counts: list[list[int]]) -> tuple[list[str], list[list[int]]]:
    """Return the labels that somebody used, the last one, which stands for none, and their counts."""
    kept = [
        at
        for at in range(len(labels))
        if at == len(labels) - 1 or any(counts[at]) or any(line[at] for line in counts)
    ]
    return [labels[at] for at in kept], [[counts[row][at] for at in kept] for row in kept]
