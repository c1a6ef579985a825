"""Telling how far an export is while its documents pass."""

from collections.abc import Callable, Iterable, Iterator

from annotator.core.records import DocumentRecord

Told = Callable[[int], None]
"""Is told how many documents have passed."""


def told(documents: Iterable[DocumentRecord], progress: Told) -> Iterator[DocumentRecord]:
    """Yield the documents, telling the number of each."""
    for number, document in enumerate(documents, start=1):
        progress(number)
        yield document
