"""Tables in CSV, read row by row: the delimiter found out, faults told by line, nothing computed."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.core.texts import MAX_LENGTH
from annotator.interchange.formats.json_line import not_utf8

DELIMITERS = ",;\t|"
MAX_COLUMNS = 1_000
MAX_LINE = 1_000_000
"""Longest line of a file, in bytes; a cell with line ends in it may be longer."""

TOO_LONG = sentence(
    "A cell is longer than %(most)s characters: is a quote missing that should end it?",
    most=MAX_LENGTH,
)

csv.field_size_limit(
    2 * MAX_LENGTH
)  # for the whole process; a quote that never ends must not fill the memory

Row = dict[str, str]


class TableRefused(Refused):
    """A row, or from here on the rest of the table, cannot be read; `line` says where."""

    def __init__(self, line: int, message: str) -> None:
        """Keep the line."""
        super().__init__(message)
        self.line = line


def rows(file: BinaryIO) -> Iterator[tuple[int, Row | TableRefused]]:
    """Yield (line, cells by column) of every row below the names of the columns, or why one cannot be read.

    Faults of a single row do not end the table; those after which no row can be trusted do.
    """
    lines = _lines(file)
    line = 1
    try:
        head = next(lines, "")
        delimiter = delimiter_of(head)
        reader = csv.reader(_with(head, lines), delimiter=delimiter, strict=True)
        columns = _columns(next(reader, []))
        line = reader.line_num + 1
        for cells in reader:
            if any(len(cell) > MAX_LENGTH for cell in cells):
                raise TableRefused(line, TOO_LONG)
            if cells:
                yield line, _row(columns, cells, line)
            line = reader.line_num + 1
    except TableRefused as refusal:
        yield refusal.line, refusal
    except csv.Error as error:
        yield line, TableRefused(line, _why(error))


def read_table(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a file that was written here, the names of the columns first."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines)


def delimiter_of(head: str) -> str:
    """Return the delimiter that cuts the first line into the most columns; a comma where none does."""

    def width(delimiter: str) -> int:
        return len(next(csv.reader([head], delimiter=delimiter), []))

    return max(DELIMITERS, key=width)


def _with(head: str, lines: Iterator[str]) -> Iterator[str]:
    if head:
        yield head
    yield from lines


def _lines(file: BinaryIO) -> Iterator[str]:
    number = 0
    while raw := file.readline(MAX_LINE + 1):
        number += 1
        if len(raw) > MAX_LINE:
            message = sentence(
                "The line is longer than %(most)s bytes, so this is hardly a table: bring "
                "long texts as JSONL, or each in a text file of its own.",
                most=MAX_LINE,
            )
            raise TableRefused(number, message)
        yield _decoded(raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw, number)


def _decoded(raw: bytes, number: int) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        message = sentence("%(fault)s A spreadsheet calls it “CSV UTF-8”.", fault=not_utf8(error))
        raise TableRefused(number, message) from None
    if "\0" in text:
        message = sentence("The line holds a NUL character: this is no table in UTF-8.")
        raise TableRefused(number, message)
    return text


def _columns(names: list[str]) -> list[str]:
    if not any(name.strip() for name in names):
        message = sentence("The first line must name the columns, and it is empty.")
        raise TableRefused(1, message)
    if len(names) > MAX_COLUMNS:
        message = sentence(
            "The table has %(number)s columns; %(most)s is the most. Leave out those not needed.",
            number=len(names),
            most=MAX_COLUMNS,
        )
        raise TableRefused(1, message)
    columns = [name.strip() or f"column {at}" for at, name in enumerate(names, start=1)]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        message = sentence(
            "Two columns are called %(name)s: give each a name of its own.", name=twice[0]
        )
        raise TableRefused(1, message)
    return columns


def _row(columns: list[str], cells: list[str], line: int) -> Row | TableRefused:
    if len(cells) != len(columns):
        message = sentence(
            "The row has %(cells)s cells and the table %(columns)s columns: a cell that "
            "holds the delimiter, a quote or a line end must be put in quotes.",
            cells=len(cells),
            columns=len(columns),
        )
        return TableRefused(line, message)
    return dict(zip(columns, cells, strict=True))


def _why(error: csv.Error) -> str:
    if "new-line character" in str(error):
        return sentence("The lines end in CR alone: save the table with LF or CR LF at their ends.")
    return sentence(
        "From here on this is no CSV (%(error)s): is a quote missing, or one not doubled?",
        error=str(error),
    )
