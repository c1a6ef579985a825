"""Where lines and labels lie: beside the text, never on it, and without moving a word of it."""

import random
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from tests.browser.labelling_desk import Desk
from tests.browser.people import sign_in
from tests.browser.serving import Server

PROSE = (
    "Le ministre des Affaires étrangères a déclaré jeudi que l’Union européenne devait agir vite ; "
    "Il y a là, dit-il, un vrai risque pour la paix. Ses voisins de l’Est, eux, attendent de voir.\n"
    "« Nous ne céderons pas », a répondu à Genève la porte-parole d’une délégation qui, depuis "
    "lundi, n’a parlé ni à la presse ni à l’ONU.\n\n"
    "Fin juin, le traité sera lu à New York, puis à Oslo, et l’on votera : oui, non, ou rien du tout.\n"
)
ARABIC = "قال وزير الخارجية يوم الخميس إن الاتحاد الأوروبي يجب أن يتحرك بسرعة، وإن جيرانه في الشرق ينتظرون.\n"
LABELS = ("PER", "ORG", "LOC", "MISC", "CLAIM", "FAVOR", "AGAINST", "NEUTRAL")

TEXT = "() => [...document.querySelectorAll('#document .b')].map((b) => b.textContent).join('')"
# The boxes of the characters, line by line; of the drawn labels; and of the room that lines take below the text.
BOXES = """
() => {
  for (const chunk of document.querySelectorAll('.ck')) chunk.style.contentVisibility = 'visible';
  const box = (r) => [r.left, r.top, r.right, r.bottom];
  const text = [];
  const under = [];
  for (const block of document.querySelectorAll('#document .b')) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const range = new Range();
      range.selectNodeContents(walker.currentNode);
      for (const rect of range.getClientRects()) if (rect.width > 0) text.push(box(rect));
    }
    for (const part of block.querySelectorAll('.g')) {
      const depth = parseFloat(getComputedStyle(part).paddingBottom);
      for (const r of part.getClientRects()) under.push([r.left, r.bottom - depth, r.right, r.bottom]);
    }
  }
  const labels = [...document.querySelectorAll('#document .c')].map((chip) => {
    const at = chip.getBoundingClientRect();
    const style = getComputedStyle(chip, '::after');
    const [top, width, height] = ['top', 'width', 'height'].map((name) => parseFloat(style[name]));
    const rtl = getComputedStyle(chip).direction === 'rtl';
    const left = rtl ? at.right - width : at.left;
    return [left, at.top + top, left + width, at.top + top + height];
  });
  return {text, under, labels, width: document.documentElement.scrollWidth};
}
"""
PLACES = """
() => {
  const places = [];
  const range = new Range();
  for (const block of document.querySelectorAll('#document .b')) {
    const top = block.getBoundingClientRect().left;
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (let i = 0; i < walker.currentNode.length; i++) {
        range.setStart(walker.currentNode, i);
        range.setEnd(walker.currentNode, i + 1);
        const rect = range.getClientRects()[0];
        places.push(rect ? rect.left - top : 0);
      }
    }
  }
  return places;
}
"""

# The labels whose middle shows something else, such as another label.
MISSED = """
() => [...document.querySelectorAll('#document .c')].filter((chip) => {
  chip.scrollIntoView({block: 'center'});
  const at = chip.getBoundingClientRect();
  const found = document.elementFromPoint((at.left + at.right) / 2, (at.top + at.bottom) / 2);
  return found !== chip;
}).map((chip) => chip.outerHTML)
"""

Box = list[float]


def marks(text: str, depth: int = 4) -> Iterator[dict[str, Any]]:
    """Spans on word edges, so many that they lie `depth` deep all over the text."""
    chosen = random.Random(7)  # noqa: S311 -- the same spans every time
    words = [match.span() for match in re.finditer(r"\w[\w’-]*", text)]
    cover = [0] * len(words)
    for size in (1, 1, 2, 5, 9, 14, 1, 3):
        for first in range(0, len(words) - size, size + chosen.choice((0, 1, 2))):
            if max(cover[first : first + size]) < depth:
                cover[first : first + size] = [n + 1 for n in cover[first : first + size]]
                start, end = words[first][0], words[first + size - 1][1]
                yield {"start": start, "end": end, "label": chosen.choice(LABELS)}


@pytest.fixture(scope="module", params=[PROSE * 2, ARABIC * 3 + PROSE], ids=["latin", "arabic"])
def documents(request: pytest.FixtureRequest, desk: Desk) -> tuple[str, int, int]:
    """A text, and the documents that hold it with spans and without."""
    text = request.param
    spans = {(one["start"], one["end"], one["label"]): one for one in marks(text)}.values()
    record = {
        "id": str(uuid4()),
        "text": text,
        "annotations": [one | {"annotator": desk.server.user} for one in spans],
    }
    desk.call("POST", f"/projects/{desk.slug}/documents", [record])
    listed = desk.call("GET", f"/projects/{desk.slug}/documents?limit=100")["items"]
    marked = next(one["id"] for one in listed if one["external_id"] == record["id"])
    (plain,) = desk.put(text)
    return text, marked, plain


@pytest.fixture
def reader(page: Page, width: int, color_scheme: str, server: Server) -> Page:
    """The page, signed in, at each width, light and dark."""
    sign_in(page, server.user, server.password)
    return page


def overlap(one: Box, other: Box, slack: float = 0.5) -> bool:
    """Whether two boxes (left, top, right, bottom) share more than a sliver."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > slack
        and min(one[3], other[3]) - max(one[1], other[1]) > slack
    )


def test_labels_cover_neither_text_nor_each_other(
    reader: Page, documents: tuple[str, int, int]
) -> None:
    text, marked, _ = documents
    reader.goto(f"/documents/{marked}")

    boxes = reader.evaluate(BOXES)
    labels = boxes["labels"]

    assert len(labels) > len(text) / 20
    assert all(right - left > 5 and bottom - top > 5 for left, top, right, bottom in labels)
    assert [(a, b) for a in labels for b in boxes["text"] if overlap(a, b)] == []
    assert [(a, b) for i, a in enumerate(labels) for b in labels[:i] if overlap(a, b)] == []
    assert [(a, b) for a in boxes["under"] for b in boxes["text"] if overlap(a, b)] == []
    assert boxes["width"] <= reader.viewport_size["width"]
    assert reader.evaluate(MISSED) == []


def test_marking_moves_no_word(reader: Page, documents: tuple[str, int, int]) -> None:
    text, marked, plain = documents
    reader.goto(f"/documents/{plain}")
    before = reader.evaluate(PLACES)
    reader.goto(f"/documents/{marked}")
    after = reader.evaluate(PLACES)

    assert reader.evaluate(TEXT) == text
    assert len(before) == len(after) >= len(text)
    assert [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if abs(a - b) > 1] == []


def test_labels_of_wide_letters_fit_on_narrow_text(reader: Page, desk: Desk) -> None:
    text = "il y a, il y va ; il lit ici l’if ; tif, fil, îlot.\n" * 3
    (document,) = desk.put(text)
    for match in list(re.finditer(r"\w+", text))[:20]:
        desk.mark(document, *match.span(), "AGAINST" if match.start() % 2 else "MISC")
    reader.goto(f"/documents/{document}")

    labels = reader.evaluate(BOXES)["labels"]

    assert len(labels) == 20
    assert [(a, b) for i, a in enumerate(labels) for b in labels[:i] if overlap(a, b)] == []
