"""Reads about people: users, their sign-ins, their tokens."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, select

from annotator.accounts.models import FailedSignIn, SignIn, Token, User
from annotator.accounts.secret_texts import digest_of
from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.database import db, now

LIFETIME = timedelta(days=30)
BY_TOKEN = (
    select(User)
    .join(Token, Token.user_id == User.id)
    .where(Token.digest == bindparam("digest"), Token.revoked_at.is_(None), User.active)
)
BY_SECRET = (
    select(SignIn, User)
    .join(User, SignIn.user_id == User.id)
    .where(
        SignIn.digest == bindparam("digest"),
        SignIn.ended_at.is_(None),
        SignIn.created_at > bindparam("since"),
        User.active,
    )
)


def get_user(name: str) -> User:
    """Return the user of this name, active or not; raises NotFound."""
    user = user_named_or_none(name)
    if user is None:
        message = sentence("There is no user named %(name)r: check the spelling.", name=name)
        raise NotFound(message, {"user": [message]})
    return user


def user_named_or_none(name: str) -> User | None:
    """Return the user of this name, if there is one."""
    return db.session.scalar(select(User).where(User.name == name))


def get_user_by_id(user_id: int) -> User:
    """Return the user; raises NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        message = sentence("There is no such user.")
        raise NotFound(message)
    return user


def users() -> list[User]:
    """Return everybody, by name."""
    return list(db.session.scalars(select(User).order_by(User.name)))


def has_admin() -> bool:
    """Say whether an administrator can sign in."""
    can = exists().where(User.role == "admin", User.active, User.password_hash.is_not(None))
    return bool(db.session.scalar(select(can)))


def user_of_token(token: str) -> User | None:
    """Return the active user whose valid token this is."""
    return db.session.scalar(BY_TOKEN, {"digest": digest_of(token)})


def sign_in_of(secret: str) -> tuple[SignIn, User] | None:
    """Return the living sign-in that a browser's secret opens, with its active user."""
    known = {"digest": digest_of(secret), "since": now() - LIFETIME}
    row = db.session.execute(BY_SECRET, known).one_or_none()
    return None if row is None else (row[0], row[1])


def sign_ins_of(user_id: int) -> list[SignIn]:
    """Return where the user is signed in, the latest seen first."""
    return list(
        db.session.scalars(
            select(SignIn)
            .where(
                SignIn.user_id == user_id,
                SignIn.ended_at.is_(None),
                SignIn.created_at > now() - LIFETIME,
            )
            .order_by(SignIn.seen_at.desc(), SignIn.digest)
        )
    )


def tokens_of(user_id: int) -> list[Token]:
    """Return the valid tokens of the user, the newest first."""
    return list(
        db.session.scalars(
            select(Token)
            .where(Token.user_id == user_id, Token.revoked_at.is_(None))
            .order_by(Token.id.desc())
        )
    )


def failures_since(subject: str, moment: datetime) -> tuple[int, datetime | None]:
    """Return how many passwords were refused since then, and when the first of them was."""
    count, first = db.session.execute(
        select(func.count(), func.min(FailedSignIn.at)).where(
            FailedSignIn.subject == subject, FailedSignIn.at > moment
        )
    ).one()
    return count, first
