"""The labelling page in Chromium at three sizes, each figure beside that of the bare text in the same browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.bench.measures import Measure, percentile
from tests.bench.opened_page import Figures, OpenedPage, serve_bare
from tests.bench.texts import spans_in, text_of
from tests.browser import chromium
from tests.browser.conftest import watch
from tests.browser.labelling_desk import Desk, open_desk
from tests.browser.labelling_hand import Hand
from tests.browser.people import sign_in
from tests.browser.serving import serving

CPU = ("to ready", "double click", "create", "scroll", "resize")
SIZES = (
    # name, code points, spans, bytes of HTML, create to painted; main thread to ready, for a resize: milliseconds
    ("3 kB", 3_000, 30, 64_000, 50, {"to ready": 80, "create": 20, "resize": 15}),
    ("100 kB", 100_000, 1_000, 200_000, 70, {"to ready": 150, "create": 20, "resize": 20}),
    ("1 MB", 1_000_000, 10_000, 1_432_000, 100, {"to ready": 250, "create": 20, "resize": 30}),
)


def run() -> Iterator[Measure]:
    """Open each size, label in it, scroll it and make the window narrower."""
    with _signed_in() as (page, desk):
        small = 0.0
        for name, length, count, most, painted, budgets in SIZES:
            bare = _bare(page, length)
            address = f"/documents/{_store(desk, length, count)}"
            page.bring_to_front()
            ours = OpenedPage(page).measure(address, Hand(page).saved)
            yield from _sizes(name, ours, bare, most)
            yield from _times(name, ours, bare, painted)
            for what in CPU:
                # Milliseconds say as much about the machine as about the page: only ratios break the bench.
                yield Measure(
                    f"main-thread CPU, {what}, {name}",
                    ours.cpu[what],
                    "ms",
                    bare.cpu[what],
                    budgets.get(what),
                    shown=True,
                )
            small = small or ours.cpu["create"]
        title = "main-thread CPU, create, 1 MB beside 3 kB"
        yield Measure(title, ours.cpu["create"], "ms", small, 1.5, of_ratio=True)


def _bare(page: Page, length: int) -> Figures:
    """Measure the text alone, in a page of its own that is in front meanwhile."""
    bare = page.context.new_page()
    figures = OpenedPage(bare).measure(serve_bare(bare, text_of(length)))
    bare.close()
    return figures


@contextmanager
def _signed_in() -> Iterator[tuple[Page, Desk]]:
    with TemporaryDirectory() as folder, serving(Path(folder)) as server, sync_playwright() as tool:
        program = chromium.find(tool)
        if program is None:
            message = "no Chromium was found"
            raise FileNotFoundError(message)
        browser = chromium.launch(tool, program)
        context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
        watch(context, server.url, [])
        page = context.new_page()
        sign_in(page, server.user, server.password)
        yield page, open_desk(server)
        browser.close()


def _store(desk: Desk, length: int, count: int) -> int:
    """Store a document with the administrator's own spans in its first and last parts."""
    text = text_of(length)
    spans = [
        {"start": one.start, "end": one.end, "layer": one.layer, "label": one.label}
        for one in spans_in(text, count)
    ]
    work = {"annotator": desk.server.user, "status": "in_progress", "spans": spans}
    desk.call(
        "POST",
        f"/projects/{desk.slug}/documents",
        [{"id": str(length), "text": text, "annotations": [work]}],
    )
    listed = desk.call("GET", f"/projects/{desk.slug}/documents?limit=100")["items"]
    return int(next(one["id"] for one in listed if one["external_id"] == str(length)))


def _sizes(name: str, ours: Figures, bare: Figures, most: int) -> Iterator[Measure]:
    sent, text = ours.sizes, bare.sizes["document"]
    yield Measure(f"HTML, {name}, beside bare HTML", sent["document"], "B", text, most)
    if name == SIZES[0][0]:
        yield Measure("JS besides htmx, as sent", sent["script"], "B", budget=20_000)
        yield Measure("CSS and labels, as sent", sent["stylesheet"], "B", budget=20_000)


def _times(name: str, ours: Figures, bare: Figures, painted: int) -> Iterator[Measure]:
    """Yield what people wait for; the least is what the bare text takes."""
    paint = f"first paint, {name}"
    yield Measure(paint, ours.first_paint, "ms", bare.first_paint, 1000, shown=True)
    for what, values, least, budget in (
        ("double click to highlight", ours.selected, bare.selected, 34),
        ("create to painted", ours.created, bare.created, painted),
    ):
        for percent in (50, 95):
            yield Measure(
                f"{what} p{percent}, {name}",
                percentile(values, percent),
                "ms",
                percentile(least, percent),
                budget if percent == 95 else None,
                shown=True,
            )
