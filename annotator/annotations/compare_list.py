"""The list of where people differ: by kind and layer, a page at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from annotator.annotations.comparing import Compared
from annotator.annotations.links import end_shown
from annotator.annotations.rendering import short_quote
from annotator.core.comparison import KINDS, Group
from annotator.core.errors import Refused
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence
from annotator.core.spans import AttributeValue, Span

PAGE = 100
"""Rows on a page."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is to show: a kind (`same` for what does not differ), a layer, a page; empty means any.

    `current` is the group people are at: where it would not be shown, the filters give way.
    """

    kind: str = ""
    layer: str = ""
    page: int = 0
    current: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A span in the list: its quote, and what it has where that differs."""

    span: Span
    quote: str
    attributes: tuple[tuple[str, AttributeValue], ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Spans that stand for each other: those of each side, and where the first begins."""

    number: int
    start: int
    layer: str
    kinds: tuple[str, ...]
    sides: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list. `numbers` are those of all groups in it; counts are of groups, by kind and by layer."""

    chosen: Chosen
    numbers: tuple[int, ...]
    entries: tuple[Entry, ...]
    pages: int
    kinds: dict[str, int]
    layers: dict[str, int]

    @property
    def before(self) -> int:
        """How many groups are on the pages before."""
        return PAGE * (self.chosen.page - 1)

    @property
    def earlier(self) -> int | None:
        """The last group of the page before."""
        return self.numbers[self.before - 1] if self.before else None

    @property
    def later(self) -> int | None:
        """The first group of the next page."""
        after = self.before + PAGE
        return self.numbers[after] if after < len(self.numbers) else None


def check_chosen(kind: str, layer: str, scheme: Scheme) -> None:
    """Refuse kinds and layers that are not there."""
    if kind not in ("", "same", *KINDS):
        message = sentence(
            "There is no kind %(kind)s; there are: %(options)s.",
            kind=kind,
            options=", ".join((*KINDS, "same")),
        )
        raise Refused.field("kind", message)
    layers = [one.name for one in scheme.layers if one.kind == "span"]
    if layer and layer not in layers:
        raise Refused.field(
            "layer",
            sentence(
                "There is no span layer %(layer)s; there are: %(layers)s.",
                layer=layer,
                layers=", ".join(layers),
            ),
        )


def list_groups(text: str, compared: Compared, chosen: Chosen) -> Listing:
    """Return a page of the groups that are asked for."""
    groups, at = compared.groups, chosen.current
    if at is not None and not _fits(groups[at], chosen):
        chosen = Chosen("" if groups[at].kinds else "same", "", 0, at)
    numbers = tuple(number for number, group in enumerate(groups) if _fits(group, chosen))
    pages = max(1, -(-len(numbers) // PAGE))
    page = chosen.page or (numbers.index(at) // PAGE + 1 if at is not None else 1)
    page = min(max(page, 1), pages)
    shown = numbers[PAGE * (page - 1) : PAGE * page]
    any_kind, any_layer = Chosen(layer=chosen.layer), Chosen(kind=chosen.kind)
    return Listing(
        chosen=Chosen(chosen.kind, chosen.layer, page, at),
        numbers=numbers,
        entries=tuple(_entry(text, compared, number) for number in shown),
        pages=pages,
        kinds=_kinds([group for group in groups if any_kind.layer in ("", group.layer)]),
        layers=dict(Counter(group.layer for group in groups if _fits(group, any_layer))),
    )


def _fits(group: Group, chosen: Chosen) -> bool:
    if chosen.layer not in ("", group.layer):
        return False
    if chosen.kind == "same":
        return not group.kinds
    return chosen.kind in group.kinds if chosen.kind else bool(group.kinds)


def _kinds(groups: Sequence[Group]) -> dict[str, int]:
    """Count the groups of each kind; under "" those that differ in any way."""
    counts = Counter(kind for group in groups for kind in group.kinds)
    same = sum(not group.kinds for group in groups)
    return {"": len(groups) - same} | {kind: counts[kind] for kind in KINDS} | {"same": same}


def _entry(text: str, compared: Compared, number: int) -> Entry:
    group = compared.groups[number]

    def item(side: int, span: Span) -> Item:
        attributes = tuple(span.attributes.items()) if "attributes" in group.kinds else ()
        links = _links(text, compared, side, span.id) if "relations" in group.kinds else ()
        return Item(span, short_quote(text, span), attributes, links)

    sides = tuple(tuple(item(at, span) for span in own) for at, own in enumerate(group.spans))
    return Entry(number, group.first.start, group.layer, group.kinds, sides)


def _links(text: str, compared: Compared, side: int, span_id: UUID) -> tuple[tuple[str, str], ...]:
    links = compared.relations[side].get(span_id, ())
    return tuple((link.label, end_shown(link, compared.spans[side], text)) for link in links)
