"""What lies behind the figures of a layer: who marked how much, and where edges differ."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from annotator.agreement.asked import Asked
from annotator.agreement.contents import tokens_of
from annotator.agreement.material import Material, Shown, read_material
from annotator.agreement.passages import Passages, count_passages
from annotator.core.agreement.cells import cells_of
from annotator.core.agreement.columns import Ints
from annotator.core.agreement.edges import Edges, edges_of
from annotator.core.agreement.layers import LayerWork, layer_work
from annotator.core.agreement.matches import (
    KINDS,
    Matches,
    layer_matches,
    matches_of,
    one_against_several,
)
from annotator.core.agreement.matching import touching
from annotator.core.scheme import Layer
from annotator.projects.models import Project

Details = dict[str, Any]
TRIMMED = 3
"""Tokens of the longest passage that counts as trimmed off."""
PASSAGES = 15
"""How many passages are listed."""


def details_of(project: Project, layer: Layer, asked: Asked) -> Details:
    """Return as plain values what the page tells of a layer besides its report."""
    material = read_material(project, layer, asked)
    work = layer_work(material.content, layer, asked.label)
    if layer.kind == "document":
        return _document_details(material, work)
    if layer.kind == "relation":
        return _relation_details(material, work)
    return _span_details(material, work, asked.rule)


def _span_details(material: Material, layer: LayerWork, rule: str) -> Details:
    work, raters = layer.work, material.content.shared.annotators
    tokens = tokens_of([one.id for one in material.documents], rule)
    cells = cells_of(work.set_document, work.set_annotator, len(raters))
    pairs = touching(work, cells)
    matches = matches_of(work, cells, pairs)
    joined, split = one_against_several(work, cells, pairs)
    spans = np.bincount(work.marks.set, minlength=work.sets)
    counts = {"units": spans, "joined": joined, "cut": split}
    edges = edges_of(work, matches, tokens)
    lengths = work.marks.end - work.marks.start
    return {
        "documents": _documents(material.documents, np.bincount(work.set_document, spans)),
        "raters": _raters(layer, raters, counts),
        "kinds": _kinds(matches),
        "edges": _offsets(edges),
        "passages": _passages(material, layer, matches, edges),
        "median_length": float(np.median(lengths)) if len(lengths) else None,
    }


def _relation_details(material: Material, layer: LayerWork) -> Details:
    work, raters = layer.work, material.content.shared.annotators
    cells = cells_of(work.set_document, work.set_annotator, len(raters))
    many = np.bincount(layer.units.set, minlength=work.sets)
    return {
        "documents": _documents(material.documents, np.bincount(work.set_document, many)),
        "raters": _raters(layer, raters, {"units": many}),
        "kinds": _kinds(layer_matches(layer, cells)),
    }


def _kinds(matches: Matches) -> dict[str, int]:
    return dict(zip(KINDS, np.bincount(matches.kind, minlength=5).tolist(), strict=True))


def _document_details(material: Material, layer: LayerWork) -> Details:
    raters = material.content.shared.annotators
    chosen = np.array([len(one) for one in layer.values], np.int64)
    return {
        "documents": _documents(
            material.documents, np.bincount(layer.work.set_document).astype(np.float64)
        ),
        "raters": _raters(layer, raters, {"units": chosen}),
    }


def _documents(shown: Sequence[Shown], units: Any) -> list[dict[str, Any]]:
    return [
        {"document": one.name, "id": one.id, "changed": one.changed, "units": int(many)}
        for one, many in zip(shown, units, strict=True)
    ]  # fmt: skip


def _raters(layer: LayerWork, names: Sequence[str], counts: dict[str, Any]) -> list[dict[str, Any]]:
    owner, many = layer.work.set_annotator, len(names)
    sums = {name: np.bincount(owner, each, many) for name, each in counts.items()}
    documents = np.bincount(owner, minlength=many)
    labels = _labels_of(layer, many)
    return [
        {"annotator": name, "documents": int(documents[at]),
         **{what: int(each[at]) for what, each in sums.items()},
         "labels": dict(zip(layer.labels, labels[at].tolist(), strict=True))}
        for at, name in enumerate(names)
    ]  # fmt: skip


def _labels_of(layer: LayerWork, many: int) -> Ints:
    table = np.zeros((many, len(layer.labels)), np.int64)
    if layer.layer.kind != "document":
        np.add.at(table, (layer.work.set_annotator[layer.units.set], layer.units.label), 1)
        return table
    for owner, chosen in zip(layer.work.set_annotator.tolist(), layer.values, strict=True):
        table[owner, sorted(chosen)] += 1
    return table


def _offsets(edges: Edges) -> dict[str, dict[str, dict[str, int]]]:
    """Count the offsets of starts and ends, in code points and in tokens."""
    return {
        edge: {
            unit: {str(offset): many for offset, many in sorted(Counter(column.tolist()).items())}
            for unit, column in (("characters", characters), ("tokens", tokens))
        }
        for edge, characters, tokens in zip(
            ("start", "end"), edges.characters, edges.tokens, strict=True
        )
    }


def _passages(
    material: Material, layer: LayerWork, matches: Matches, edges: Edges
) -> list[dict[str, Any]]:
    """Count the short passages that one annotator left off and the other did not."""
    marks, wanted = layer.work.marks, Passages()
    first, second = matches.first[edges.match], matches.second[edges.match]
    place = layer.work.set_document[marks.set[first]]
    for edge, side, far in (
        ("start", marks.start, edges.tokens[0]),
        ("end", marks.end, edges.tokens[1]),
    ):
        rows = np.flatnonzero((side[first] != side[second]) & (np.abs(far) <= TRIMMED))
        for at in rows.tolist():
            low, high = sorted((int(side[first[at]]), int(side[second[at]])))
            wanted.setdefault(int(place[at]), []).append((low, high, edge))
    found = count_passages([one.id for one in material.documents], wanted)
    best = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:PASSAGES]
    return [{"edge": edge, "text": text, "count": many} for (edge, text), many in best if text]
