"""A spool: items put aside in a temporary file, for what has to be looked at whole before any of it is written."""

import pickle
import tempfile
from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Spool(Generic[Item]):
    """A context in which items are added, and then given out again in the same order, in little memory."""

    def __enter__(self) -> "Spool[Item]":
        """Open the temporary file; it has no name and leaves nothing behind."""
        self._file = tempfile.TemporaryFile()
        return self

    def __exit__(self, *_fault: object) -> None:
        """Let the temporary file go."""
        self._file.close()

    def add(self, item: Item) -> None:
        """Put an item aside."""
        pickle.dump(item, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Item]:
        """Yield what was put aside."""
        self._file.seek(0)
        while True:
            try:
                item: Item = pickle.load(self._file)  # noqa: S301 -- written above, by this process
            except EOFError:
                return
            yield item
