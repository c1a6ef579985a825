"""Snapshots: which documents and which revision of everybody's work an export was made from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from annotator.core.errors import Refused
from annotator.core.report import Prepared
from annotator.core.sentences import sentence
from annotator.core.splits import SPLITS
from annotator.core.texts import text_digest
from annotator.interchange.formats.folder import MANIFEST, ExportFolder

SNAPSHOT = "snapshot.json"


@dataclass(frozen=True, slots=True)
class SetVersion:
    """A set as it was: whose, of which kind, at which revision."""

    annotator: str
    kind: str
    revision: int


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A document as it was exported: its metadata, its split, and the sets there were."""

    id: str
    text_sha256: str
    meta: dict[str, Any]
    split: str
    sets: tuple[SetVersion, ...]


@dataclass(frozen=True, slots=True)
class PastExport:
    """An earlier export: its manifest and the documents it was made from, in their order."""

    manifest: dict[str, Any]
    documents: tuple[DocumentVersion, ...]

    @property
    def was_split(self) -> bool:
        """Say whether its files are those of splits."""
        return not self.manifest["documents"].keys().isdisjoint(SPLITS)

    def splits(self) -> dict[str, str]:
        """Return the split of each document, by id."""
        return {one.id: one.split for one in self.documents}


def noted(folder: ExportFolder, documents: Iterable[Prepared]) -> Iterator[Prepared]:
    """Yield the documents, writing down which version of each went by."""
    file, opening = folder.stream(SNAPSHOT), b"[\n"
    for one in documents:
        body = {
            "id": one.document.id,
            "text_sha256": text_digest(one.document.text),
            "meta": dict(one.document.meta),
            "split": one.split,
            "sets": [[s.annotator, s.kind, s.revision] for s in one.document.annotations],
        }
        file.write(opening + orjson.dumps(body))
        opening = b",\n"
        yield one
    file.write(b"\n]\n" if opening == b",\n" else b"[]\n")


def read_export(manifest: Path) -> PastExport:
    """Read the manifest of an earlier export and the snapshot beside it; a folder stands for its manifest.

    Raises Refused for what is no manifest, and for one that was made without a snapshot.
    """
    path = manifest / MANIFEST if manifest.is_dir() else manifest
    try:
        body = orjson.loads(path.read_bytes())
        versions = orjson.loads((path.parent / SNAPSHOT).read_bytes())
        documents = tuple(_version(one) for one in versions)
        assert isinstance(body["dataset_sha256"], str)  # noqa: S101 -- told below
        assert isinstance(body["documents"], dict)  # noqa: S101 -- told below
    except OSError as error:
        message = sentence(
            "%(filename)s cannot be read (%(why)s): name the %(manifest)s of an "
            "export, with the %(snapshot)s that was written beside it.",
            filename=error.filename,
            why=error.strerror,
            manifest=MANIFEST,
            snapshot=SNAPSHOT,
        )
        raise Refused.field("manifest", message) from None
    except (ValueError, KeyError, TypeError, AssertionError):
        message = sentence(
            "%(path)s is not the manifest of an export, or its %(snapshot)s is damaged.",
            path=path,
            snapshot=SNAPSHOT,
        )
        raise Refused.field("manifest", message) from None
    return PastExport(body, documents)


def _version(body: dict[str, Any]) -> DocumentVersion:
    sets = tuple(SetVersion(*one) for one in body["sets"])
    texts = [
        body["id"],
        body["text_sha256"],
        *(text for s in sets for text in (s.annotator, s.kind)),
    ]
    numbers = [one.revision for one in sets]
    # Snapshots are sent by people: a split becomes the name of a folder.
    if body["split"] not in ("", *SPLITS) or not isinstance(body["meta"], dict):
        raise ValueError(body["id"])
    if {type(one) for one in texts} != {str} or {type(one) for one in numbers} - {int}:
        raise TypeError(body["id"])
    return DocumentVersion(body["id"], body["text_sha256"], body["meta"], body["split"], sets)
