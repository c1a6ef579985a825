"""Measure, print each figure beside its baseline and budget, and fail when a budget is broken."""

import os
import sys
import time
from collections.abc import Iterator

from tests.bench import (
    agreement,
    browser,
    crowd,
    drawing,
    importing,
    interchange,
    kills,
    million,
    serving,
)
from tests.bench.measures import Measure

BENCHES = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        drawing,
        serving,
        crowd,
        interchange,
        importing,
        agreement,
        browser,
        million,
        kills,
    )
}
HEADS = ("measure", "value", "baseline", "ratio", "budget", "ok")
ROW = "{:<58} {:>12} {:>10} {:>8} {:>11}  {}"


def chosen() -> list[str]:
    """Return the benches named in ONLY or as arguments; all without any. Refuses unknown names."""
    names = sys.argv[1:] or os.environ.get("ONLY", "").replace(",", " ").split() or list(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        sys.exit(f"There is no bench {', '.join(unknown)}; there are: {', '.join(BENCHES)}.")
    return names


def cells(measure: Measure) -> Iterator[str]:
    """Yield the cells of a line of the table."""
    yield measure.name
    yield f"{measure.value:.4g} {measure.unit}"
    yield "" if measure.baseline is None else f"{measure.baseline:.4g}"
    yield "" if measure.ratio is None else f"{measure.ratio:.2f}"
    sign, unit = "≥" if measure.least else "≤", " ×" if measure.of_ratio else ""
    yield "" if measure.budget is None else f"{sign} {measure.budget:g}{unit}"
    said = {None: "", True: "yes", False: "over" if measure.shown else "NO"}
    yield said[measure.kept]


def main() -> None:
    """Run the benches and print the table as it grows."""
    print(ROW.format(*HEADS))
    broken = []
    for name in chosen():
        began = time.perf_counter()
        for measure in BENCHES[name].run():
            print(ROW.format(*cells(measure)), flush=True)
            broken += [measure.name] if measure.broken else []
        print(f"  ({name}: {time.perf_counter() - began:.0f} s)", flush=True)
    if broken:
        sys.exit(f"Over budget: {'; '.join(broken)}.")


if __name__ == "__main__":
    main()
