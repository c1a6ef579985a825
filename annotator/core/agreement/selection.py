"""Selection: which annotators and documents are compared, and why the others are not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.columns import Ints
from annotator.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Roll:
    """Who finished what: the names of all documents, and for every finished set its document's number and annotator."""

    documents: Sequence[str]
    sets: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Shared:
    """The documents that at least two of the chosen annotators finished, and the sets on them.

    `documents` and `sets` are numbers in the roll; sets are by document and annotator. `set_document` and
    `set_annotator` are numbers in `documents` and `annotators`.
    """

    annotators: tuple[str, ...]
    documents: Ints
    names: tuple[str, ...]
    sets: Ints
    set_document: Ints
    set_annotator: Ints
    left_out: tuple[tuple[str, str], ...]


def shared_work(roll: Roll, chosen: Sequence[str]) -> Shared:
    """Find what can be compared. Refuses unknown annotators, fewer than two, and nothing in common."""
    names = _annotators(roll, chosen)
    kept = set(names)
    by_document: dict[int, list[tuple[str, int]]] = {}
    for at, (document, annotator) in enumerate(roll.sets):
        if annotator in kept:
            by_document.setdefault(document, []).append((annotator, at))
    common = sorted(number for number, own in by_document.items() if len(own) > 1)
    if not common:
        raise Refused.field("annotators", _nothing_shared(roll, names))
    rows = [
        (at, name, row)
        for at, number in enumerate(common)
        for name, row in sorted(by_document[number])
    ]
    present = sorted({name for _, name, _ in rows})
    place = {name: at for at, name in enumerate(present)}
    taken = set(common)
    left = [
        (name, _why(by_document.get(number, [])))
        for number, name in enumerate(roll.documents)
        if number not in taken
    ]
    return Shared(
        annotators=tuple(present),
        documents=np.array(common, np.int64),
        names=tuple(roll.documents[number] for number in common),
        sets=np.array([row for _, _, row in rows], np.int64),
        set_document=np.array([at for at, _, _ in rows], np.int64),
        set_annotator=np.array([place[name] for _, name, _ in rows], np.int64),
        left_out=tuple(left),
    )


def _annotators(roll: Roll, chosen: Sequence[str]) -> list[str]:
    finished = sorted({name for _, name in roll.sets})
    known = ", ".join(finished) or "nobody yet"
    for name in chosen:
        if name not in finished:
            message = f"{name} has finished no document here. Documents were finished by: {known}."
            raise Refused.field("annotators", message)
    names = sorted(set(chosen)) or finished
    if len(names) < 2:
        message = f"Agreement needs two annotators at least. Documents were finished by: {known}."
        raise Refused.field("annotators", message)
    return names


def _nothing_shared(roll: Roll, names: Sequence[str]) -> str:
    counts = Counter(name for _, name in roll.sets)
    numbers = ", ".join(f"{name} finished {counts[name]}" for name in names)
    return f"No document was finished by two of these annotators, so there is nothing to compare: {numbers}."


def _why(own: Sequence[tuple[str, int]]) -> str:
    return f"finished by {own[0][0]} only" if own else "finished by none of these annotators"
