"""What an upload would bring in: looked at before anything is stored."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import orjson
from sqlalchemy import select

from annotator.accounts.queries import user_named_or_none
from annotator.core.errors import Refused
from annotator.core.records import DocumentRecord
from annotator.core.scheme import Scheme
from annotator.core.scheme_growth import grow
from annotator.core.sentences import sentence
from annotator.core.texts import text_digest
from annotator.database import db
from annotator.documents.models import Document
from annotator.documents.operations import check_document
from annotator.interchange.clashes import in_words
from annotator.interchange.decoding import detect
from annotator.interchange.formats import reader_of
from annotator.interchange.formats.csv_reader import Columns
from annotator.interchange.formats.records import Place, RecordRefused
from annotator.interchange.importing import names_of, unknown_in
from annotator.interchange.preview_report import Beginning, FilePreview, Preview
from annotator.interchange.sources import Source
from annotator.interchange.uploads import LINES, PATHS, TEXT, Upload, UploadedFile
from annotator.projects.queries import current_scheme

LOOKED_AT = 5000
"""Records that are read for a preview; the import itself reads all of them."""
SHOWN_TEXTS = 3
BEGINNING = 160
NOBODY = "\N{INVISIBLE SEPARATOR}nobody"
"""Stands for the annotator of sets that name none."""
BATCH = 500


def preview(upload: Upload, given: Mapping[str, str]) -> Preview:
    """Look at an upload, read as the form says so far; nothing is stored."""
    files = [_opened(upload, file, given) for file in upload.files]
    texts = texts_of(given)
    sources = [upload.source(one.file, one.encoding, texts) for one in files if one.file.key]
    scheme = current_scheme(upload.project_id)
    unknown = unknown_in(sources, scheme)
    found = Preview(files, names_of(unknown))
    try:
        grown = grow(scheme, unknown)
    except Refused:
        grown = scheme  # the records that use what cannot be a name are told below, one by one
    readable = [one for one in files if one.file.key]
    with_places = _read(found, list(zip(readable, sources, strict=True)), grown)
    seen: dict[str, str] = {}
    while batch := list(islice(with_places, BATCH)):
        _compare(found, batch, seen, upload.project_id)
    found.files.sort(key=lambda one: one.faultless)
    found.people = {name: user_named_or_none(name) is not None for name in sorted(found.people)}
    return found


def _opened(upload: Upload, file: UploadedFile, given: Mapping[str, str]) -> FilePreview:
    if not file.key:
        return FilePreview(file)
    path = upload.folder / file.key
    detected = detect(path)
    encoding = given.get(f"encoding-{file.key}", "")
    offered = encoding in {offer.encoding for offer in detected.offers}
    return FilePreview(
        file, detected, encoding if offered else detected.encoding, columns_of(file, given)
    )


def columns_of(file: UploadedFile, given: Mapping[str, str]) -> Columns:
    """Return which columns of a table the form names."""
    return Columns(given.get(f"text-{file.key}", ""), given.get(f"id-{file.key}", ""))


def texts_of(given: Mapping[str, str]) -> str:
    """Return the format in which the form has plain texts read: a document a file, or a line."""
    chosen = given.get("texts", TEXT)
    return chosen if chosen in {PATHS, LINES} else TEXT


Read = tuple[FilePreview, int, DocumentRecord]


def _read(
    found: Preview, files: Sequence[tuple[FilePreview, Source]], scheme: Scheme
) -> Iterator[Read]:
    """Yield the records that can be read, and note in their file those that cannot."""
    for one, source in files:
        reader = reader_of(source.format, scheme, NOBODY, one.columns)
        with source.open() as opened:
            for line, piece in reader.pieces(opened):
                found.records += 1
                one.records += 1
                one.names = one.names or names_in(piece, source.format)
                if found.looked_at >= LOOKED_AT:
                    continue
                found.looked_at += 1
                try:
                    read = reader.read(piece, Place(source.name, line))
                    check_document(read.record)
                except RecordRefused as refusal:
                    one.blame(line, refusal.reason)
                except Refused as refusal:
                    one.blame(line, refusal.message)
                else:
                    one.note(line, read.warnings)
                    _note(found, one, read.record)
                    yield one, line, read.record


def names_in(piece: bytes, format_name: str) -> list[str]:
    """Return the names of a table's columns, as each of its rows tells them."""
    row = orjson.loads(piece) if format_name == "csv" else None
    return list(row[0]) if isinstance(row, list) else []


def _note(found: Preview, one: FilePreview, record: DocumentRecord) -> None:
    for work in record.annotations:
        found.spans += len(work.spans)
        if work.annotator == NOBODY:
            found.nobody = True
        else:
            found.people[work.annotator] = False
    if len(one.texts) < SHOWN_TEXTS:
        one.texts.append(Beginning(record.id, record.text[:BEGINNING], len(record.text)))


def _compare(found: Preview, batch: Sequence[Read], seen: dict[str, str], project_id: int) -> None:
    """Count what is new, and blame ids that stand for another text, stored or `seen` before in these files."""
    query = select(Document.external_id, Document.text_sha256).where(
        Document.project_id == project_id,
        Document.external_id.in_([record.id for _one, _line, record in batch]),
    )
    stored = {row.external_id: row.text_sha256 for row in db.session.execute(query)}
    for one, line, record in batch:
        digest = text_digest(record.text)
        known = stored.get(record.id) or seen.get(record.id)
        seen.setdefault(record.id, digest)
        if known is None:
            found.documents += 1
        elif known == digest:
            found.known += 1
        else:
            clash = sentence(
                "The document %(document)s is there with another text: give this one another id.",
                document=repr(record.id),
            )
            one.blame(line, in_words(clash, record.id, Place(one.file.name, line)))
