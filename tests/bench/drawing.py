"""Drawing texts with their spans, beside escaping the text alone: a block that changed, a page, a long text."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from annotator.annotations.rendering import Canvas, render_changes, render_document
from tests.bench.measures import Measure, cpu_of
from tests.bench.texts import spans_in, text_of

NUMBERS = {("entity", name): number for number, name in enumerate(("PER", "LOC", "ORG"))}
SIZES = ((3_000, 30, "3 kB", 5), (100_000, 1_000, "100 kB", 20), (1_000_000, 10_000, "1 MB", 150))


def run() -> Iterator[Measure]:
    """Draw in this process; milliseconds of CPU."""
    # As the server does: what is there from the start is not looked through for garbage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(5000, 10, 100)
    for length, count, name, budget in SIZES:
        text = text_of(length)
        spans = spans_in(text, count)

        def page(text: str = text, spans: list = spans) -> str:
            return render_document(Canvas("/documents/1", text, NUMBERS), spans)

        bare = cpu_of(lambda text=text: escape(text), 50)
        yield Measure(f"draw {name} with {count} spans", cpu_of(page, 5), "ms", bare, budget)
        limit = 1.3 * len(text.encode()) + 60_000
        size = len(page().encode())
        if length == 1_000_000:
            yield Measure(f"HTML of {name}", size, "B", len(text.encode()), budget=limit)
        canvas, near = Canvas("/documents/1", text, NUMBERS), spans[:30]
        _ = canvas.blocks
        changed = [replace(near[0], label="ORG"), *near[1:]]
        draw = cpu_of(lambda c=canvas, n=near, m=changed: render_changes(c, n, m), 50)
        yield Measure(f"draw the changed block of {name}", draw, "ms", bare, 1)
