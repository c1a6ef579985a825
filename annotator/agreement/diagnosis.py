"""The diagnosis: what most of the disagreement is about, each part leading to its examples."""

from dataclasses import dataclass

from annotator.agreement.asked import Asked
from annotator.web.translation import gettext as _

KINDS = ("alone", "edges", "label", "both")


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of disagreement: how many pairs of spans (or lone spans), the share of all, where they are listed."""

    kind: str
    count: int
    share: float
    address: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The kinds of disagreement in a layer of spans or of relations (`layer`), the most frequent first.

    `matched` spans have a counterpart; of these `alike` have the same label and `equal` the same extent.
    """

    layer: str
    total: int
    parts: list[Part]
    matched: int
    alike: int
    equal: int

    def lead(self) -> str:
        """Return what most of it is about; nothing where nobody disagrees."""
        if not self.parts:
            return ""
        first = self.parts[0]
        if first.share <= 0.5:
            return _("No one kind makes up half of the disagreement.")
        return (self._of_spans() if self.layer == "span" else self._of_relations())[first.kind]

    def _of_spans(self) -> dict[str, str]:
        return {
            "alone": _("Most disagreement is about whether to mark a place at all."),
            "edges": _("Most disagreement is about where spans begin and end."),
            "label": _("Most disagreement is about which label a span has."),
            "both": _("Most disagreement is about label and edges at once."),
        }

    def _of_relations(self) -> dict[str, str]:
        return {
            "alone": _("Most disagreement is about whether two spans are joined at all."),
            "edges": _("Most disagreement is about where the joined spans begin and end."),
            "label": _("Most disagreement is about which label a relation has."),
            "both": _("Most disagreement is about the label of relations and the edges of their spans at once."),
        }  # fmt: skip


def diagnose(kinds: dict[str, int], layer: str, asked: Asked) -> Diagnosis:
    """Sort the kinds of disagreement (`matches.KINDS`) by how frequent they are."""
    total = sum(kinds[kind] for kind in KINDS)
    parts = [
        Part(
            kind,
            kinds[kind],
            kinds[kind] / total,
            asked.address(kind=kind, row="", column="", page=""),
        )
        for kind in sorted(KINDS, key=lambda kind: -kinds[kind])
        if kinds[kind]
    ]
    return Diagnosis(
        layer=layer,
        total=total,
        parts=parts,
        matched=kinds["same"] + kinds["edges"] + kinds["label"] + kinds["both"],
        alike=kinds["same"] + kinds["edges"],
        equal=kinds["same"] + kinds["label"],
    )


def kind_name(kind: str, layer: str) -> str:
    """Return what a kind of disagreement in a layer of spans or of relations is called."""
    of_relations = {
        "same": _("the same"),
        "alone": _("relations that only one of two annotators made"),
        "edges": _("same label, spans with other edges"),
        "label": _("same spans, other label"),
        "both": _("other label and spans with other edges"),
    }
    if layer == "relation":
        return of_relations.get(kind, kind)
    names = {
        "same": _("the same"),
        "alone": _("spans that only one of two annotators marked"),
        "edges": _("same label, other edges"),
        "label": _("same edges, other label"),
        "both": _("other label and other edges"),
    }
    return names.get(kind, kind)
