"""Signing in: passwords are checked, guesses counted, sign-ins begun, kept alive and ended."""

import hashlib
from datetime import timedelta
from math import ceil

from sqlalchemy import delete

from annotator.accounts.models import FailedSignIn, SignIn, User
from annotator.accounts.passwords import LONGEST, hash_password, is_outdated, password_fits
from annotator.accounts.queries import failures_since, user_named_or_none
from annotator.accounts.secret_texts import digest_of, make_secret
from annotator.core.errors import Refused, TooMany
from annotator.core.sentences import sentence
from annotator.database import db, now, write_tx

WINDOW = timedelta(minutes=15)
GUESSES = 10
SEEN_EVERY = timedelta(minutes=10)


def check_sign_in(name: str, password: str, address: str) -> User:
    """Return the user with this name and password.

    Refuses anybody else in the same words and with the same work, and makes ten wrong guesses of a name from one
    address wait. Other addresses are not kept waiting, so nobody can lock another person out.
    """
    subject = hashlib.sha256(f"{name}\0{address}".encode("utf-8", "surrogatepass")).hexdigest()
    _count_guess(subject)
    user = user_named_or_none(name)
    stored = user.password_hash if user is not None and user.active else None
    if not password_fits(stored, password[: LONGEST + 1]) or user is None or stored is None:
        message = sentence("The name or the password is wrong.")
        raise Refused(message)
    renewed = hash_password(password) if is_outdated(stored) else None
    with write_tx() as session:
        session.execute(delete(FailedSignIn).where(FailedSignIn.subject == subject))
        if renewed:
            user.password_hash = renewed
    return user


def _count_guess(subject: str) -> None:
    """Count before the password is checked, so that guesses sent at once are all counted."""
    moment = now()
    with write_tx() as session:
        count, first = failures_since(subject, moment - WINDOW)
        if count >= GUESSES and first is not None:
            minutes = max(1, ceil((first + WINDOW - moment).total_seconds() / 60))
            message = sentence(
                "Too many wrong passwords. Try again in %(minutes)s minutes.", minutes=minutes
            )
            raise TooMany(message)
        session.execute(delete(FailedSignIn).where(FailedSignIn.at <= moment - WINDOW))
        session.add(FailedSignIn(subject=subject, at=moment))


def begin_sign_in(user_id: int, agent: str) -> str:
    """Store a new sign-in and return the secret that opens it; only its digest is kept."""
    secret = make_secret()
    with write_tx() as session:
        session.add(SignIn(digest=digest_of(secret), user_id=user_id, agent=agent[:200]))
    return secret


def end_sign_in(secret: str) -> None:
    """End the sign-in that this secret opens."""
    with write_tx() as session:
        found = session.get(SignIn, digest_of(secret))
        if found is not None and found.ended_at is None:
            found.ended_at = now()


def keep_alive(sign_in: SignIn) -> None:
    """Note that the browser was seen, every ten minutes at most."""
    moment, digest = now(), sign_in.digest
    if moment - sign_in.seen_at < SEEN_EVERY:
        return
    with write_tx():
        found = db.session.get(SignIn, digest)
        if found is not None:
            found.seen_at = moment
