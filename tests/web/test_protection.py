"""CSRF tokens, headers, secrets, proxies, files, translation, health, the log."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import request

from annotator import create_app
from annotator.accounts.operations import create_token, create_user, set_preference
from annotator.accounts.session import SECRET
from annotator.accounts.signing_in import begin_sign_in
from annotator.config import WEAK_SECRETS, SettingsError
from annotator.database import db
from annotator.web.assets import version_of
from annotator.web.htmx import partial

POLICY = (
    "default-src 'none'; script-src 'self' https://cdn.jsdelivr.net; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; font-src 'self'"
)
SCRIPT = "js/htmx-boot.js"


def settings_of(app, **more):
    return {
        "SECRET_KEY": app.secret_key,
        "INSTANCE": app.config["INSTANCE"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "WORKER": "off",
        **more,
    }


@pytest.fixture
def as_ana(app, client):
    """A browser of ana's."""
    with app.app_context():
        secret = begin_sign_in(create_user("ana").id, "tests")
    with client.session_transaction() as session:
        session[SECRET] = secret
    return client


@pytest.mark.parametrize("secret", [*sorted(WEAK_SECRETS), "a" * 15, "SECRET"])
def test_weak_secret_is_refused(app, secret):
    with pytest.raises(SettingsError, match="too easy to guess"):
        create_app(settings_of(app) | {"SECRET_KEY": secret})


def test_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    settings = {
        "INSTANCE": tmp_path / "new",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}",
    }
    first, second = create_app(settings), create_app(settings)

    assert len(first.secret_key) >= 43
    assert first.secret_key == second.secret_key
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_form_without_a_token_is_refused(as_ana):
    answer = as_ana.post("/account/theme", data={"theme": "dark"})

    assert answer.status_code == 400
    assert "CSRF" in answer.text
    assert 'data-theme="auto"' in as_ana.get("/account").text


def test_form_with_the_token_of_another_session_is_refused(app, as_ana):
    foreign = app.test_client().get("/csrf").json["token"]

    answer = as_ana.post("/account/theme", data={"theme": "dark", "csrf_token": foreign})

    assert answer.status_code == 400


@pytest.mark.parametrize("place", ["field", "header"])
def test_fresh_token_is_accepted(as_ana, place):
    token = as_ana.get("/csrf").json["token"]
    fields = {"csrf_token": token} if place == "field" else {}
    headers = {"X-CSRFToken": token} if place == "header" else {}

    answer = as_ana.post("/account/theme", data={"theme": "dark", **fields}, headers=headers)

    assert answer.status_code == 303


def test_token_has_no_time_limit(app):
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None


def test_script_learns_that_its_token_is_no_good(as_ana):
    answer = as_ana.post("/account/theme", headers={"HX-Request": "true"})

    assert answer.status_code == 400
    assert answer.text.startswith('<hx-partial hx-target="#alert"')
    assert "CSRF" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/login",
        "/account",
        "/csrf",
        "/healthz",
        "/hello",
        "/elsewhere",
        "/nowhere",
        "/refuse/refused",
        "/fail",
        "/api/v1/me",
        "/api/v1/nothing",
        f"/static/{SCRIPT}",
        "/static/nothing.js",
    ],
)
def test_every_answer_is_protected(client, path):
    for method in ("GET", "POST"):
        headers = client.open(path, method=method, buffered=True).headers

        assert headers.getlist("Content-Security-Policy") == [POLICY]
        assert headers.getlist("X-Content-Type-Options") == ["nosniff"]
        assert headers.getlist("Referrer-Policy") == ["same-origin"]


@pytest.mark.parametrize("path", ["/login", "/account", "/csrf", "/nowhere", "/api/v1/me"])
def test_answers_are_not_kept_in_caches(as_ana, path):
    assert as_ana.get(path).headers["Cache-Control"] == "no-store"


def test_static_file_named_by_its_content_is_kept_for_a_year(app, client):
    page = client.get("/login").text
    with app.app_context():
        version = version_of(SCRIPT)

    assert f'src="/static/{SCRIPT}?v={version}"' in page
    assert cached(client, f"?v={version}") == "public, max-age=31536000, immutable"
    assert "immutable" not in cached(client, "") + cached(client, "?v=another")


def cached(client, query):
    return client.get(f"/static/{SCRIPT}{query}", buffered=True).headers["Cache-Control"]


