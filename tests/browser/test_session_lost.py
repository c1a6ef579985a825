"""The session ends in the middle: people sign in above the page, and only their own acts go on."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand, open_text
from tests.browser.people import sign_in
from tests.browser.serving import Server, know_the_tour
from tests.browser.unsaved_work import TEXT, WAITING, extents, label, made

Axe = Callable[[Page], list[str]]


def end_sessions(server: Server) -> None:
    """Take every session out of the database."""
    with closing(sqlite3.connect(server.instance / "annotator.sqlite3", timeout=20)) as database:
        database.execute("DELETE FROM sign_in")
        database.commit()


def sign_out(page: Page) -> None:
    """Sign out on the page of the account."""
    page.goto("/account")
    page.locator("form[action='/logout'] button").click()
    expect(page.locator("#password")).to_be_visible()


def test_signing_in_above_the_page_loses_nothing(
    admin_page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    label(hand, "Norvège")
    hand.saved()
    end_sessions(server)
    label(hand, "Suède")
    pane = admin_page.locator("#sign-in")
    expect(pane.locator("[name=name]")).to_have_value(server.user)
    expect(pane.locator("[name=password]")).to_be_focused()

    admin_page.keyboard.type("not this one")
    admin_page.keyboard.press("Enter")
    expect(pane.get_by_role("alert")).to_contain_text("password is wrong")
    pane.locator("[name=password]").fill(server.password)
    admin_page.keyboard.press("Enter")
    expect(pane).to_be_hidden()
    hand.saved()

    assert made(server, document) == extents("Norvège", "Suède")
    expect(admin_page.locator("#alert")).to_be_empty()
    assert admin_page.evaluate(WAITING) == 0
    admin_page.locator("form[action='/logout'] button").click()
    expect(admin_page.locator("#password")).to_be_visible()
    forgive("status of 4")


def test_the_pane_waits_until_it_is_wanted(
    admin_page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    end_sessions(server)
    label(hand, "Suède")
    pane = admin_page.locator("#sign-in")
    expect(pane).to_be_visible()
    admin_page.keyboard.press("Escape")
    expect(admin_page.locator("#status")).to_contain_text("(2)")
    expect(pane).to_be_hidden()
    label(hand, "Danemark")

    admin_page.locator("#retry").click()
    pane.locator("[name=password]").fill(server.password)
    admin_page.keyboard.press("Enter")
    hand.saved()
    assert made(server, document) == extents("Suède", "Danemark")
    forgive("status of 4")


def test_nobody_sends_the_acts_of_another(
    admin_page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    password = server.flask("user", "create", "visitor").split()[-1]
    server.flask("member", "add", desk.slug, "visitor", "--role", "annotator")
    know_the_tour(server.instance, "visitor")
    hand, document = open_text(admin_page, desk, TEXT)
    other = admin_page.context.new_page()
    sign_out(other)
    sign_in(other, "visitor", password)

    label(hand, "Suède")
    expect(admin_page.locator("#sign-in")).to_be_visible()
    assert made(server, document) == []
    other.goto(f"/documents/{document}")
    theirs = Hand(other)
    label(theirs, "Danemark")
    theirs.saved()
    assert made(server, document) == extents("Danemark")
    assert other.evaluate(WAITING) == 1
    assert hand.chips() == []

    admin_page.locator("#sign-in [name=password]").fill(server.password)
    admin_page.keyboard.press("Enter")
    hand.saved()
    assert made(server, document) == extents("Suède", "Danemark")
    assert (hand.chips(), theirs.chips()) == (["LOC: Suède"], ["LOC: Danemark"])
    forgive("status of 4")


def test_the_pane_has_no_faults(  # noqa: PLR0917 -- fixtures
    new_page: NewPage,
    desk: Desk,
    server: Server,
    forgive: Forgive,
    axe: Axe,
    width: int,
    color_scheme: str,
) -> None:
    page = new_page(width, color_scheme=color_scheme)
    sign_in(page, server.user, server.password)
    hand, _ = open_text(page, desk, TEXT)
    end_sessions(server)
    label(hand, "Suède")
    expect(page.locator("#sign-in")).to_be_visible()

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("ANNOTATOR_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/pane-{width}-{color_scheme}.png")
    page.keyboard.press("Escape")
    expect(page.locator("#sign-in")).to_be_hidden()
    assert axe(page) == []
    if folder:
        page.screenshot(path=f"{folder}/unsaved-{width}-{color_scheme}.png")
    page.close()
    forgive("status of 4")
