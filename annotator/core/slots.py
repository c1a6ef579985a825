"""Slots: what can lead from a span to another one, the roles of its layer and the relation labels that may begin there."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.core.scheme import Label, Role, Scheme


@dataclass(frozen=True, slots=True)
class Slot:
    """A role or relation label. `sources` and `targets` name the span layers it may join; empty means any."""

    name: str
    layer: str
    is_role: bool
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    free_text: bool = False
    required: bool = False
    description: str = ""

    def begins_at(self, layer: str) -> bool:
        """Say whether it may lead from a span of this layer."""
        return not self.sources or layer in self.sources

    def leads_to(self, layer: str) -> bool:
        """Say whether it may lead to a span of this layer."""
        return not self.targets or layer in self.targets


def slots(scheme: Scheme) -> Iterator[Slot]:
    """Yield the slots for new work: the roles, then the relation labels, each in the order of the scheme."""
    for layer in scheme.of_kind("span"):
        yield from (_role(role, layer.name) for role in layer.roles if not role.archived)
    for layer in scheme.of_kind("relation"):
        yield from (_relation(label, layer.name) for label in layer.labels if not label.archived)


def _role(role: Role, layer: str) -> Slot:
    return Slot(
        role.name,
        layer,
        is_role=True,
        sources=(layer,),
        targets=role.layers,
        implied=role.implied,
        free_text=role.free_text,
        required=role.required,
        description=role.description,
    )


def _relation(label: Label, layer: str) -> Slot:
    return Slot(
        label.name,
        layer,
        is_role=False,
        sources=label.sources,
        targets=label.targets,
        description=label.description,
    )
