"""What browser tests may ask for: a real server, a real Chromium, and pages that may not misbehave."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.browser import chromium
from tests.browser.forgiving import Forgive, Troubles
from tests.browser.labelling_desk import Desk, open_desk
from tests.browser.labelling_hand import Hand, open_text
from tests.browser.labelling_texts import PROSE
from tests.browser.linking_hand import open_marked
from tests.browser.people import sign_in
from tests.browser.serving import ROOT, Server, serving

NODE_MODULES = ROOT / "tests" / "js" / "node_modules"
HTMX_URL = "https://cdn.jsdelivr.net/npm/htmx.org@4.0.1/dist/htmx.min.js"
HTMX_FILE = NODE_MODULES / "htmx.org" / "dist" / "htmx.min.js"
AXE_FILE = NODE_MODULES / "axe-core" / "axe.min.js"

NewPage = Callable[..., Page]
Open = Callable[..., tuple[Hand, int]]


@pytest.fixture(scope="session")
def browser(skip_or_fail: Callable[[str], NoReturn]) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        program = chromium.find(playwright)
        if program is None:
            skip_or_fail("no Chromium was found")
        running = chromium.launch(playwright, program)
        yield running
        running.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running annotator with the demo project, shared by the tests of this run."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def troubles() -> Troubles:
    """What went wrong in the browser so far."""
    return Troubles()


@pytest.fixture
def forgive(troubles: Troubles) -> Forgive:
    """Let the errors pass that a test provokes."""
    return troubles.forgive


@pytest.fixture
def new_page(
    browser: Browser,
    server: Server,
    troubles: Troubles,
    skip_or_fail: Callable[[str], NoReturn],
) -> Iterator[NewPage]:
    """Open pages, each in a session of its own: `new_page(width=390, color_scheme="dark")`.

    Errors, violations of the content policy and requests to other hosts fail the test at its end.
    """
    if not HTMX_FILE.exists():
        skip_or_fail(
            "tests/js/node_modules holds no htmx: run `make test`, or `npm ci` in tests/js"
        )
    contexts: list[BrowserContext] = []

    def open_page(width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            base_url=server.url, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        watch(context, server.url, troubles)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert troubles.unforgiven() == []


def watch(context: BrowserContext, home: str, troubles: list[str]) -> None:
    """Note every error in this session, and keep it from talking to anybody but the server."""

    def answer_outside(route: Route) -> None:
        if route.request.url == HTMX_URL:
            # The browser checks this against the integrity hash in the page.
            headers = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(path=HTMX_FILE, content_type="text/javascript", headers=headers)
        else:
            troubles.append(f"request to another host: {route.request.url}")
            route.abort()

    context.route(
        re.compile(rf"^https?://(?!{re.escape(home.removeprefix('http://'))}/)"), answer_outside
    )
    context.on("weberror", lambda error: troubles.append(f"page error: {error.error}"))
    context.on(
        "console",
        lambda said: troubles.append(f"console: {said.text}") if said.type == "error" else None,
    )


@pytest.fixture(params=[1280, 390], ids=["wide", "narrow"])
def width(request: pytest.FixtureRequest) -> int:
    """The window's width in px: a desk, then a phone. Asked for beside `page`, it sets the page's."""
    return int(request.param)


@pytest.fixture(params=["light", "dark"])
def color_scheme(request: pytest.FixtureRequest) -> str:
    """Light, then dark. Asked for beside `page`, it sets the page's."""
    return str(request.param)


@pytest.fixture
def page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    """A page nobody has signed in to, as wide and as dark as the test asks."""
    chosen = {"width", "color_scheme"} & set(request.fixturenames)
    return new_page(**{name: request.getfixturevalue(name) for name in chosen})


@pytest.fixture
def admin_page(page: Page, server: Server) -> Page:
    """The page, signed in as the administrator, who manages the demo project."""
    sign_in(page, server.user, server.password)
    return page


@pytest.fixture(scope="session")
def axe(skip_or_fail: Callable[[str], NoReturn]) -> Callable[[Page], list[str]]:
    """Check a page with axe-core; returns a line for each violation."""
    if not AXE_FILE.exists():
        skip_or_fail("tests/js/node_modules holds no axe-core: run `npm ci` in tests/js")
    source = AXE_FILE.read_text()

    def violations(page: Page) -> list[str]:
        # Through the debugger, because the content policy lets no other script in.
        session = page.context.new_cdp_session(page)
        session.send("Runtime.evaluate", {"expression": f"{source};0"})
        session.detach()
        found = page.evaluate("async () => (await axe.run()).violations")
        return [
            f"{rule['id']} ({rule['help']}): {node['html']} {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]

    return violations


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    """A French project of this module's own."""
    return open_desk(server)


@pytest.fixture
def opening(new_page: NewPage, server: Server, desk: Desk) -> Open:
    """Store a text and open it: `opening(text, width=390)` returns a hand and the document's id."""

    def opened(text: str = PROSE, **options: object) -> tuple[Hand, int]:
        page = new_page(**options)
        sign_in(page, server.user, server.password)
        return open_text(page, desk, text)

    return opened


@pytest.fixture
def opening_marked(new_page: NewPage, server: Server, desk: Desk) -> Open:
    """Open the text of `linking_hand`, marked; returns a hand and the document's id."""

    def opened(**options: object) -> tuple[Hand, int]:
        page = new_page(**options)
        sign_in(page, server.user, server.password)
        return open_marked(page, desk)

    return opened
