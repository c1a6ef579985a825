"""Selection: which annotators and documents are compared, and why the others are not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.core.agreement.columns import Flags, Ints
from annotator.core.errors import Refused
from annotator.core.sentences import listed, sentence


@dataclass(frozen=True, slots=True)
class Register:
    """Who finished what, as columns: of every finished set its place in `documents` and in `raters`.

    `raters` are in order and distinct, sets are by document and rater.
    """

    documents: Sequence[str]
    raters: Sequence[str]
    set_document: Ints
    set_rater: Ints


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
    raters = sorted({name for _, name in roll.sets})
    place = {name: at for at, name in enumerate(raters)}
    document = np.array([number for number, _ in roll.sets], np.int64)
    rater = np.array([place[name] for _, name in roll.sets], np.int64)
    order = np.lexsort((rater, document))
    found = shared_sets(Register(roll.documents, raters, document[order], rater[order]), chosen)
    return replace(found, sets=order[found.sets])


def shared_sets(register: Register, chosen: Sequence[str]) -> Shared:
    """Find what can be compared; `sets` are rows of the register. Refuses as `shared_work` does."""
    wanted = _wanted(register, chosen)
    kept = np.flatnonzero(wanted[register.set_rater])
    document = register.set_document[kept]
    many = np.bincount(document, minlength=len(register.documents))
    common = np.flatnonzero(many > 1)
    if not len(common):
        raise Refused.field("annotators", _nothing_shared(register, wanted))
    rows = kept[many[document] > 1]
    present, annotator = np.unique(register.set_rater[rows], return_inverse=True)
    place = np.cumsum(many > 1) - 1
    return Shared(
        annotators=tuple(register.raters[at] for at in present.tolist()),
        documents=common,
        names=tuple(register.documents[number] for number in common.tolist()),
        sets=rows,
        set_document=place[register.set_document[rows]],
        set_annotator=annotator,
        left_out=tuple(_left_out(register, kept, many)),
    )


def _wanted(register: Register, chosen: Sequence[str]) -> Flags:
    known = ", ".join(register.raters) or sentence("nobody yet")
    for name in chosen:
        if name not in register.raters:
            message = sentence(
                "%(name)s has finished no document here. Documents were finished by: %(known)s.",
                name=name,
                known=known,
            )
            raise Refused.field("annotators", message)
    if len(set(chosen) or register.raters) < 2:
        message = sentence(
            "Agreement needs two annotators at least. Documents were finished by: %(known)s.",
            known=known,
        )
        raise Refused.field("annotators", message)
    return np.array([not chosen or name in chosen for name in register.raters], bool)


def _nothing_shared(register: Register, wanted: Flags) -> str:
    counts = np.bincount(register.set_rater, minlength=len(register.raters)).tolist()
    named = zip(register.raters, counts, wanted.tolist(), strict=True)
    numbers = listed(
        sentence("%(name)s finished %(count)s", name=name, count=count)
        for name, count, kept in named
        if kept
    )
    return sentence(
        "No document was finished by two of these annotators, so there is nothing to compare: %(numbers)s.",
        numbers=numbers,
    )


def _left_out(register: Register, kept: Ints, many: Ints) -> Iterator[tuple[str, str]]:
    owner = np.zeros(len(many), np.int64)
    owner[register.set_document[kept]] = register.set_rater[kept]
    for number in np.flatnonzero(many < 2).tolist():
        alone = (
            sentence("finished by %(name)s only", name=register.raters[owner[number]])
            if many[number]
            else ""
        )
        yield register.documents[number], alone or sentence("finished by none of these annotators")
