"""Passwords: which are good enough, and their argon2 hashes."""

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from annotator.core.errors import Refused, TooMany
from annotator.core.sentences import sentence

SHORTEST = 10
LONGEST = 1000
AT_ONCE = 2
PATIENCE = 20.0
"""Seconds to wait for one's turn."""

_turns = threading.BoundedSemaphore(AT_ONCE)
DEFAULT_COST = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}

_current = {"hasher": PasswordHasher()}


def set_cost(time_cost: int, memory_cost: int, parallelism: int) -> None:
    """Choose argon2's parameters; `memory_cost` is in KiB."""
    _current["hasher"] = PasswordHasher(time_cost, memory_cost, parallelism)


def check_password(password: str, name: str) -> None:
    """Refuse a password that is too short, too long, or the name."""
    if len(password) < SHORTEST:
        message = sentence(
            "The password is too short: use at least %(least)s characters.", least=SHORTEST
        )
    elif len(password) > LONGEST:
        message = sentence(
            "The password is too long: %(most)s characters are the most.", most=LONGEST
        )
    elif password.casefold() == name.casefold():
        message = sentence("The password is the name: choose another.")
    else:
        return
    raise Refused(message, {"password": [message]})


def hash_password(password: str) -> str:
    """Return the hash to store; takes noticeable time and memory, so never call it inside `write_tx`."""
    with _Turn():
        return _hasher().hash(_bytes(password))


def password_fits(stored: str | None, password: str) -> bool:
    """Compare; where nothing is stored the same work is done in vain, so that the time tells nothing."""
    with _Turn():
        try:
            _hasher().verify(stored or _nobodys(_hasher()), _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Say whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(stored)


class _Turn:
    """Lets two hashes at a time be computed: each takes tens of megabytes."""

    def __enter__(self) -> None:
        if not _turns.acquire(timeout=PATIENCE):
            message = sentence(
                "Too many people are signing in at this moment: try again in a minute."
            )
            raise TooMany(message)

    def __exit__(self, *_: object) -> None:
        _turns.release()


def _hasher() -> PasswordHasher:
    return _current["hasher"]


@lru_cache(maxsize=4)
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash(b"nobody has this password")


def _bytes(password: str) -> bytes:
    """The same password typed on another system may come in another Unicode form."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
