"""How programs get in."""

import pytest

from annotator.accounts.operations import create_token
from annotator.accounts.secret_texts import digest_of


def get_me(client, authorization=None):
    headers = {"Authorization": authorization} if authorization else {}
    return client.get("/api/v1/me", headers=headers)


def test_token_tells_who_asks(app, ana, client):
    with app.app_context():
        token = create_token(ana.id)

    answer = get_me(client, f"Bearer {token}")

    assert answer.json == {"id": ana.id, "name": "ana", "role": "user"}
    assert answer.content_type == "application/json"


@pytest.mark.parametrize(
    "authorization", [None, "Bearer", "Bearer ", "Bearer wrong", "Basic YW5hOmFuYQ==", "nonsense"]
)
def test_without_a_valid_token_nobody_gets_in(ana, client, authorization):
    answer = get_me(client, authorization)

    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")
    assert answer.json["status"] == 401
    assert "Authorization: Bearer TOKEN" in answer.json["detail"]


def test_cookies_count_for_nothing(browser_of_ana):
    assert browser_of_ana.is_signed_in()
    assert get_me(browser_of_ana.client).status_code == 401


def test_stored_digest_is_no_token(app, ana, client):
    with app.app_context():
        token = create_token(ana.id)

    assert get_me(client, f"Bearer {digest_of(token)}").status_code == 401
