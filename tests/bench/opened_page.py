"""A text open in Chromium: what loading, selecting, labelling, scrolling and resizing cost its main thread."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape

from playwright.sync_api import CDPSession, Page, Response, Route

from tests.browser.conftest import HTMX_URL
from tests.browser.labelling_hand import Hand

CREATES = 10
REST = 500
"""Milliseconds until a page has drawn all that follows an act: with ours, the table and the inspector."""
WORD = "soldats"
# From the act to the frame that shows it: a double click and its selection, a key and the block that came.
SHOWN = """
() => {
  const after = (done, began) =>
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  window.selected = new Promise((done) => {
    addEventListener('dblclick', ({timeStamp}) => after(done, timeStamp), {once: true});
  });
  window.created = new Promise((done) => {
    addEventListener('keydown', ({timeStamp}) => {
      const watcher = new MutationObserver(() => {
        watcher.disconnect();
        after(done, timeStamp);
      });
      watcher.observe(document.getElementById('document'), {childList: true, subtree: true});
    }, {once: true, capture: true});
  });
}
"""
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
# The least that selecting and labelling can be: what Chromium selects is marked in a block that the server sends.
BARE = """<!DOCTYPE html><meta charset="utf-8"><title>bare</title>
<main id="document" tabindex="0">{blocks}</main>
<script>
  addEventListener('keydown', async () => {{
    const block = getSelection().anchorNode.parentElement.closest('.b');
    const answer = await fetch('/bare-block', {{method: 'POST', body: block.textContent}});
    block.outerHTML = await answer.text();
  }});
</script>"""


@dataclass(frozen=True)
class Figures:
    """Milliseconds of the main thread (`cpu`), milliseconds until something was seen, bytes by kind."""

    cpu: dict[str, float]
    first_paint: float
    selected: list[float]
    created: list[float]
    sizes: dict[str, int]


@dataclass
class OpenedPage:
    """A page with a text in `#document` whose blocks have the class `b`."""

    page: Page

    @cached_property
    def debugger(self) -> CDPSession:
        """The page's debugger, whose clock runs while the main thread works."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        return session

    def cpu_of(self, act: Callable[[], object]) -> float:
        """Return the milliseconds of the main thread for an act and all that follows it."""
        before = self._clock()
        act()
        self.page.wait_for_timeout(REST)
        return self._clock() - before

    def measure(self, address: str, settled: Callable[[], object] = lambda: None) -> Figures:
        """Open the page, label words in it, scroll it, make its window narrower and wider."""
        ready, sizes = self._load(address)
        paint = float(self.page.evaluate(FIRST_PAINT))
        figures = Figures({"to ready": ready}, paint, [], [], sizes)
        self._act(figures, settled)
        figures.cpu.update(scroll=self._scroll(), resize=self._resize())
        return figures

    def _load(self, address: str) -> tuple[float, dict[str, int]]:
        answers: list[Response] = []

        def keep(answer: Response) -> None:
            answers.append(answer)

        self.page.on("response", keep)
        cpu = self.cpu_of(lambda: self.page.goto(address, wait_until="load"))
        self.page.remove_listener("response", keep)
        return cpu, _bytes(answers)

    def _act(self, figures: Figures, settled: Callable[[], object]) -> None:
        """Label by double click and key; finding the word and reading the clock are not counted."""
        hand, selecting, labelling = Hand(self.page), 0.0, 0.0
        for number in range(CREATES):
            place = hand.point(WORD, nth=number)
            self.page.evaluate(SHOWN)
            selecting += self.cpu_of(lambda at=place: self.page.mouse.dblclick(*at))
            labelling += self.cpu_of(self._label)
            figures.selected.append(float(self.page.evaluate("window.selected")))
            figures.created.append(float(self.page.evaluate("window.created")))
            settled()
        figures.cpu.update({"double click": selecting / CREATES, "create": labelling / CREATES})

    def _label(self) -> None:
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.page.keyboard.press("4")

    def _scroll(self) -> float:
        """Return milliseconds of the main thread for one turn of the wheel."""
        turns = 30
        self.page.mouse.move(400, 500)

        def turn() -> None:
            for _ in range(turns):
                self.page.mouse.wheel(0, 300)
                self.page.wait_for_timeout(16)

        return self.cpu_of(turn) / turns

    def _resize(self) -> float:
        """Return milliseconds of the main thread for one change of the window's width."""
        narrow = self.cpu_of(lambda: self.page.set_viewport_size({"width": 1000, "height": 900}))
        wide = self.cpu_of(lambda: self.page.set_viewport_size({"width": 1280, "height": 900}))
        return (narrow + wide) / 2

    def _clock(self) -> float:
        metrics = self.debugger.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "TaskDuration") * 1000


def _bytes(answers: list[Response]) -> dict[str, int]:
    sizes = {"document": 0, "script": 0, "stylesheet": 0}
    for answer in answers:
        kind = answer.request.resource_type
        if kind == "document":
            sizes[kind] += len(answer.body())
        elif kind in sizes and answer.url != HTMX_URL:
            sizes[kind] += answer.request.sizes()["responseBodySize"]
    return sizes


def serve_bare(page: Page, text: str) -> str:
    """Let the page answer the address returned with the text alone, to hold ours against."""
    blocks = "".join(f'<div class="b">{escape(line)}</div>' for line in text.split("\n"))

    def mark(route: Route) -> None:
        marked = escape(route.request.post_data or "").replace(WORD, f"<mark>{WORD}</mark>")
        route.fulfill(body=f'<div class="b">{marked}</div>', content_type="text/html")

    html = BARE.format(blocks=blocks)
    page.route("**/bare", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route("**/bare-block", mark)
    return "/bare"
