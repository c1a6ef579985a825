"""Passages of the texts that are compared: those by which edges differ."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from annotator.database import db
from annotator.documents.models import Document

PAGE = 500
"""Texts that are read at a time."""

Passages = dict[int, list[tuple[int, int, str]]]
"""By place of the document: (start, end, which edge) of passages."""


def texts(documents: Sequence[int]) -> Iterator[str]:
    """Yield the texts of these documents, in their order."""
    for low in range(0, len(documents), PAGE):
        page = documents[low : low + PAGE]
        query = select(Document.id, Document.text).where(Document.id.in_(page))
        found = {row.id: row.text for row in db.session.execute(query)}
        yield from (found[number] for number in page)


def count_passages(documents: Sequence[int], wanted: Passages) -> Counter[tuple[str, str]]:
    """Count the passages by (edge, text), white space made one space."""
    found: Counter[tuple[str, str]] = Counter()
    places = sorted(wanted)
    for place, text in zip(places, texts([documents[at] for at in places]), strict=True):
        for start, end, edge in wanted[place]:
            found[edge, " ".join(text[start:end].split())] += 1
    return found
