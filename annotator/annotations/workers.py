"""Who worked on a document, and which of them somebody asks to see side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

from sqlalchemy import bindparam, or_, select

from annotator.accounts.models import User
from annotator.annotations.models import AnnotationSet
from annotator.core.errors import Refused
from annotator.core.lanes import DRAWN
from annotator.database import db
from annotator.web.translation import gettext

KINDS = ("work", "gold", "suggestion")
GOLD = "(gold)"
SUGGESTED = " (suggested)"
"""What the gold set is called beside people's work, and what stands after the name of whoever suggested."""
TOUCHED = or_(AnnotationSet.status != "assigned", AnnotationSet.revision > 0)
_OF_DOCUMENTS = AnnotationSet.document_id.in_(bindparam("documents", expanding=True))
SETS = (
    select(AnnotationSet, User.name)
    .join(User, User.id == AnnotationSet.annotator_id)
    .where(_OF_DOCUMENTS, TOUCHED)
    .order_by(User.name)
)
NAMES = (
    select(AnnotationSet.document_id, User.name)
    .join(User, User.id == AnnotationSet.annotator_id)
    .where(_OF_DOCUMENTS, TOUCHED, AnnotationSet.kind == "work")
    .order_by(User.name)
)
MOST = DRAWN
"""How many can be seen side by side: each needs a lane of their own."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who worked on the document, and the state of their set."""

    name: str
    kind: str
    set_id: int
    revision: int
    status: str
    span_count: int
    stamp: str


def workers_on(document_id: int) -> list[Worker]:
    """Return who worked on a document, by name; then gold, then whoever suggested spans."""
    found = db.session.execute(SETS, {"documents": [document_id]})
    rows = sorted(found, key=lambda pair: KINDS.index(pair[0].kind))
    return [_worker(name, row) for row, name in rows]


def _worker(annotator: str, row: AnnotationSet) -> Worker:
    name = {"gold": GOLD, "suggestion": annotator + SUGGESTED}.get(row.kind, annotator)
    stamp = f"{db.engine.url} {row.updated_at}"
    return Worker(name, row.kind, row.id, row.revision, row.status, row.span_count, stamp)


def compare_addresses(documents: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Return for each of these documents on which two or more people worked how many, and the query that compares them."""
    found: dict[int, list[str]] = {}
    for document_id, name in db.session.execute(NAMES, {"documents": documents}):
        found.setdefault(document_id, []).append(name)
    return {at: (len(own), address(own[:MOST])) for at, own in found.items() if len(own) > 1}


def address(names: Sequence[str]) -> str:
    """Return the query that asks to compare these."""
    if any("," in name for name in names):
        return "?" + urlencode([("compare", name) for name in names])
    return "?compare=" + ",".join(map(quote_plus, names))


def chosen_workers(document_id: int, asked: Sequence[str]) -> tuple[list[Worker], list[Worker]]:
    """Return those who are asked for, and all who worked on the document.

    Each text names one of them, or several with commas between; gold and suggestions also by `gold` and by the bare
    name where it is nobody else's. Refuses names of nobody who worked on it, and fewer than two or more than `MOST`.
    """
    everybody = workers_on(document_id)
    named = {
        "gold" if one.kind == "gold" else one.name.removesuffix(SUGGESTED): one
        for one in reversed(everybody)
    }
    named |= {one.name: one for one in everybody}
    texts = [[text] if text in named else text.split(",") for text in asked]
    names = dict.fromkeys(name.strip() for own in texts for name in own if name.strip())
    unknown = [name for name in names if name not in named]
    chosen = {named[name].set_id: named[name] for name in names if name in named}
    if unknown or not 2 <= len(chosen) <= MOST:
        raise Refused.field("compare", _sentence(unknown, [one.name for one in everybody]))
    return list(chosen.values()), everybody


def _sentence(unknown: Sequence[str], everybody: Sequence[str]) -> str:
    there = ", ".join(everybody)
    if not everybody:
        return gettext("Nobody has worked on this document yet: there is nothing to compare.")
    if len(everybody) == 1:
        return gettext("Only %(name)s worked on this document: comparing takes two.", name=there)
    if unknown:
        return gettext(
            "%(names)s did not work on this document. Who did: %(there)s.",
            names=", ".join(unknown),
            there=there,
        )
    return gettext(
        "Name two to %(most)s people to compare, as in ?compare=A,B. On this document worked: %(there)s.",
        most=MOST,
        there=there,
    )
