"""Splits: which part of a data set a document belongs to, decided by the document alone."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from annotator.core.errors import Refused
from annotator.core.sentences import sentence

SPLITS = ("train", "dev", "test")
SALT = "split"
DEFAULT_RATIOS = "80/10/10"
RESERVED = {"train": "train", "dev": "dev", "validation": "dev", "test": "test"}

Ratios = tuple[Fraction, Fraction, Fraction]


def read_ratios(text: str) -> Ratios:
    """Read `train/dev/test` parts such as 80/10/10 or 80/20, scaled to sum up to 1."""
    try:
        parts = [Fraction(part.strip()) for part in text.split("/")]
    except (ValueError, ZeroDivisionError):
        parts = []
    if len(parts) not in (2, 3) or any(part < 0 for part in parts) or not sum(parts):
        message = sentence(
            "A split is written train/dev/test, for example %(default)s, not %(text)s.",
            default=DEFAULT_RATIOS,
            text=repr(text),
        )
        raise Refused.field("split", message)
    total = sum(parts, start=Fraction(0))
    train, dev, test = (part / total for part in [*parts, Fraction(0)][:3])
    return train, dev, test


@dataclass(frozen=True, slots=True)
class SplitRule:
    """How documents are dealt out: `meta.split` first, then what is `fixed`, else by a hash of the document's group.

    The group is the value of the metadata key `group_by`, or the document's id where there is none. `fixed`
    holds the splits of groups that were decided before. Where nothing is, neither the order of documents
    nor other documents make a difference.
    """

    ratios: Ratios
    group_by: str = ""
    salt: str = SALT
    fixed: Mapping[str, str] = field(default_factory=dict)

    def split_of(self, document: str, meta: Mapping[str, Any]) -> str:
        """Return train, dev or test."""
        reserved = reserved_for(document, meta)
        if reserved is not None:
            return reserved
        group = self.group_of(document, meta)
        return self.fixed.get(group) or self._dealt(group)

    def group_of(self, document: str, meta: Mapping[str, Any]) -> str:
        """Return the value that keeps documents together; documents without one stand alone."""
        value = meta.get(self.group_by) if self.group_by else None
        if value is None or isinstance(value, dict | list):
            return document
        return str(value)

    def place_of(self, group: str) -> Fraction:
        """Return where a group stands between 0 and 1, by its hash."""
        digest = hashlib.sha256(f"{self.salt}\0{group}".encode()).digest()
        return Fraction(int.from_bytes(digest[:8]), 2**64)

    def _dealt(self, group: str) -> str:
        place = self.place_of(group)
        _, dev, test = self.ratios
        if place < test:
            return "test"
        return "dev" if place < test + dev else "train"


def reserved_for(document: str, meta: Mapping[str, Any]) -> str | None:
    """Return the split that a document's metadata reserve it for, or None. Refuses what is no split."""
    reserved = meta.get("split")
    if reserved is None:
        return None
    if not isinstance(reserved, str) or reserved not in RESERVED:
        message = sentence(
            "The document %(document)s has meta.split %(reserved)s: it must be train, dev, "
            "validation or test.",
            document=document,
            reserved=repr(reserved),
        )
        raise Refused.field("meta.split", message)
    return RESERVED[reserved]


def check_documents(counts: Mapping[str, int]) -> None:
    """Refuse a data set without documents."""
    if not sum(counts.values()):
        message = sentence(
            "No document has the annotations asked for. Only finished work counts unless "
            "--status any is given, and --annotations says whose."
        )
        raise Refused.field("annotations", message)


def check_splits(counts: Mapping[str, int]) -> None:
    """Refuse a data set without documents to train on or to develop with."""
    check_documents(counts)
    total = sum(counts.values())
    for split in ("train", "dev"):
        if not counts.get(split):
            message = sentence(
                "None of the %(total)s documents would be in %(split)s: give %(split)s a larger"
                ' part with --split (50/50, for example), or set meta.split to "%(split)s" for '
                "some documents.",
                total=total,
                split=split,
            )
            raise Refused.field("split", message)
