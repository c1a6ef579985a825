"""Writes about people: making users, their passwords, roles and preferences, disabling them."""

import secrets

from sqlalchemy import func, select, update

from annotator.accounts.models import ROLES, SignIn, Token, User
from annotator.accounts.passwords import check_password, hash_password, password_fits
from annotator.accounts.queries import get_user_by_id, has_admin, user_named_or_none
from annotator.accounts.secret_texts import SHOWN, digest_of, make_token
from annotator.core.errors import Conflict, NotFound, Refused
from annotator.core.sentences import sentence
from annotator.database import now, write_tx

THEMES = ("auto", "light", "dark")
LONGEST_NAME = 100


def create_user(name: str, role: str = "user", password: str | None = None) -> User:
    """Make a user; without a password nobody can sign in as them.

    A name that came with imported work, and so cannot sign in, takes the role and the password given here.
    Raises Conflict for any other name that is taken.
    """
    check_name(name)
    if role not in ROLES:
        raise Refused.field(
            "role",
            sentence(
                "There is no role %(role)r: use %(roles)s.", role=role, roles=" or ".join(ROLES)
            ),
        )
    if password is not None:
        check_password(password, name)
    hashed = None if password is None else hash_password(password)
    with write_tx() as session:
        user = user_named_or_none(name)
        if user is None:
            user = User(name=name)
            session.add(user)
        elif user.password_hash is not None or not user.active or hashed is None:
            message = sentence(
                "There is a user named %(name)r already: take another name.", name=name
            )
            raise Conflict(message, {"name": [message]})
        user.role, user.password_hash = role, hashed
        session.flush()
    return user


def check_name(name: str) -> None:
    """Refuse a name that is empty, too long, padded, or not printable."""
    if not name or len(name) > LONGEST_NAME:
        raise Refused.field(
            "name",
            sentence("A name has 1 to %(most)s characters.", most=LONGEST_NAME),
        )
    if name != name.strip() or not name.isprintable():
        raise Refused.field(
            "name",
            sentence(
                "A name has no spaces at its ends and no line breaks or invisible characters."
            ),
        )


def ensure_admin(password: str | None) -> str | None:
    """Make the user `admin` when no administrator can sign in; returns the password only if it was made up here."""
    if has_admin():
        return None
    made_up = None if password else secrets.token_urlsafe(15)
    chosen = password or made_up or ""
    check_password(chosen, "admin")
    hashed = hash_password(chosen)
    with write_tx() as session:
        if has_admin():
            return None
        user = user_named_or_none("admin")
        if user is None:
            user = User(name="admin")
            session.add(user)
        user.role, user.password_hash, user.active = "admin", hashed, True
    return made_up


def set_password(user_id: int, password: str) -> None:
    """Give a user a new password and end all their sign-ins."""
    check_password(password, get_user_by_id(user_id).name)
    hashed = hash_password(password)
    with write_tx():
        get_user_by_id(user_id).password_hash = hashed
        _end_sign_ins(user_id)


def change_password(user_id: int, current: str, new: str, keep: str | None = None) -> None:
    """Change one's own password, known by the current one; ends one's sign-ins but the one with digest `keep`."""
    user = get_user_by_id(user_id)
    name, stored = user.name, user.password_hash
    check_password(new, name)
    if not password_fits(stored, current):
        raise Refused.field("current", sentence("This is not your current password."))
    hashed = hash_password(new)
    with write_tx():
        get_user_by_id(user_id).password_hash = hashed
        _end_sign_ins(user_id, keep)


def disable_user(user_id: int) -> None:
    """Keep a user out from now on: their sign-ins end and their tokens are revoked. Their work stays."""
    with write_tx() as session:
        user = get_user_by_id(user_id)
        admins = select(func.count()).where(
            User.role == "admin", User.active, User.password_hash.is_not(None), User.id != user_id
        )
        if user.role == "admin" and not session.scalar(admins):
            message = sentence(
                "%(name)r is the last administrator: make another one first.", name=user.name
            )
            raise Refused(message)
        user.active = False
        _end_sign_ins(user_id)
        session.execute(
            update(Token)
            .where(Token.user_id == user_id, Token.revoked_at.is_(None))
            .values(revoked_at=now())
        )


def enable_user(user_id: int) -> None:
    """Let a disabled user in again; old sign-ins and tokens stay ended."""
    with write_tx():
        get_user_by_id(user_id).active = True


def create_token(user_id: int) -> str:
    """Make a token and return it: it cannot be read again, only its digest is stored."""
    token = make_token()
    with write_tx() as session:
        user = get_user_by_id(user_id)
        if not user.active:
            message = sentence("%(name)r is disabled: enable the user first.", name=user.name)
            raise Refused(message)
        session.add(Token(user_id=user_id, prefix=token[:SHOWN], digest=digest_of(token)))
    return token


def revoke_token(user_id: int, token_id: int) -> None:
    """End one of the user's tokens at once."""
    with write_tx() as session:
        token = session.get(Token, token_id)
        if token is None or token.user_id != user_id:
            message = sentence("You have no such token.")
            raise NotFound(message)
        token.revoked_at = token.revoked_at or now()


def end_other_sign_ins(user_id: int, keep: str) -> None:
    """Sign the user out everywhere but in the browser whose sign-in has the digest `keep`."""
    with write_tx():
        _end_sign_ins(user_id, keep)


def set_preference(user_id: int, name: str, value: str, choices: tuple[str, ...]) -> None:
    """Remember a choice of the user's (theme, language)."""
    if value not in choices:
        raise Refused.field(
            name, sentence("Choose one of %(choices)s.", choices=", ".join(choices))
        )
    keep_preference(user_id, name, value)


def keep_preference(user_id: int, name: str, value: object) -> None:
    """Remember what a part of the product has checked."""
    with write_tx():
        user = get_user_by_id(user_id)
        user.preferences = {**(user.preferences or {}), name: value}


def _end_sign_ins(user_id: int, keep: str | None = None) -> None:
    with write_tx() as session:
        session.execute(
            update(SignIn)
            .where(
                SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.digest != (keep or "")
            )
            .values(ended_at=now())
        )
