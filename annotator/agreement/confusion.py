"""The confusion table as a plot: which label met which, with a row and a column for no span."""

from dataclasses import asdict, dataclass
from typing import Any

from annotator.agreement.asked import Asked
from annotator.agreement.grid import Grid, Style, grid
from annotator.agreement.scales import shade

STYLE = Style(wide=56, high=38, letters=13, upright=6, rise=5.2, lean=4.5)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion(Grid):
    """The plot in px; `chosen` is the cell whose spans are listed."""

    width: int
    height: int
    cells: list[Met]


def confusion(part: dict[str, Any], asked: Asked) -> Confusion:
    """Lay out the confusion table of a layer's report, but for labels that nobody used."""
    labels, counts = _used(part["confusion"]["labels"], part["confusion"]["counts"])
    frame = grid(labels, STYLE)
    cells = []
    for down, (row, line) in enumerate(zip(labels, counts, strict=True)):
        total = sum(line)
        for across, (column, count) in enumerate(zip(labels, line, strict=True)):
            if down == across == len(labels) - 1:
                continue  # what nobody marked cannot be counted
            address = asked.address(row=row, column=column, kind="", page="")
            part_of_row = count / total if total else None
            place = (frame.left + across * STYLE.wide, frame.top + down * STYLE.high)
            same = down == across
            cells.append(Met(*place, row, column, count, same, shade(part_of_row), address))
    return Confusion(
        width=frame.left + len(labels) * STYLE.wide + 2 + frame.more,
        height=frame.top + len(labels) * STYLE.high + 2,
        cells=cells,
        **asdict(frame),
    )


def _used(labels: list[str], counts: list[list[int]]) -> tuple[list[str], list[list[int]]]:
    """Return the labels that somebody used, the last one, which stands for none, and their counts."""
    kept = [
        at
        for at in range(len(labels))
        if at == len(labels) - 1 or any(counts[at]) or any(line[at] for line in counts)
    ]
    return [labels[at] for at in kept], [[counts[row][at] for at in kept] for row in kept]
