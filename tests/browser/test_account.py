"""Signing in, one's own account and signing out, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.forgiving import Forgive
from tests.browser.people import sign_in
from tests.browser.serving import Server

Axe = Callable[[Page], list[str]]
REFUSED = "Failed to load resource: the server responded with a status of 422"


def test_wrong_password_is_said_and_the_name_is_kept(
    page: Page, server: Server, axe: Axe, forgive: Forgive
) -> None:
    page.goto("/login?next=/account")
    page.fill("#name", server.user)
    page.fill("#password", "not the password")
    page.press("#password", "Enter")

    expect(page.get_by_role("alert")).to_have_text("The name or the password is wrong.")
    expect(page.locator("#name")).to_have_value(server.user)
    expect(page.locator("#password")).to_be_focused()
    assert axe(page) == []
    forgive(REFUSED)

    page.fill("#password", server.password)
    page.press("#password", "Enter")
    expect(page.get_by_role("heading", name=server.user)).to_be_visible()
    assert page.url == f"{server.url}/account"


def test_token_is_made_shown_and_revoked(
    admin_page: Page, axe: Axe, width: int, color_scheme: str
) -> None:
    admin_page.goto("/account")
    admin_page.get_by_role("button", name="Make a token").click()

    token = admin_page.locator("code.token").inner_text()
    assert axe(admin_page) == []
    admin_page.get_by_role("button", name=f"Revoke {token[:12]}").click()
    expect(admin_page.get_by_role("button", name=f"Revoke {token[:12]}")).to_have_count(0)
    expect(admin_page.get_by_text(token)).to_have_count(0)


def test_signed_out_browser_is_asked_to_sign_in(admin_page: Page, server: Server) -> None:
    admin_page.goto("/account")
    admin_page.get_by_role("button", name="Sign out", exact=True).click()
    expect(admin_page.locator("#password")).to_be_visible()

    admin_page.goto("/account")

    assert admin_page.url == f"{server.url}/login?next=/account"
    sign_in(admin_page, server.user, server.password)
