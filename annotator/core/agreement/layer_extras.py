"""The extras of a layer: what its spans carry, or its relations, as columns."""

from typing import TYPE_CHECKING

import numpy as np

from annotator.core.agreement.columns import Ints
from annotator.core.agreement.extents import extents_of
from annotator.core.agreement.extras import Carried, Fillers, on_marks
from annotator.core.agreement.relation_tables import Ends, Relations
from annotator.core.agreement.work import Marks, shapes_of
from annotator.core.scheme import Layer

if TYPE_CHECKING:
    from annotator.core.agreement.layers import Content


def carried_of(content: "Content", layer: Layer, marks: Marks) -> Carried:
    """Return what the marks carry, but for attributes that do not count and for what is archived."""
    attributes = [a.name for a in layer.attributes if a.counts_in_agreement and not a.archived]
    roles = [role.name for role in layer.roles if not role.archived]
    if not attributes and not roles:
        return Carried()
    spans, place = content.spans, np.full(len(content.spans.set), -1)
    place[marks.source] = np.arange(len(marks))
    number = {
        number: roles.index(name)
        for number, (owner, name) in content.names.items()
        if owner == layer.name and name in roles
    }
    words: dict[str, int] = {}
    value, rows = len(spans.set), []
    for link in content.extras.links:
        if link.name not in number or place[link.head] < 0:
            continue
        what, tail = 2 * words.setdefault(link.value, len(words)), value
        if link.tail >= 0:
            what, tail = 2 * int(spans.name[link.tail]) + 1, link.tail
        rows.append((int(place[link.head]), number[link.name], what, tail))
    extents = extents_of(np.append(spans.start, 0), np.append(spans.end, 1), spans.pieces)
    fillers = Fillers(extents, *np.array(rows, np.int64).reshape(-1, 4).T)
    return Carried(attributes, on_marks(content.extras.values, place), roles, fillers)


def relations_of(content: "Content", label_of: Ints) -> Relations:
    """Return the relations of the layer as columns; equal ones of a set count once."""
    spans = content.spans
    rows = np.array(
        [
            (link.set, link.head, link.tail, label_of[link.name])
            for link in content.extras.links
            if label_of[link.name] >= 0 and link.tail >= 0
        ],
        np.int64,
    ).reshape(-1, 4)
    ends = np.unique(rows[:, 1:3])
    shape = shapes_of(len(spans.set), spans.pieces)[ends]
    columns = np.stack([spans.name[ends], spans.start[ends], spans.end[ends], shape], axis=1)
    identity = np.zeros(len(spans.set), np.int64)
    identity[ends] = np.unique(columns, axis=0, return_inverse=True)[1].ravel()
    keys = np.column_stack([rows[:, 0], identity[rows[:, 1]], identity[rows[:, 2]], rows[:, 3]])
    first = np.unique(keys, axis=0, return_index=True)[1]
    set_, head, tail, label = rows[first].T
    extents = extents_of(spans.start, spans.end, spans.pieces)
    heads, tails = (
        Ends(extents, end, spans.name[end], spans.start[end], spans.end[end], identity[end])
        for end in (head, tail)
    )
    return Relations(set_, label, heads, tails)
