"""CSV, written: documents, their spans with context, and the spans once more for spreadsheets."""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path

import orjson

from annotator.core.report import ExportOptions, ExportReport, Prepared
from annotator.core.scheme import Scheme
from annotator.core.spans import quote, reading_order
from annotator.core.splits import check_documents
from annotator.interchange.formats.counting import count_exact
from annotator.interchange.formats.csv_table import read_table
from annotator.interchange.formats.folder import HashedFile
from annotator.interchange.formats.limits import idle
from annotator.interchange.formats.manifest import Dataset, describe
from annotator.interchange.formats.rehearsal import export_folder
from annotator.interchange.formats.snapshot import noted

CONTEXT = 40
"""Code points shown before and after a span."""
DOCUMENTS, SPANS, SPREADSHEET = "documents.csv", "spans.csv", "spans-for-spreadsheets.csv"
DOCUMENT_COLUMNS = ("id", "text", "split", "meta")
SPAN_COLUMNS = (
    "document",
    "annotator",
    "kind",
    "status",
    "id",
    "layer",
    "label",
    "start",
    "end",
    "before",
    "quote",
    "after",
    "fragments",
    "attributes",
    "note",
    "origin",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet would compute, wide forms included."""

README = """\
# {documents} labelled documents, {spans} spans

- `documents.csv`: a row a document (`id`, `text`, `split`, `meta` as JSON).
- `spans.csv`: a row a span, with {context} characters before and after it. `start` and `end` count Unicode code
  points of the document's text; the end is exclusive. `fragments` and `attributes` are JSON.
- `spans-for-spreadsheets.csv`: the same rows for people. A cell that begins with `=`, `+`, `-`, `@` or white
  space that a spreadsheet takes for a formula has a `'` put before it, so that nothing is computed when the file
  is opened; and a byte order mark says that it is UTF-8. Programs should read `spans.csv`, which is exact.

All are UTF-8 with commas, quotes doubled, lines ended by CR LF; line ends inside texts are kept as they are.

CSV holds no relations, no labels of whole documents, no notes and flags of sets, and nobody who marked nothing:
the JSONL export has them.
"""

Row = Sequence[str]


def write_csv(
    documents: Iterable[Prepared], target: Path, options: ExportOptions, scheme: Scheme
) -> ExportReport:
    """Write documents.csv, spans.csv and its formula-safe copy. Raises Refused; the folder then stays as it was."""
    dataset, report = Dataset(), ExportReport(notes=[*idle(options)])
    with export_folder(target, options) as folder:
        texts = Table(folder.stream(DOCUMENTS), DOCUMENT_COLUMNS)
        spans = Table(folder.stream(SPANS), SPAN_COLUMNS)
        shown = folder.stream(SPREADSHEET)
        shown.write(b"\xef\xbb\xbf")
        safe = Table(shown, SPAN_COLUMNS)
        for one in noted(folder, documents):
            split = one.split if options.split else ""
            texts.add((one.document.id, one.document.text, split, _json(dict(one.document.meta))))
            for row in span_rows(one):
                spans.add(row)
                safe.add([safe_cell(cell) for cell in row])
            count_exact(one, split or "data", dataset, report)
        check_documents(dataset.documents)
        report.splits = dataset.documents
        sizes = {"documents": report.documents, "spans": report.received.total()}
        folder.write("README.md", README.format(context=CONTEXT, **sizes).encode())
        if options.check:
            texts.check(folder.path / DOCUMENTS)
            spans.check(folder.path / SPANS)
        report.check(options.max_loss)
        folder.finish(report, describe(dataset, report, options, scheme))
    return report


def span_rows(one: Prepared) -> Iterator[Row]:
    """Yield a row for each span chosen for a document, exactly as it is."""
    text = one.document.text
    for record in one.chosen:
        for span in sorted(record.spans, key=reading_order):
            yield (
                one.document.id,
                record.annotator,
                record.kind,
                record.status,
                str(span.id),
                span.layer,
                span.label,
                str(span.start),
                str(span.end),
                text[max(0, span.start - CONTEXT) : span.start],
                quote(text, span.start, span.end, span.fragments),
                text[span.end : span.end + CONTEXT],
                _json(span.fragments) if span.fragments else "",
                _json(dict(sorted(span.attributes.items()))) if span.attributes else "",
                span.note,
                span.origin,
            )


def safe_cell(cell: str) -> str:
    """Return the cell with `'` before it where a spreadsheet would compute it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


class Table:
    """A CSV file that is written row by row, with a digest of the rows."""

    def __init__(self, file: HashedFile, columns: Row) -> None:
        """Write the names of the columns."""
        self._file = file
        self._buffer = StringIO(newline="")
        self._writer = csv.writer(self._buffer)
        self._digest = hashlib.sha256()
        self.add(columns)

    def add(self, row: Row) -> None:
        """Write a row."""
        self._writer.writerow(row)
        self._file.write(self._buffer.getvalue().encode())
        self._buffer.seek(0)
        self._buffer.truncate()
        self._digest.update(_json(list(row)).encode())

    def check(self, path: Path) -> None:
        """Read the file again; raises RuntimeError when it does not hold the rows that were written."""
        self._file.close()
        found = hashlib.sha256()
        for row in read_table(path):
            found.update(_json(row).encode())
        if found.digest() != self._digest.digest():
            message = f"{path.name} does not hold what was written"
            raise RuntimeError(message)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
