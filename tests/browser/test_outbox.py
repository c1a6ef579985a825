"""No act is lost or done twice when the network, the server or the page goes away in the middle."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from tests.browser.conftest import watch
from tests.browser.forgiving import Forgive, Troubles
from tests.browser.labelling_desk import Desk, open_desk
from tests.browser.labelling_hand import open_text
from tests.browser.people import sign_in
from tests.browser.serving import Server, installed, running
from tests.browser.unsaved_work import ACTS, TEXT, WAITING, extents, label, made, not_saved


@dataclass
class Engine:
    """A server that can be killed with no chance to say goodbye, and started again on its port."""

    server: Server
    held: ExitStack

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = self.held.enter_context(running(self.server))

    def kill(self) -> None:
        """Kill all its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A running installation of this module's own."""
    with ExitStack() as held:
        engine = Engine(installed(tmp_path_factory.mktemp("server")), held)
        engine.start()
        yield engine


@pytest.fixture(scope="module")
def server(engine: Engine) -> Server:
    """Where that installation is served."""
    return engine.server


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    """A project in it."""
    return open_desk(server)


@pytest.fixture
def page(browser: Browser, server: Server, troubles: Troubles) -> Iterator[Page]:
    """The page of somebody who signed in."""
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
    watch(context, server.url, troubles)
    page = context.new_page()
    sign_in(page, server.user, server.password)
    yield page
    context.close()
    assert troubles.unforgiven() == []


