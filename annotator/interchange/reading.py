"""Reading the records of several files from any place on, in batches that are stored together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from annotator.interchange.formats.records import Place, Reader
from annotator.interchange.sources import Source

BATCH_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of a record, and where the reading goes on after it."""

    body: bytes
    place: Place
    reader: Reader
    file: int
    record: int


@dataclass(frozen=True, slots=True)
class Start:
    """Where the reading begins: after the first `record` records of file number `file`."""

    file: int = 0
    record: int = 0


def batches(
    sources: Sequence[Source],
    reader_for: Callable[[Source], Reader],
    start: Start,
    most: Callable[[], int],
) -> Iterator[list[Piece]]:
    """Yield the records in batches of at most so many; `most` is asked for each batch."""
    batch: list[Piece] = []
    size = 0
    for piece in _pieces(sources, reader_for, start):
        batch.append(piece)
        size += len(piece.body)
        if len(batch) >= most() or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _pieces(
    sources: Sequence[Source], reader_for: Callable[[Source], Reader], start: Start
) -> Iterator[Piece]:
    for index in range(start.file, len(sources)):
        source = sources[index]
        reader = reader_for(source)
        passed = start.record if index == start.file else 0
        with source.open() as opened:
            for number, (line, body) in enumerate(reader.pieces(opened), start=1):
                if number > passed:
                    yield Piece(body, Place(source.name, line), reader, index, number)
