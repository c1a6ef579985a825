"""Limits: what each format cannot hold of what is in the database. README's table and the tests hold to it."""

from collections.abc import Mapping

CANNOT_HOLD: Mapping[str, tuple[str, ...]] = {
    "jsonl": ("revisions",),
    "hf": (),
    "csv": (
        "relations",
        "document labels",
        "notes on sets",
        "flags",
        "revisions",
        "people who marked nothing",
    ),
    "spacy": (
        "relations",
        "notes on spans",
        "notes on sets",
        "flags",
        "status",
        "origins",
        "revisions",
        "metadata",
        "spans in several pieces",
        "spans that fit no tokens",
    ),
}
LEAVES_OUT = frozenset(
    name for name, lost in CANNOT_HOLD.items() if "spans that fit no tokens" in lost
)
"""The formats that may have to leave spans out."""