def test_a_cut_of_half_a_minute_loses_nothing(
    page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    page.clock.install()
    hand, document = open_text(page, desk, TEXT)
    tries: list[str] = []
    page.on("requestfailed", lambda request: tries.append(request.url))

    page.context.set_offline(True)
    label(hand, "Suède", "Danemark")
    for count in range(1, 6):
        expect(page.locator("#status")).to_contain_text(f"({count})")
        page.clock.fast_forward(2 ** (count - 1) * 1000)
    expect(page.locator("#status")).to_contain_text("(6)")
    assert sum(url.endswith("/spans") for url in tries) == 6
    expect(page.locator("#status")).to_contain_text("cannot be reached")
    assert hand.painted("waiting") == ["Suède", "Danemark"]
    assert made(server, document) == []

    page.context.set_offline(False)
    hand.saved()
    assert made(server, document) == extents("Suède", "Danemark")
    assert hand.painted("waiting") == []
    assert page.evaluate(WAITING) == 0
    forgive("ERR_INTERNET_DISCONNECTED")


def test_a_killed_server_gets_the_acts_when_it_is_back(
    page: Page, desk: Desk, engine: Engine, forgive: Forgive
) -> None:
    hand, document = open_text(page, desk, TEXT)
    label(hand, "Norvège")
    engine.kill()
    label(hand, "Suède", "Danemark")
    not_saved(page)
    engine.start()
    label(hand, "Finlande")
    page.locator("#retry").click()
    hand.saved()

    words = ("Norvège", "Suède", "Danemark", "Finlande")
    assert made(engine.server, document) == extents(*words)
    assert len(hand.chips()) == len(words)
    forgive("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET")


def test_acts_are_kept_over_a_reload_and_shown_as_pending(
    page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    hand, document = open_text(page, desk, TEXT)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", refuse)
    page.route(ACTS, lambda route: route.abort())
    label(hand, "Suède", "Danemark")
    hand.press("2")
    not_saved(page)

    page.reload()
    not_saved(page)
    assert hand.painted("waiting") == ["Suède", "Danemark"]
    assert (asked, made(server, document)) == ([], [])
    assert page.evaluate(WAITING) == 3

    page.unroute(ACTS)
    page.locator("#retry").click()
    hand.saved()
    assert desk.marks(document) == [("LOC", "Suède"), ("ORG", "Danemark")]
    assert hand.chips() == ["LOC: Suède", "ORG: Danemark"]
    assert hand.painted("waiting") == []
    forgive("ERR_FAILED")


def test_an_act_whose_answer_a_reload_cut_off_is_done_once(
    page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    hand, document = open_text(page, desk, TEXT)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(ACTS, lose)
    label(hand, "Suède")
    hand.press("2")
    not_saved(page)
    assert made(server, document) == extents("Suède")
    page.unroute(ACTS)
    page.reload()
    hand.saved()
    assert desk.marks(document) == [("ORG", "Suède")]
    assert page.evaluate(WAITING) == 0
    forgive("ERR_FAILED")


def test_what_waits_for_another_document_is_sent_from_the_next_page(
    page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    hand, first = open_text(page, desk, TEXT)
    page.route(ACTS, lambda route: route.abort())
    label(hand, "Suède", "Danemark")
    not_saved(page)
    open_text(page, desk, TEXT)
    expect(page.locator("#elsewhere a")).to_have_attribute("href", f"/documents/{first}")
    page.unroute(ACTS)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#elsewhere")).to_be_hidden()

    assert made(server, first) == extents("Suède", "Danemark")
    assert page.evaluate(WAITING) == 0
    forgive("ERR_FAILED")


def test_what_is_refused_for_another_document_waits_for_its_page(
    page: Page, desk: Desk, forgive: Forgive
) -> None:
    hand, first = open_text(page, desk, TEXT)
    span = desk.mark(first, *extents("Suède")[0])
    page.reload()
    page.route(ACTS, lambda route: route.abort())
    hand.press("Tab", "2")
    not_saved(page)
    desk.call("DELETE", f"/documents/{first}/spans/{span}")
    page.unroute(ACTS)
    open_text(page, desk, TEXT)
    expect(page.locator("#elsewhere a")).to_be_visible()
    assert page.evaluate(WAITING) == 1

    page.locator("#elsewhere a").click()
    expect(page.locator("#alert")).to_contain_text("no such span")
    assert page.evaluate(WAITING) == 0
    forgive("ERR_FAILED", "status of 404")


def test_a_server_that_fails_leaves_the_act_in_the_outbox(
    page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    hand, document = open_text(page, desk, TEXT)
    answers = [
        (500, "<h1>Oh</h1>"),
        (502, ""),
        (200, "<p>Log in to the network of the hotel</p>"),
        (403, "no"),
    ]

    def fail(route: Route) -> None:
        status, body = answers.pop(0)
        route.fulfill(status=status, body=body, content_type="text/html")

    page.route(ACTS, fail)
    label(hand, "Suède")
    while answers:
        expect(page.locator("#status")).to_contain_text("The server failed.")
        with page.expect_response(ACTS):
            page.locator("#retry").click()
    assert hand.painted("waiting") == ["Suède"]
    assert page.evaluate(WAITING) == 1
    page.unroute(ACTS)
    page.locator("#retry").click()
    hand.saved()
    assert made(server, document) == extents("Suède")
    forgive("status of")


def test_what_needs_a_refused_act_is_left_out_and_said(
    page: Page, desk: Desk, forgive: Forgive
) -> None:
    hand, document = open_text(page, desk, TEXT)
    page.route(ACTS, lambda route: route.abort())
    label(hand, "Suède")
    not_saved(page)
    hand.press("2")
    label(hand, "Danemark")
    hand.press("Control+Enter")
    said = '<hx-partial hx-target="#alert" hx-swap="innerHTML">No such luck.</hx-partial>'
    page.unroute(ACTS)
    page.route(ACTS, lambda route: route.fulfill(status=422, body=said), times=1)
    page.locator("#retry").click()
    hand.saved()

    expect(page.locator("#alert")).to_contain_text("No such luck. What was done after it")
    assert desk.marks(document) == [("LOC", "Danemark")]
    assert desk.call("GET", f"/documents/{document}/annotations")["status"] == "in_progress"
    assert page.evaluate(WAITING) == 0
    forgive("ERR_FAILED", "status of 422")
