"""Random secrets and what is kept of them."""

import hashlib
import secrets

PREFIX = "ann_"
SHOWN = 12
"""Characters of a token that are kept to recognise it by."""


def make_secret() -> str:
    """Return 256 random bits as text."""
    return secrets.token_urlsafe(32)


def make_token() -> str:
    """Return a new bearer token; its beginning says what it is to those who find it."""
    return PREFIX + make_secret()


def digest_of(secret: str) -> str:
    """Return the SHA-256 under which the secret is stored."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
