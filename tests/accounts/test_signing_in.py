"""Signing in and out by the form, and what is kept of it."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from annotator import create_app
from annotator.accounts import operations, passwords, signing_in
from annotator.accounts.models import FailedSignIn, SignIn, User
from annotator.accounts.pages import own_path
from annotator.accounts.secret_texts import digest_of
from annotator.accounts.session import SECRET
from annotator.core.errors import Refused, TooMany
from annotator.database import db, now, write_tx

PASSWORD = "correct horse battery"


def session_of(app, browser):
    return app.session_interface.get_signing_serializer(app).loads(browser.cookie())


def set_cookies(answer):
    return [value for name, value in answer.headers if name == "Set-Cookie"]


def test_right_password_signs_in(browser_of_ana):
    assert "ana" in browser_of_ana.get("/account").text


@pytest.mark.parametrize(
    ("name", "password"),
    [("ana", "wrong password"), ("nobody", PASSWORD), ("", ""), ("ANA", PASSWORD)],
)
def test_wrong_name_or_password_is_refused_in_the_same_words(ana, new_browser, name, password):
    browser = new_browser()

    answer = browser.sign_in(name, password)

    assert answer.status_code == 422
    assert "The name or the password is wrong." in answer.text
    assert not browser.is_signed_in()


def test_user_without_password_cannot_sign_in(app, new_browser):
    with app.app_context():
        operations.create_user("imported")

    for password in ("", "None", PASSWORD):
        assert new_browser().sign_in("imported", password).status_code == 422


def test_unknown_user_costs_a_hash_too(app, ana, monkeypatch):
    checked = []
    verify = passwords.PasswordHasher.verify
    monkeypatch.setattr(
        passwords.PasswordHasher, "verify", lambda *given: checked.append(1) or verify(*given)
    )
    with app.app_context():
        for name in ("ana", "nobody"):
            with pytest.raises(Refused):
                signing_in.check_sign_in(name, "wrong password", "10.0.0.1")

    assert len(checked) == 2


def test_cookie_is_http_only_and_lax(ana, new_browser):
    (cookie,) = set_cookies(new_browser().sign_in())

    attributes = {part.strip().split("=")[0]: part.strip() for part in cookie.split(";")}

    assert attributes["SameSite"] == "SameSite=Lax"
    assert attributes["Path"] == "Path=/"
    assert "HttpOnly" in attributes
    assert "Domain" not in attributes


def test_cookie_over_https_is_secure_and_bound_to_the_host(app):
    served = create_app({**settings_of(app), "HTTPS": "1"})
    answer = served.test_client().get("/login", base_url="https://localhost")

    (cookie,) = set_cookies(answer)
    assert cookie.startswith("__Host-annotator=")
    assert "; Secure" in cookie
    assert "; Path=/" in cookie


def settings_of(app):
    return {
        "SECRET_KEY": app.secret_key,
        "INSTANCE": app.config["INSTANCE"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "WORKER": "off",
    }


def test_signing_in_gives_a_new_id(app, ana, new_browser):
    browser = new_browser()
    browser.sign_in()
    browser.token("/account")
    before = session_of(app, browser)
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody else"

    browser.client.post(
        "/login",
        data={"name": "ana", "password": PASSWORD, "csrf_token": browser.token("/account")},
    )
    after = session_of(app, browser)

    assert before[SECRET] != after[SECRET]
    assert before["csrf_token"] != after.get("csrf_token")
    assert "planted" not in after
    with app.app_context():
        assert db.session.get(SignIn, digest_of(before[SECRET])).ended_at is not None


def test_only_the_digest_of_the_id_is_stored(app, browser_of_ana):
    secret = session_of(app, browser_of_ana)[SECRET]
    with app.app_context():
        rows = db.session.execute(select(SignIn.__table__)).mappings().all()

    assert [row["digest"] for row in rows] == [digest_of(secret)]
    assert secret not in str(rows)


def test_signing_out_ends_the_session_in_the_database(app, browser_of_ana, new_browser):
    stolen = browser_of_ana.cookie()

    answer = browser_of_ana.post("/logout", "/account")

    assert answer.headers["Location"] == "/login"
    thief = new_browser()
    thief.client.set_cookie("annotator", stolen)
    assert not browser_of_ana.is_signed_in()
    assert not thief.is_signed_in()


def test_signing_out_needs_a_token(browser_of_ana):
    assert browser_of_ana.client.post("/logout").status_code == 400
    assert browser_of_ana.is_signed_in()


def test_session_ends_after_thirty_days(app, browser_of_ana):
    with app.app_context(), write_tx() as session:
        session.execute(update(SignIn).values(created_at=now() - timedelta(days=30, minutes=1)))

    assert not browser_of_ana.is_signed_in()


def test_seen_moves_every_ten_minutes_at_most(app, browser_of_ana):
    def seen(minutes_ago):
        with app.app_context(), write_tx() as session:
            moment = now() - timedelta(minutes=minutes_ago)
            session.execute(update(SignIn).values(seen_at=moment))
        browser_of_ana.get("/account")
        with app.app_context():
            return now() - db.session.scalar(select(SignIn.seen_at))

    assert timedelta(minutes=8) < seen(9) < timedelta(minutes=10)
    assert seen(11) < timedelta(minutes=1)


def test_tenth_wrong_password_makes_wait(app, ana, new_browser):
    browser = new_browser()
    for _ in range(10):
        assert browser.sign_in(password="wrong password").status_code == 422

    answer = browser.sign_in()

    assert answer.status_code == 429
    assert "Try again in 15 minutes." in answer.text
    with app.app_context(), write_tx() as session:
        session.execute(update(FailedSignIn).values(at=now() - timedelta(minutes=16)))
    assert browser.sign_in().status_code == 303


def test_wrong_passwords_of_one_address_do_not_lock_out_another(app, ana):
    with app.app_context():
        for _ in range(10):
            with pytest.raises(Refused, match="wrong"):
                signing_in.check_sign_in("ana", "wrong password", "10.0.0.1")
        with pytest.raises(TooMany):
            signing_in.check_sign_in("ana", PASSWORD, "10.0.0.1")

        assert signing_in.check_sign_in("ana", PASSWORD, "10.0.0.2").name == "ana"


def test_guesses_sent_at_once_are_all_counted(app, ana):
    outcomes = []

    def guess():
        with app.app_context():
            try:
                signing_in.check_sign_in("ana", "wrong password", "10.0.0.1")
            except Refused as refusal:
                outcomes.append(type(refusal))

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (outcomes.count(Refused), outcomes.count(TooMany)) == (10, 6)


def test_success_clears_the_count(app, ana):
    with app.app_context():
        with pytest.raises(Refused):
            signing_in.check_sign_in("ana", "wrong password", "10.0.0.1")
        signing_in.check_sign_in("ana", PASSWORD, "10.0.0.1")

        assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == 0


def test_refused_names_and_passwords_are_not_stored(app, ana):
    with app.app_context():
        with pytest.raises(Refused):
            signing_in.check_sign_in("my-password-typed-as-name", "wrong", "10.0.0.1")
        (stored,) = db.session.scalars(select(FailedSignIn.subject))

    assert "my-password" not in stored


def test_hash_of_old_parameters_is_renewed_at_sign_in(app, ana):
    with app.app_context():
        old = db.session.scalar(select(User.password_hash))
        passwords.set_cost(time_cost=2, memory_cost=16, parallelism=1)
        try:
            signing_in.check_sign_in("ana", PASSWORD, "10.0.0.1")
            renewed = db.session.scalar(select(User.password_hash))
            assert signing_in.check_sign_in("ana", PASSWORD, "10.0.0.1")
        finally:
            passwords.set_cost(**app.config["ARGON2"])

    assert "m=8,t=1" in old
    assert "m=16,t=2" in renewed


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        " /documents/1",
        "documents/1",
        "",
        None,
    ],
)
def test_next_leads_nowhere_else(ana, new_browser, url):
    assert own_path(url) == ""
    assert new_browser().sign_in(next=url or "").headers["Location"] == "/"


def test_next_leads_back_to_where_one_was(ana, new_browser):
    browser = new_browser()
    asked = browser.get("/account?a=1&b=2")

    assert asked.status_code == 303
    assert asked.headers["Location"] == "/login?next=/account?a%3D1%26b%3D2"
    form = browser.get(asked.headers["Location"]).text
    assert 'name="next" value="/account?a=1&amp;b=2"' in form
    assert browser.sign_in(next="/account?a=1&b=2").headers["Location"] == "/account?a=1&b=2"


def test_script_of_a_signed_out_page_is_told_in_the_page(client):
    answer = client.get("/account", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.text.startswith('<hx-partial hx-target="#alert" hx-swap="innerHTML">')
    assert "HX-Redirect" not in answer.headers


def test_sign_in_page_leads_on_when_signed_in(browser_of_ana):
    assert browser_of_ana.get("/login?next=/account").headers["Location"] == "/account"


def test_names_are_shown_as_text(new_browser):
    answer = new_browser().sign_in('"><script>alert(1)</script>', "x")

    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text
