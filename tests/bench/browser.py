"""The labelling page in Chromium at three sizes: create to painted, main-thread CPU, loading, bytes."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import CDPSession, Page, Response, sync_playwright

from tests.bench.measures import Measure, percentile
from tests.bench.texts import spans_in, text_of
from tests.browser import chromium
from tests.browser.conftest import HTMX_URL, watch
from tests.browser.labelling_desk import Desk, open_desk
from tests.browser.labelling_hand import Hand
from tests.browser.people import sign_in
from tests.browser.serving import serving

SIZES = (("3 kB", 3_000, 30, 80), ("100 kB", 100_000, 1_000, 150), ("1 MB", 1_000_000, 10_000, 250))
CREATES = 15
SETTLED = 150
"""Milliseconds in which the page has drawn an answer and is idle again."""
PAINTED = """
() => {
  window.painted = new Promise((done) => {
    addEventListener('keydown', () => {
      const began = performance.now();
      const watcher = new MutationObserver(() => {
        watcher.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
      });
      watcher.observe(document.getElementById('document'), {childList: true, subtree: true});
    }, {once: true, capture: true});
  });
}
"""
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


def run() -> Iterator[Measure]:
    """Open each size and create spans in it by double click and key."""
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
        desk, small = open_desk(server), 0.0
        for name, length, count, load_budget in SIZES:
            document = _store(desk, length, count)
            yield from _loading(page, document, name, length, load_budget)
            cpu, latencies = _creating(page)
            small = small or cpu
            for percent in (50, 95):
                painted = percentile(latencies, percent)
                yield Measure(f"create to painted p{percent}, {name}", painted, "ms", shown=True)
            yield Measure(f"main-thread CPU per create, {name}", cpu, "ms", budget=20)
            if name == "1 MB":
                title = "main-thread CPU per create, 1 MB beside 3 kB"
                yield Measure(title, cpu, "ms", small, 1.5, of_ratio=True)
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


def _loading(page: Page, document: int, name: str, length: int, budget: int) -> Iterator[Measure]:
    bodies: list[Response] = []

    def keep(answer: Response) -> None:
        bodies.append(answer)

    page.on("response", keep)
    debugger = _debugger(page)
    page.goto(f"/documents/{document}", wait_until="load")
    page.wait_for_timeout(300)
    page.remove_listener("response", keep)
    sizes = {"document": 0, "script": 0, "stylesheet": 0}
    for answer in bodies:
        kind = answer.request.resource_type
        if kind == "document":
            sizes[kind] += len(answer.body())
        elif kind in sizes and answer.url != HTMX_URL:
            sizes[kind] += answer.request.sizes()["responseBodySize"]
    yield Measure(f"main-thread CPU to ready, {name}", _task_time(debugger), "ms", budget=budget)
    yield Measure(f"first paint, {name}", page.evaluate(FIRST_PAINT), "ms", budget=1000, shown=True)
    text = len(text_of(length).encode())
    yield Measure(f"HTML, {name}", sizes["document"], "B", text, 1.3 * text + 60_000)
    if length == SIZES[0][1]:
        yield Measure("JS besides htmx, as sent", sizes["script"], "B", budget=20_000)
        yield Measure(
            "CSS with the labels' colours, as sent", sizes["stylesheet"], "B", budget=20_000
        )


def _creating(page: Page) -> tuple[float, list[float]]:
    """Return milliseconds of the main thread for each create, and from the key to the paint.

    What finding the word and reading the clock cost the page is not part of either.
    """
    hand, latencies, spent = Hand(page), [], 0.0
    debugger = _debugger(page)
    for number in range(CREATES):
        place = hand.point("soldats", nth=number)
        page.evaluate(PAINTED)
        before = _task_time(debugger)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.mouse.dblclick(*place)
            page.keyboard.press("4")
        page.wait_for_timeout(SETTLED)
        spent += _task_time(debugger) - before
        latencies.append(float(page.evaluate("window.painted")))
        hand.saved()
    debugger.detach()
    return spent / CREATES, latencies


def _debugger(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return session


def _task_time(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in metrics if one["name"] == "TaskDuration") * 1000
