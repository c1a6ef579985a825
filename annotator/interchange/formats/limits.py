"""Limits: what each format cannot hold of what is in the database, and which options change nothing in it."""

from collections.abc import Iterator, Mapping

from annotator.core.report import ExportOptions
from annotator.core.sentences import sentence

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


def idle(options: ExportOptions) -> Iterator[str]:
    """Yield what to say of options that change nothing in a format without tokens, split only when asked."""
    if options.align != "strict":
        yield sentence(
            "No edges were mended: %(format)s holds every span exactly.", format=options.format
        )
    if not options.split and (options.group_by or options.stratify or options.keep_split):
        yield sentence(
            "No split was asked for, so %(format)s has all documents in one: groups, strata and "
            "the splits of an earlier export change nothing in it.",
            format=options.format,
        )
