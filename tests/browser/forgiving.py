"""Errors that a test provokes in the browser on purpose."""

from collections.abc import Callable

Forgive = Callable[..., None]


def forgiving(troubles: list[str]) -> Forgive:
    """Return what takes provoked errors out; each must hold one of these words."""

    def forgiven(*words: str) -> None:
        assert troubles
        assert [one for one in troubles if not any(word in one for word in words)] == []
        troubles.clear()

    return forgiven
