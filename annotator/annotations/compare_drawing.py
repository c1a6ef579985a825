"""Drawing the work of several people under one text: whose each span is, and how it differs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from uuid import UUID

from annotator.annotations.rendering import Canvas, Drawing, short_quote
from annotator.core.comparison import Group
from annotator.core.lane_groups import place_in_groups
from annotator.core.lanes import Placed
from annotator.core.spans import Span

SIGNS = {
    "same": "=",
    "label": "≠",
    "split": "÷",
    "boundary": "↔",
    "fragments": "⋯",
    "missed": "∅",
    "attributes": "≈",
    "relations": "→",
}
LOOKS = {"fragments": "boundary", "attributes": "detail", "relations": "detail"}
"""What is drawn alike; every other kind has a look of its own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of one side as it is drawn. `anchor` is empty when another side's span has its id already."""

    span: Span
    side: int
    group: int
    kinds: tuple[str, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All spans of a comparison, numbered; `placed` are their stand-ins, whose ids are these numbers."""

    every: tuple[Mark, ...]
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """How this page speaks of what is drawn: people, kinds, the groups in its list, and the address that lists others."""

    names: Sequence[str]
    kinds: Mapping[str, str]
    listed: Collection[int]
    address: str


def tags_of(names: Sequence[str]) -> list[str]:
    """Return for each name its beginning, long enough to tell them apart and three letters at most, or its place."""
    for length in (1, 2, 3):
        tags = [name.lstrip("(")[:length] for name in names]
        if len({tag.casefold() for tag in tags}) == len(tags):
            return tags
    return [str(place) for place in range(1, len(names) + 1)]


def draw_marks(canvas: Canvas, groups: Iterable[Group], names: Sequence[str]) -> Marks:
    """Place the spans of all sides under the text."""
    every, taken = [], set[UUID]()
    for number, group in enumerate(groups):
        for side, own in enumerate(group.spans):
            for span in own:
                anchor = "" if span.id in taken else str(span.id)
                taken.add(span.id)
                every.append(Mark(span, side, number, group.kinds, anchor))
    tags, sides = tags_of(names), [list[Span]() for _ in names]
    for at, mark in enumerate(every):
        # The stand-in's label is what is drawn, so that its lane has room for it.
        shown = f"{tags[mark.side]} {mark.span.label} {_signs(mark.kinds)}"
        sides[mark.side].append(replace(mark.span, id=UUID(int=at), label=shown))
    return Marks(tuple(every), tuple(place_in_groups(sides, canvas.text, canvas.blocks)))


def _signs(kinds: Sequence[str]) -> str:
    return "".join(SIGNS[kind] for kind in kinds or ("same",))


class CompareDrawing(Drawing):
    """Spans of several sides: coloured by how they differ, their labels led by whose they are."""

    def __init__(self, canvas: Canvas, marks: Marks, naming: Naming) -> None:
        """Draw these marks with these words."""
        super().__init__(canvas, marks.placed)
        self.every, self.naming = marks.every, naming

    def key(self, one: Placed) -> str:
        """Return the number of the span's group."""
        return str(self._mark(one).group)

    def look_of(self, one: Placed) -> str:
        """Return the look of the gravest difference."""
        kinds = self._mark(one).kinds
        return LOOKS.get(kinds[0], kinds[0]) if kinds else "same"

    def chip(self, one: Placed, index: int) -> str:
        """Draw whose span it is, its label and signs; the first one leads to its row in the list."""
        mark = self._mark(one)
        crowded = " x" if one.crowded else ""
        shown = f'l{one.lane}{crowded} k{self.look_of(one)}" data-t="{escape(one.span.label)}"'
        if index != one.first:
            return f'<b class="c cc {shown} aria-hidden="true"></b>'
        anchor = f' id="s-{mark.anchor}"' if mark.anchor else ""
        name = f'{anchor} aria-label="{escape(self._name(mark))}"'
        row = f"#d-{mark.group}"
        if mark.group not in self.naming.listed:
            if not mark.kinds:
                return f'<b class="c {shown}{name} role="img"></b>'
            row = f"{self.naming.address}&span={mark.span.id}{row}"
        return f'<a class="c {shown}{name} tabindex="-1" href="{escape(row)}"></a>'

    def _mark(self, one: Placed) -> Mark:
        return self.every[one.span.id.int]

    def _name(self, mark: Mark) -> str:
        differs = ", ".join(self.naming.kinds[kind] for kind in mark.kinds or ("same",))
        quote = short_quote(self.canvas.text, mark.span)
        return f"{self.naming.names[mark.side]}: {mark.span.label}: {quote} ({differs})"
