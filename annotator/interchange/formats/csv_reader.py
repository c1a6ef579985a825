"""CSV, read: a row a document, its text and its id in columns that are named or known by their names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import orjson

from annotator.core.errors import Refused
from annotator.core.records import DocumentRecord
from annotator.core.sentences import in_parts, out_of_parts, sentence
from annotator.core.texts import check_text
from annotator.interchange.formats.csv_table import Row, TableRefused, rows
from annotator.interchange.formats.records import Place, ReadRecord, RecordRefused

TEXT_NAMES = ("text", "texte", "content", "body")
ID_NAMES = ("id", "external_id", "doc_id", "identifier")
FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; an empty name is found out, `meta` None means all others."""

    text: str = ""
    id: str = ""
    meta: tuple[str, ...] | None = None


class CsvReader:
    """Reads documents from a table. Cells are texts, whatever they begin with; empty ones give no metadata."""

    def __init__(self, columns: Columns | None = None) -> None:
        """Look for text and id in these columns."""
        self.columns = columns or Columns()

    def pieces(self, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """Yield (line, row) of every document; a fault is a piece as well, which `read` refuses."""
        for line, row in rows(file):
            if isinstance(row, TableRefused):
                yield line, orjson.dumps({FAULT: in_parts(row.message)})
            else:
                yield line, orjson.dumps([list(row), list(row.values())])

    def read(self, piece: bytes, place: Place) -> ReadRecord:
        """Return the document of a row. Raises RecordRefused."""
        body = orjson.loads(piece)
        try:
            if isinstance(body, Mapping):
                raise Refused(out_of_parts(body[FAULT]))
            return ReadRecord(self._document(dict(zip(*body, strict=True)), place))
        except Refused as refusal:
            raise RecordRefused(place, refusal) from None

    def _document(self, row: Row, place: Place) -> DocumentRecord:
        text_column, id_column = chosen(self.columns, list(row))
        check_text(row[text_column])
        used = (text_column, id_column)
        others = [name for name in row if name not in used]
        wanted = others if self.columns.meta is None else self.columns.meta
        return DocumentRecord(
            id=_id(row, id_column, place),
            text=row[text_column],
            meta={name: row[name] for name in wanted if row[name]},
        )


def chosen(columns: Columns, names: Sequence[str]) -> tuple[str, str]:
    """Return the columns of the text and of the id, the latter empty where there is none.

    Refuses columns that are not there, and a table whose text cannot be told.
    """
    for name in (columns.text, columns.id, *(columns.meta or ())):
        if name and name not in names:
            raise Refused.field(
                "columns",
                sentence(
                    "There is no column %(name)s; there are: %(names)s.",
                    name=name,
                    names=_listed(names),
                ),
            )
    text = columns.text or _known(names, TEXT_NAMES) or (names[0] if len(names) == 1 else "")
    if not text:
        message = sentence(
            "No column is called text, so say which one holds it. There are: %(names)s.",
            names=_listed(names),
        )
        raise Refused.field("columns", message)
    return text, columns.id or _known(names, ID_NAMES)


def _known(names: Sequence[str], wanted: Sequence[str]) -> str:
    by_name = {name.casefold(): name for name in reversed(names)} | {name: name for name in names}
    return next((by_name[name] for name in wanted if name in by_name), "")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:20])
    return (
        sentence("%(names)s and %(more)s more", names=shown, more=len(names) - 20)
        if len(names) > 20
        else shown
    )


def _id(row: Row, column: str, place: Place) -> str:
    if not column:
        return place.identity
    value = row[column].strip()
    if not value:
        raise Refused.field(column, sentence("The id is empty: it must name the document."))
    return value
