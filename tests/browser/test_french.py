"""The interface in French: chosen by the browser or in the account, in the text's own status line too."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import open_text
from tests.browser.people import sign_in
from tests.browser.serving import Server

Axe = Callable[[Page], list[str]]
TEXT = "La Suède rejoint l’OTAN.\n"


def test_labelling_page_speaks_french(
    new_page: NewPage, server: Server, desk: Desk, axe: Axe, width: int
) -> None:
    page = new_page(width=width, locale="fr-FR")
    sign_in(page, server.user, server.password)
    hand, _ = open_text(page, desk, TEXT)

    hand.double_click("OTAN")
    hand.choose("ORG")

    expect(page.locator("#status")).to_have_text("OTAN est ORG. 1 passage. Enregistré.")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("button", name="Terminé", exact=True)).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_language_of_the_account_goes_before_the_browsers(admin_page: Page) -> None:
    def choose(language: str) -> None:
        admin_page.goto("/account")
        admin_page.locator("#language").select_option(label=language)
        with admin_page.expect_navigation():
            admin_page.locator("form[action='/account/language'] button").click()

    choose("français")
    expect(admin_page.locator("html")).to_have_attribute("lang", "fr")
    expect(admin_page.get_by_role("heading", name="Mot de passe")).to_be_visible()
    choose("English")
    expect(admin_page.get_by_role("heading", name=re.compile("^Password$"))).to_be_visible()
