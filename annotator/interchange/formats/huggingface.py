"""Hugging Face: a folder that `datasets.load_dataset` opens, a row for each set on each document."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.core.alignment import check_mode
from annotator.core.records import AnnotationRecord
from annotator.core.report import ExportOptions, ExportReport, Prepared
from annotator.core.scheme import Scheme
from annotator.core.splits import SPLITS, check_splits
from annotator.interchange.formats.counting import count_exact
from annotator.interchange.formats.data_card import data_card
from annotator.interchange.formats.folder import ExportFolder, HashedFile
from annotator.interchange.formats.huggingface_card import card
from annotator.interchange.formats.huggingface_rows import read_rows, row
from annotator.interchange.formats.huggingface_tags import Row as Tagged
from annotator.interchange.formats.huggingface_tags import Tagger
from annotator.interchange.formats.jsonl_writer import line
from annotator.interchange.formats.manifest import Dataset, describe
from annotator.interchange.formats.rehearsal import export_folder
from annotator.interchange.formats.snapshot import noted
from annotator.interchange.formats.spool import Spool
from annotator.interchange.formats.words import rule

Sets = tuple[AnnotationRecord | None, ...]
"""The sets of a document, or None in place of one where it has none."""
FILES = {"train": "train", "dev": "validation", "test": "test"}
"""What the splits are called there."""


def write_hf(
    documents: Iterable[Prepared], target: Path, options: ExportOptions, scheme: Scheme
) -> ExportReport:
    """Write data/{train,validation,test}.jsonl, of which only those with rows, and README.md with the features.

    Raises Refused; the folder then stays as it was.
    """
    check_mode(options.align)
    dataset, report = Dataset(), ExportReport()
    tagger, spool = Tagger(scheme, options.align), Spool[Prepared]()
    with export_folder(target, options) as folder, spool:
        for one in noted(folder, documents):
            tagger.look_at(one)
            spool.add(one)
            count_exact(one, one.split, dataset, report)
        check_splits(dataset.documents)
        report.splits = dataset.documents
        rows, columns = Rows(folder, check=options.check), tagger.columns()
        for one in spool:
            sets: Sets = one.chosen or (None,)
            rows.add(one, sets, tagger.tagged(one, columns, sets))
        report.notes += tagger.notes()
        text = card(scheme, columns, rows.close(), report) + data_card(dataset, options, scheme)
        folder.write("README.md", text.encode())
        rows.check()
        report.check(options.max_loss)
        manifest = describe(dataset, report, options, scheme) | {"tokenizer": rule()}
        folder.finish(report, manifest)
    return report


class Rows:
    """The files of rows, by split, with a digest of what went into them."""

    def __init__(self, folder: ExportFolder, *, check: bool) -> None:
        """Write below the folder; only rows that are to be checked are remembered by a digest."""
        self._folder = folder
        self._files: dict[str, HashedFile] = {}
        self._digests: dict[str, Any] | None = {} if check else None

    def add(self, one: Prepared, sets: Sets, tagged: Iterable[Tagged]) -> None:
        """Write the rows of a document; one without any set gets one row with no annotator."""
        if one.split not in self._files:
            self._files[one.split] = self._folder.stream(f"data/{FILES[one.split]}.jsonl")
        for record, tags in zip(sets, tagged, strict=True):
            self._files[one.split].write(row(one.document, record, tags))
            if self._digests is not None:
                written = replace(one.document, annotations=(_bare(record),) if record else ())
                self._digests.setdefault(one.split, hashlib.sha256()).update(line(written))

    def close(self) -> list[str]:
        """Close the files; return what the splits with rows are called, in order."""
        for file in self._files.values():
            file.close()
        return [FILES[split] for split in SPLITS if split in self._files]

    def check(self) -> None:
        """Read the files again; raises RuntimeError when they do not hold what was written."""
        if self._digests is not None:
            self._folder.check()
        for split, written in (self._digests or {}).items():
            found = hashlib.sha256()
            for document in read_rows(self._folder.path / f"data/{FILES[split]}.jsonl"):
                found.update(line(document))
            if found.digest() != written.digest():
                message = f"the rows of {split} do not hold what was written"
                raise RuntimeError(message)


def _bare(record: AnnotationRecord) -> AnnotationRecord:
    """Return the set without layers that have no label: a list of labels does not name them."""
    return replace(
        record, labels={name: values for name, values in record.labels.items() if values}
    )
