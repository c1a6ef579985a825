"""Plain text: one document a file, in UTF-8, kept exactly as it came."""

from collections.abc import Iterator
from typing import BinaryIO

from annotator.core.errors import Refused
from annotator.core.records import DocumentRecord
from annotator.core.scheme import Scheme
from annotator.core.texts import check_text, decode_utf8
from annotator.interchange.formats.records import Place, ReadRecord, RecordRefused


class TextReader:
    """Reads plain texts; the name of the file without its ending is the document's id."""

    def __init__(self, scheme: Scheme | None = None, annotator: str | None = None) -> None:
        """Take what all readers take; a plain text needs neither."""

    def pieces(self, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """Yield the whole file."""
        yield 1, file.read()

    def read(self, piece: bytes, place: Place) -> ReadRecord:
        """Return the document; line ends, control characters and accents stay as they are.

        One byte order mark at the beginning is left out. Raises RecordRefused.
        """
        try:
            text = decode_utf8(piece)
            check_text(text)
        except Refused as refusal:
            raise RecordRefused(place, refusal) from None
        return ReadRecord(DocumentRecord(id=place.stem, text=text))
