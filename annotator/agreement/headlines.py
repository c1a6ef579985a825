"""Headlines: which three figures tell most about a layer."""

from annotator.core.scheme import Layer

LONG = 40
"""Code points: where half of the spans are longer, edges are a matter of degree."""
PLACES = ("exact_f1", "token_alpha", "overlap_f1")
STRETCHES = ("u_alpha", "iou_f1", "overlap_f1")
RELATIONS = ("relation_f1", "touching_f1", "label_alpha")
STANCES = ("u_alpha_binary", "cu_alpha", "u_alpha")


def headlines(layer: Layer, median_length: float | None) -> tuple[str, ...]:
    """Return the names of the measures that go on top; `median_length` of the spans is in code points."""
    if layer.kind == "document":
        ordered = layer.ordered and not layer.multiple
        return ("alpha_ordinal" if ordered else "alpha", "percent", "ac1")
    if layer.kind == "relation":
        return RELATIONS
    labels = [label for label in layer.labels if not label.archived]
    if any(role.name == "target" for role in layer.roles) and len(labels) > 1:
        return STANCES
    return STRETCHES if (median_length or 0) > LONG else PLACES
