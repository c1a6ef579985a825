"""Errors that a test provokes in the browser on purpose."""

from collections.abc import Callable

Forgive = Callable[..., None]


class Troubles(list[str]):
    """What went wrong in the browser. It tells of an error when it likes, also after the test."""

    def __init__(self) -> None:
        super().__init__()
        self.provoked: list[str] = []

    def forgive(self, *words: str) -> None:
        """Let pass what holds one of these words, whenever it is told."""
        self.provoked += words

    def unforgiven(self) -> list[str]:
        """Return what the test did not provoke."""
        return [one for one in self if not any(word in one for word in self.provoked)]
