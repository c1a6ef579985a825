"""Reading the records of several files from any place on, in batches that are stored together."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from annotator.interchange.formats.records import Place, Reader
from annotator.interchange.sources import Source

BATCH = 100
"""Records of a batch: few enough that annotators who save meanwhile do not notice."""
BATCH_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of a record, and where the reading goes on after it."""

    body: bytes
    place: Place
    reader: Reader
    file: int
    record: int


def batches(
    sources: Sequence[Source], reader_for: Callable[[Source], Reader], file: int, record: int
) -> Iterator[list[Piece]]:
    """Yield the records after the first `record` ones of file number `file`, in batches."""
    batch: list[Piece] = []
    size = 0
    for piece in _pieces(sources, reader_for, file, record):
        batch.append(piece)
        size += len(piece.body)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _pieces(
    sources: Sequence[Source], reader_for: Callable[[Source], Reader], file: int, record: int
) -> Iterator[Piece]:
    for index in range(file, len(sources)):
        source = sources[index]
        reader = reader_for(source)
        passed = record if index == file else 0
        with source.open() as opened:
            for number, (line, body) in enumerate(reader.pieces(opened), start=1):
                if number > passed:
                    yield Piece(body, Place(source.name, line), reader, index, number)
