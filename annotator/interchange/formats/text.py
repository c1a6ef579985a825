"""Plain text: one document a file or a line, in UTF-8, kept exactly as it came."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from annotator.core.errors import Refused
from annotator.core.records import DocumentRecord
from annotator.core.scheme import Scheme
from annotator.core.texts import check_text, decode_utf8
from annotator.interchange.formats.json_line import not_utf8
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
            text = self.decoded(piece)
            check_text(text)
        except Refused as refusal:
            raise RecordRefused(place, refusal) from None
        return ReadRecord(DocumentRecord(id=self.identity(place), text=text))

    def decoded(self, piece: bytes) -> str:
        """Return the text of a document."""
        return decode_utf8(piece)

    def identity(self, place: Place) -> str:
        """Return the id of a document."""
        return place.stem


class PathReader(TextReader):
    """Reads plain texts of which several have one name, in folders of their own: the folders are part of the id."""

    def identity(self, place: Place) -> str:
        """Return the id of a document."""
        return place.path


class LineReader(TextReader):
    """Reads texts that are a line each, ended by LF, CR LF or CR; the file's name and the line are the id."""

    def pieces(self, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """Yield the lines that are not blank, with their numbers."""
        number = 0
        for lines in file:
            for line in lines.splitlines():
                number += 1
                text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                if text.strip():
                    yield number, text

    def decoded(self, piece: bytes) -> str:
        """Return the text of a line."""
        try:
            return piece.decode()
        except UnicodeDecodeError as error:
            raise Refused(not_utf8(error)) from None

    def identity(self, place: Place) -> str:
        """Return the id of a line."""
        return place.identity