def test_version_follows_the_content(app, tmp_path):
    app.static_folder = str(tmp_path)
    file = tmp_path / "a.js"
    with app.app_context():
        file.write_text("1")
        first = version_of("a.js")
        file.write_text("22")

        assert first != version_of("a.js")
        assert version_of("b.js") == version_of("../conftest.py") == version_of("") == ""


def test_health_is_told(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_health_is_bad_when_the_database_does_not_answer(app, client):
    with app.app_context():
        db.engine.dispose()
    Path(db_file(app)).write_bytes(b"this is no database at all" * 100)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["status"] != "ok"


def db_file(app):
    return app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")


def address_seen(app, headers):
    seen = []
    app.before_request(lambda: seen.append(request.remote_addr))
    app.test_client().get("/healthz", headers=headers)
    return seen[0]


def test_proxies_are_believed_only_when_set(app):
    forwarded = {"X-Forwarded-For": "6.6.6.6, 10.1.1.1"}

    assert address_seen(create_app(settings_of(app)), forwarded) == "127.0.0.1"
    assert address_seen(create_app(settings_of(app, PROXIES=1)), forwarded) == "10.1.1.1"


def test_redirect_is_for_browsers_and_scripts(client):
    plain, scripted = (
        client.get("/elsewhere"),
        client.get("/elsewhere", headers={"HX-Request": "true"}),
    )

    assert (plain.status_code, plain.headers["Location"]) == (303, "/hello?a=1")
    assert (scripted.status_code, scripted.headers["HX-Redirect"]) == (204, "/hello?a=1")


def test_partial_escapes_what_is_text():
    assert partial('#a"', "<i>") == (
        '<hx-partial hx-target="#a&#34;" hx-swap="outerHTML">&lt;i&gt;</hx-partial>'
    )


@pytest.fixture
def french(app, tmp_path):
    """The application with a French catalogue."""
    catalogue = Catalog(locale="fr")
    catalogue.add("Sign in", "Se connecter")
    catalogue.add("Your account", "Votre compte")
    folder = tmp_path / "translations" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    given = {"BABEL_TRANSLATION_DIRECTORIES": str(tmp_path / "translations")}
    return create_app(settings_of(app, **given))


@pytest.mark.parametrize(
    ("accepted", "language", "words"),
    [("fr-CA, en;q=0.5", "fr", "Se connecter"), ("en", "en", "Sign in"), ("de", "en", "Sign in")],
)
def test_browser_chooses_the_language(french, accepted, language, words):
    page = french.test_client().get("/login", headers={"Accept-Language": accepted}).text

    assert f'<html lang="{language}"' in page
    assert f"<h1>{words}</h1>" in page


def test_account_chooses_the_language_before_the_browser(french):
    client = french.test_client()
    with french.app_context():
        user_id = create_user("ana").id
        set_preference(user_id, "language", "fr", ("en", "fr"))
        secret = begin_sign_in(user_id, "tests")
    with client.session_transaction() as session:
        session[SECRET] = secret

    page = client.get("/account", headers={"Accept-Language": "en"}).text

    assert '<html lang="fr"' in page
    assert "Votre compte" in page
    assert re.search(r'<option value="fr"\s+lang="fr"\s+selected>français</option>', page)


def test_log_has_one_line_a_request(as_ana, log):
    as_ana.get("/refuse/gone?q=canary")

    (line,) = [record.getMessage() for record in log.records if record.name == "annotator.requests"]
    assert re.fullmatch(r"GET /refuse/<kind> 410 \d+ ms user=1", line)


def test_log_holds_nothing_of_what_was_sent(as_ana, bearer_of_ben, log):
    canary = "canary-text-of-a-document"
    token = as_ana.get("/csrf").json["token"]
    cookie = as_ana.get_cookie("annotator").value
    as_ana.post(f"/account/theme?q={canary}", data={"theme": canary, "csrf_token": token})
    as_ana.post("/login", data={"name": canary, "password": canary, "csrf_token": token})
    as_ana.post("/fail", data={"text": canary}, headers={"X-Note": canary, "Referer": f"/{canary}"})
    as_ana.get(f"/{canary}")
    as_ana.post("/api/v1/read", json={"name": canary, canary: canary}, headers=bearer_of_ben)

    written = log.text + str([record.__dict__ for record in log.records])
    assert len(log.records) >= 6
    for secret in (canary, token, cookie, bearer_of_ben["Authorization"].split()[1]):
        assert secret not in written


@pytest.fixture
def bearer_of_ben(app):
    with app.app_context():
        return {"Authorization": f"Bearer {create_token(create_user('ben').id)}"}
