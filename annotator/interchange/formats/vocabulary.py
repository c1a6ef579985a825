"""Looking up a scheme's names for work that comes in, which may use archived and loosely written ones."""

from annotator.core.errors import Refused
from annotator.core.relations import find_relation
from annotator.core.scheme import Label, Layer, Role, Scheme
from annotator.core.scheme_fields import is_name
from annotator.core.scheme_growth import as_name


class Vocabulary:
    """A scheme with its lookups remembered.

    Archived names are known where their layer is named: work done before they were archived stays good.
    """

    def __init__(self, scheme: Scheme) -> None:
        """Start with nothing remembered."""
        self.scheme = scheme
        self._labels: dict[tuple[str, str, str], tuple[Layer, Label]] = {}
        self._owners: dict[tuple[str, str, str], Layer | None] = {}
        self._relations: dict[str, tuple[Layer, Role | Label]] = {}

    def label(self, kind: str, layer: str, label: str) -> tuple[Layer, Label]:
        """Return the layer and label meant; a label that is no name is looked up by the nearest name."""
        key = (kind, layer, label)
        if key not in self._labels:
            self._labels[key] = self._find(kind, layer, label)
        return self._labels[key]

    def relation(self, label: str) -> tuple[Layer, Role | Label]:
        """Return the role or relation label of that name."""
        if label not in self._relations:
            known = label in self.scheme.relation_names()
            name = label if known else self._nearest(label)
            self._relations[label] = find_relation(self.scheme, name)
        return self._relations[label]

    def knows(self, kind: str, layer: str, label: str) -> bool:
        """Say whether a layer, or the named one, has the label, archived or not."""
        if kind == "relation":
            return self._nearest(label) in self.scheme.relation_names()
        return self.layer_of(kind, layer, label) is not None

    def layer_of(self, kind: str, layer: str, label: str) -> Layer | None:
        """Return the layer, the first or the named one, that has the label, archived or not."""
        key = (kind, layer, label)
        if key not in self._owners:
            name = self._nearest(label)
            self._owners[key] = next(
                (
                    one
                    for one in self.scheme.layers
                    if one.kind == kind and layer in ("", one.name) and one.label(name) is not None
                ),
                None,
            )
        return self._owners[key]

    def _find(self, kind: str, layer: str, label: str) -> tuple[Layer, Label]:
        name = self._nearest(label)
        named = self.scheme.layer(layer) if layer else None
        found = named.label(name) if named and named.kind == kind else None
        if named and found:
            return named, found
        try:
            return self.scheme.resolve(name, layer, kind)
        except Refused:
            return self.scheme.resolve(label, layer, kind)

    @staticmethod
    def _nearest(label: str) -> str:
        return label if is_name(label) else as_name(label)
