"""One's own account: password, tokens, browsers, appearance, language."""

import re

import pytest

from annotator.accounts.operations import create_token, create_user

PASSWORD = "correct horse battery"
BETTER = "a much better password"


def change(browser, current=PASSWORD, new=BETTER, again=BETTER):
    return browser.post("/account/password", "/account", current=current, new=new, again=again)


def test_changed_password_counts_and_ends_other_sessions(browser_of_ana, new_browser):
    other = new_browser()
    other.sign_in()

    answer = change(browser_of_ana)

    assert answer.status_code == 303
    assert browser_of_ana.is_signed_in()
    assert not other.is_signed_in()
    assert new_browser().sign_in(password=PASSWORD).status_code == 422
    assert new_browser().sign_in(password=BETTER).status_code == 303


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current": "not this one"}, "This is not your current password."),
        ({"again": "something else"}, "The two new passwords differ."),
        ({"new": "short", "again": "short"}, "use at least 10 characters"),
    ],
)
def test_refused_password_changes_nothing(browser_of_ana, new_browser, fields, sentence):
    answer = change(browser_of_ana, **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert new_browser().sign_in().status_code == 303


def test_signing_out_everywhere_else(browser_of_ana, new_browser):
    others = [new_browser(), new_browser()]
    for other in others:
        other.sign_in()

    browser_of_ana.post("/account/sign-ins/end", "/account")

    assert browser_of_ana.is_signed_in()
    assert [other.is_signed_in() for other in others] == [False, False]


def test_account_lists_browsers(ana, new_browser):
    browser = new_browser()
    browser.client.post(
        "/login",
        data={"name": "ana", "password": PASSWORD, "csrf_token": browser.token()},
        headers={"User-Agent": "Lynx <2.9>"},
    )

    page = browser.get("/account").text

    assert "Lynx &lt;2.9&gt;" in page
    assert page.count("this browser") == 1


def test_token_is_shown_once_and_works_until_revoked(app, client, browser_of_ana):
    page = browser_of_ana.post("/account/tokens", "/account").text
    token = re.search(r'<code class="token">([^<]+)</code>', page)[1]

    def status():
        return client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code

    assert token not in browser_of_ana.get("/account").text
    assert status() == 200
    (path,) = re.findall(r'action="(/account/tokens/\d+/revoke)"', page)
    assert browser_of_ana.post(path, "/account").status_code == 303
    assert status() == 401


def test_token_of_another_person_cannot_be_revoked(app, client, browser_of_ana):
    with app.app_context():
        token = create_token(create_user("ben").id)

    assert browser_of_ana.post("/account/tokens/1/revoke", "/account").status_code == 404
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/me", headers=headers).json["name"] == "ben"


def test_theme_is_remembered(browser_of_ana):
    browser_of_ana.post("/account/theme", "/account", theme="dark")

    assert 'data-theme="dark"' in browser_of_ana.get("/account").text


@pytest.mark.parametrize(("path", "name"), [("theme", "theme"), ("language", "language")])
def test_unknown_choice_is_refused(browser_of_ana, path, name):
    answer = browser_of_ana.post(f"/account/{path}", "/account", **{name: '"><b>'})

    assert answer.status_code == 422
    assert "Choose one of" in answer.text


@pytest.mark.parametrize(
    "path", ["/account/password", "/account/theme", "/account/tokens", "/account/sign-ins/end"]
)
def test_forms_of_the_account_need_a_sign_in(new_browser, path):
    assert new_browser().post(path).headers["Location"] == "/login"
