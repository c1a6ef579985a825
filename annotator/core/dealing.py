"""Dealing: splits of whole groups that are decided together, kept from before or in equal parts of every stratum."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.core.splits import SPLITS, SplitRule, reserved_for

Known = tuple[str, Mapping[str, Any]]
"""A document's id and its metadata."""


def check_groups(documents: Iterable[Known], rule: SplitRule) -> None:
    """Refuse groups of which some documents are reserved and others are not, or for another split.

    Reserving a document would otherwise tear its group apart, or move the rest of it.
    """
    reserved: dict[str, tuple[str | None, str]] = {}
    for document, meta in documents:
        group, split = rule.group_of(document, meta), reserved_for(document, meta)
        first, other = reserved.setdefault(group, (split, document))
        if first != split:
            message = sentence(
                "The group %(group)s of %(group_by)s is torn: %(other)s is %(first)s and "
                "%(document)s is %(split)s. Give all of them the same meta.split, or none.",
                group=repr(group),
                group_by=rule.group_by,
                other=other,
                first=_words(first),
                document=document,
                split=_words(split),
            )
            raise Refused.field("group_by", message)


def kept(documents: Iterable[tuple[Known, str]], rule: SplitRule) -> dict[str, str]:
    """Return the splits of the groups of an earlier export's documents. Refuses a group that was in two splits."""
    found: dict[str, str] = {}
    for (document, meta), split in documents:
        group = rule.group_of(document, meta)
        if found.setdefault(group, split) != split:
            message = sentence(
                "The earlier export has documents of the group %(group)s of %(group_by)s in "
                "%(found)s and in %(split)s: export with the same --group-by as then.",
                group=repr(group),
                group_by=rule.group_by,
                found=found[group],
                split=split,
            )
            raise Refused.field("keep_split", message)
    return found


def stratified(documents: Iterable[Known], rule: SplitRule, key: str) -> dict[str, str]:
    """Return the splits of all groups, dealt so that each value of the metadata `key` has the parts asked for.

    Groups stay together, in the stratum of their first document; what is reserved or fixed counts in its
    part. Within a stratum the order is by hash; what a small stratum cannot give to a split the next one
    owes it. Other than by hash alone, documents that are added may
    move others that are not fixed.
    """
    sizes: Counter[str] = Counter()
    strata: dict[str, set[str]] = {}
    seen: dict[str, str] = {}
    taken: Counter[tuple[str, str]] = Counter()
    for document, meta in sorted(documents, key=lambda one: one[0]):
        group = rule.group_of(document, meta)
        stratum = seen.setdefault(group, repr(meta.get(key)))
        split = reserved_for(document, meta) or rule.fixed.get(group)
        if split:
            taken[stratum, split] += 1
        else:
            sizes[group] += 1
            strata.setdefault(stratum, set()).add(group)
    found, owed = dict(rule.fixed), dict.fromkeys(SPLITS, Fraction(0))
    for stratum in sorted(strata):
        groups = sorted(strata[stratum], key=rule.place_of)
        size = sum(sizes[group] for group in groups) + sum(taken[stratum, one] for one in SPLITS)
        for split, part in zip(SPLITS, rule.ratios, strict=True):
            owed[split] += part * size - taken[stratum, split]
        for group in groups:
            split = max(SPLITS, key=lambda one: owed[one])
            owed[split] -= sizes[group]
            found[group] = split
    return found


def _words(split: str | None) -> str:
    return sentence("reserved for %(split)s", split=split) if split else sentence("not reserved")
