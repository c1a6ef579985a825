"""Settings: from the environment (ANNOTATOR_…), with defaults that are safe on one's own machine."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.core.texts import MAX_LENGTH

VERSION = "0.1.0"
ROOT = Path(__file__).resolve().parent.parent
WEAK_SECRETS = {
    "secret",
    "changeme",
    "change-me",
    "dev",
    "development",
    "test",
    "password",
    "annotator",
}


class SettingsError(Exception):
    """A setting is unusable; the message says which and how to mend it."""


def load_settings(given: Mapping[str, object] | None = None) -> dict[str, Any]:
    """Return Flask's configuration; `given` (INSTANCE, DATABASE_URL, SECRET_KEY, EXPORTS, …) goes before the environment."""
    given = dict(given or {})
    instance = Path(str(_setting(given, "INSTANCE", ROOT / "instance"))).resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = str(_setting(given, "DATABASE_URL", f"sqlite:///{instance / 'annotator.sqlite3'}"))
    settings = {
        "INSTANCE": instance,
        "EXPORTS": Path(str(_setting(given, "EXPORTS", ROOT / "exports"))).resolve(),
        "SECRET_KEY": _secret(_setting(given, "SECRET_KEY", None), instance / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": database,
        "ADMIN_PASSWORD": _setting(given, "ADMIN_PASSWORD", None),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": _flag(_setting(given, "HTTPS", "0")),
        "WORKER": _setting(given, "WORKER", "embedded"),
        "PROXIES": int(str(_setting(given, "PROXIES", "0"))),
        "MAX_CONTENT_LENGTH": 4 * MAX_LENGTH,
        "MAX_FORM_MEMORY_SIZE": 4 * MAX_LENGTH,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "en",
    }
    return settings | given


def _setting(given: Mapping[str, object], name: str, default: object) -> object:
    return given.get(name) or os.environ.get(f"ANNOTATOR_{name}") or default


def _flag(value: object) -> bool:
    return str(value).lower() in ("1", "true", "yes", "on")


def _secret(given: object, file: Path) -> str:
    """Return the key that signs cookies: the one given, else one made once and kept readable by its owner only."""
    if given is not None:
        if len(str(given)) < 16 or str(given).lower() in WEAK_SECRETS:
            message = "ANNOTATOR_SECRET_KEY is too easy to guess: use at least 16 random characters, or leave it unset."
            raise SettingsError(message)
        return str(given)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secrets.token_urlsafe(48))
    return file.read_text().strip()
