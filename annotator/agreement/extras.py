"""Reads of what spans carry and of what joins them, beside the spans that were read before."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import orjson
from sqlalchemy import select

from annotator.agreement.contents import SPANS, in_project
from annotator.agreement.rolls import SETS
from annotator.annotations.models import RelationRow
from annotator.core.agreement.columns import Ints
from annotator.core.agreement.extras import Extras, Link, Value
from annotator.core.agreement.layers import SpanColumns
from annotator.core.scheme import Layer
from annotator.database import db, table_of

RELATIONS = table_of(RelationRow)
HEADS, TAILS = SPANS.alias(), SPANS.alias()

Key = tuple[int, int, int, int, str]
"""A span by its set (a place in the list), label number, extent and fragments."""


def has_extras(layers: Iterable[Layer]) -> bool:
    """Say whether anything in these layers can have attributes, roles or relations."""
    return any(one.kind == "relation" or one.attributes or one.roles for one in layers)


def extras_in(project_id: int, sets: Ints, spans: SpanColumns, documents: Ints) -> Extras:
    """Return the attributes, filled roles and relations of these sets; `spans` are theirs."""
    place = {number: at for at, number in enumerate(sets.tolist())}
    carried = [(_key(place, row[:5]), row[5]) for row in _attributes(project_id, documents, place)]
    links = _links(project_id, documents, place)
    ends = [(_key(place, (row[0], *row[3:7])), _tail(place, row)) for row in links]
    wanted = {key for key, _ in carried} | {key for pair in ends for key in pair if key}
    rows = _rows_of(spans, wanted)
    values = [
        Value(rows[key], name, orjson.dumps(value).decode())
        for key, attributes in carried
        for name, value in attributes.items()
    ]
    joined = [
        Link(place[row[0]], row[1], rows[head], -1 if tail is None else rows[tail], row[2] or "")
        for row, (head, tail) in zip(links, ends, strict=True)
    ]
    return Extras(values, joined)


def _attributes(project_id: int, documents: Ints, place: dict[int, int]) -> list[Any]:
    columns = (SPANS.c.set_id, SPANS.c.label_id, SPANS.c.start, SPANS.c.end, SPANS.c.fragments)
    query = (
        select(*columns, SPANS.c.attributes)
        .join(SETS, SETS.c.id == SPANS.c.set_id)
        .where(*in_project(project_id, documents), SPANS.c.attributes.is_not(None))
    )
    return [row for row in db.session.execute(query) if row.set_id in place]


def _links(project_id: int, documents: Ints, place: dict[int, int]) -> list[Any]:
    """Return (set, name, value, head …, tail …) of each relation, an end as label, start, end and fragments."""
    ends = [
        one
        for end in (HEADS, TAILS)
        for one in (end.c.label_id, end.c.start, end.c.end, end.c.fragments)
    ]
    of_set = RELATIONS.c.set_id
    query = (
        select(of_set, RELATIONS.c.label_id, RELATIONS.c.value, *ends)
        .join(SETS, SETS.c.id == of_set)
        .join(HEADS, (HEADS.c.set_id == of_set) & (HEADS.c.id == RELATIONS.c.head))
        .outerjoin(TAILS, (TAILS.c.set_id == of_set) & (TAILS.c.id == RELATIONS.c.tail))
        .where(*in_project(project_id, documents))
    )
    return [row for row in db.session.execute(query) if row[0] in place]


def _key(place: dict[int, int], row: Sequence[Any]) -> Key:
    return (place[row[0]], row[1], row[2], row[3], row[4])


def _tail(place: dict[int, int], row: Sequence[Any]) -> Key | None:
    return None if row[7] is None else _key(place, (row[0], *row[7:11]))


def _rows_of(spans: SpanColumns, wanted: set[Key]) -> dict[Key, int]:
    """Return the rows of the spans with these keys."""
    fragments: dict[int, list[list[int]]] = {}
    pieces = spans.pieces
    for row, start, end in zip(
        pieces.span.tolist(), pieces.start.tolist(), pieces.end.tolist(), strict=True
    ):
        fragments.setdefault(row, []).append([start, end])
    owners = np.array([key[0] for key in wanted], np.int64)
    starts = np.array([key[2] for key in wanted], np.int64)
    reach = int(spans.end.max(initial=0)) + 1
    near = np.flatnonzero(np.isin(spans.set * reach + spans.start, owners * reach + starts))
    columns = (spans.set[near], spans.name[near], spans.start[near], spans.end[near])
    found = {}
    for row, *key in zip(near.tolist(), *(column.tolist() for column in columns), strict=True):
        text = orjson.dumps(fragments[row]).decode() if row in fragments else ""
        found[*key, text] = row
    return found
