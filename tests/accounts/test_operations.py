"""Making users and administrators, passwords, disabling."""

import pytest
from sqlalchemy import select

from annotator.accounts import operations
from annotator.accounts.models import Token, User
from annotator.accounts.queries import get_user, tokens_of, user_of_token
from annotator.accounts.secret_texts import digest_of
from annotator.accounts.signing_in import check_sign_in
from annotator.core.errors import Conflict, NotFound, Refused
from annotator.database import db

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def context(app):
    with app.app_context():
        yield


@pytest.mark.parametrize(
    "password", ["", "short", "123456789", "Konstantina", "konstantinA", "x" * 1001]
)
def test_weak_password_is_refused(password):
    with pytest.raises(Refused) as refusal:
        operations.create_user("konstantina", "user", password)

    assert list(refusal.value.errors) == ["password"]
    assert db.session.scalar(select(User)) is None


@pytest.mark.parametrize("name", ["", " ana", "ana ", "a\nb", "a\x00b", "x" * 101])
def test_unfit_name_is_refused(name):
    with pytest.raises(Refused) as refusal:
        operations.create_user(name)

    assert list(refusal.value.errors) == ["name"]


def test_unknown_role_is_refused():
    with pytest.raises(Refused, match="admin or user"):
        operations.create_user("ana", "root")


def test_names_of_any_script_are_fine():
    assert get_user(operations.create_user("Оксана Ю.").name).role == "user"


def test_name_is_taken_once():
    operations.create_user("ana", "user", PASSWORD)

    with pytest.raises(Conflict, match="already"):
        operations.create_user("ana", "admin", PASSWORD)

    assert get_user("ana").role == "user"


def test_name_that_came_with_imported_work_can_be_given_a_password():
    before = operations.create_user("ana").id

    assert operations.create_user("ana", "user", PASSWORD).id == before
    assert check_sign_in("ana", PASSWORD, "").id == before


def test_password_in_another_unicode_form_is_the_same():
    operations.create_user("ana", "user", "zażółć gęślą jaźń".encode().decode())
    decomposed = "zaz\u0307o\u0301łc\u0301 ge\u0328s\u0301la\u0328 jaz\u0301n\u0301"

    assert check_sign_in("ana", decomposed, "").name == "ana"


def test_first_administrator_gets_a_password_that_is_told_once():
    made_up = operations.ensure_admin(None)

    assert len(made_up) >= 20
    assert check_sign_in("admin", made_up, "").role == "admin"
    assert operations.ensure_admin(None) is None
    assert operations.ensure_admin("another password") is None
    assert check_sign_in("admin", made_up, "").role == "admin"


def test_first_administrator_takes_the_password_given():
    assert operations.ensure_admin(PASSWORD) is None
    assert check_sign_in("admin", PASSWORD, "").role == "admin"


def test_first_administrator_needs_a_good_password():
    with pytest.raises(Refused, match="too short"):
        operations.ensure_admin("admin")


def test_administrator_is_made_of_an_imported_name():
    operations.create_user("admin")

    operations.ensure_admin(PASSWORD)

    assert check_sign_in("admin", PASSWORD, "").role == "admin"


def test_new_password_set_by_an_administrator(ana, browser_of_ana):
    operations.set_password(ana.id, "given by the admin")

    assert not browser_of_ana.is_signed_in()
    assert check_sign_in("ana", "given by the admin", "").id == ana.id


def test_disabled_user_is_out_at_once(ana, browser_of_ana):
    token = operations.create_token(ana.id)

    operations.disable_user(ana.id)

    assert not browser_of_ana.is_signed_in()
    assert user_of_token(token) is None
    with pytest.raises(Refused, match="wrong"):
        check_sign_in("ana", PASSWORD, "")
    with pytest.raises(Refused, match="disabled"):
        operations.create_token(ana.id)


def test_enabled_user_signs_in_anew(ana, browser_of_ana):
    token = operations.create_token(ana.id)
    operations.disable_user(ana.id)

    operations.enable_user(ana.id)

    assert check_sign_in("ana", PASSWORD, "").id == ana.id
    assert user_of_token(token) is None
    assert not browser_of_ana.is_signed_in()


def test_last_administrator_cannot_be_disabled():
    operations.ensure_admin(PASSWORD)
    other = operations.create_user("eve", "admin", PASSWORD).id

    operations.disable_user(other)

    with pytest.raises(Refused, match="last administrator"):
        operations.disable_user(get_user("admin").id)


def test_only_the_digest_of_a_token_is_stored(ana):
    token = operations.create_token(ana.id)
    (row,) = db.session.execute(select(Token.__table__)).mappings().all()

    assert row["digest"] == digest_of(token)
    assert row["prefix"] == token[:12]
    assert token[12:] not in str(row)
    assert len(token) >= 43
    assert operations.create_token(ana.id) != token


def test_revoked_token_is_not_listed(ana):
    operations.create_token(ana.id)
    (token,) = tokens_of(ana.id)

    operations.revoke_token(ana.id, token.id)

    assert tokens_of(ana.id) == []
    with pytest.raises(NotFound):
        operations.revoke_token(ana.id + 1, token.id)
