"""What people do before they get to work."""

from playwright.sync_api import Page, expect


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in by the form, as anybody would."""
    page.goto("/login")
    page.fill("#name", name)
    page.fill("#password", password)
    page.press("#password", "Enter")
    expect(page.locator("nav.user")).to_contain_text(name)
