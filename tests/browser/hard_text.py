"""One document of a megabyte that holds every hard text, and where a hand meets what is to be labelled in them."""

from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.labelling_texts import OWN, shared

SIZE = 1_000_000
FILLER = "Rien à signaler sur cette ligne, ni sur la suivante, ni même plus loin. " * 6 + "\n"
Spot = tuple[float, float]


@dataclass(frozen=True)
class Target:
    """A stretch of the document to be labelled: code points, and where its UTF-16 begins."""

    name: str
    start: int
    end: int
    quote: str
    units: int


def units(text: str) -> int:
    """Return how many UTF-16 code units a text has."""
    return len(text.encode("utf-16-le")) // 2


def assembled(corpora: Path) -> tuple[str, list[Target]]:
    """Put all texts into one, filler between them; no text is changed."""
    cases = [*OWN, *shared(corpora)]
    gap = FILLER * (SIZE // len(FILLER) // len(cases))
    pieces = [gap + case.text + "\n" * (not case.text.endswith("\n")) for case in cases]
    ends = zip(accumulate(map(len, pieces)), accumulate(map(units, pieces)), strict=True)
    targets = []
    for case, piece, (points, code_units) in zip(cases, pieces, ends, strict=True):
        base = points - len(piece) + len(gap)
        before = code_units - units(piece) + units(gap)
        for start, end, quote in case.quotes:
            at = before + units(case.text[:start])
            targets.append(Target(case.name, base + start, base + end, quote, at))
    return "".join(pieces), targets


# Brings a stretch into view and tells whether its line runs from right to left, and where to press and let go so that
# just this is selected: where the browser puts its caret at the edges, which bidirectional text has in odd places.
PLACES = """
([units, quote]) => {
  const root = document.getElementById('document');
  const blocks = [...root.querySelectorAll('.b')];
  window.starts ??= (() => {
    const sums = [0];
    for (const block of blocks) sums.push(sums.at(-1) + block.textContent.length);
    return sums;
  })();
  const point = (at) => {
    const n = starts.findIndex((start) => start > at) - 1;
    let rest = at - starts[n];
    const walker = document.createTreeWalker(blocks[n], NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (rest < walker.currentNode.length) return [walker.currentNode, rest];
      rest -= walker.currentNode.length;
    }
  };
  const signs = [...new Intl.Segmenter('und').segment(quote)];
  const first = [units, units + signs[0].segment.length];
  const last = [units + signs.at(-1).index, units + quote.length];
  const block = point(units)[0].parentElement.closest('.b');
  block.scrollIntoView({block: 'center'});
  if (block.getBoundingClientRect().height > innerHeight / 2) {
    const range = new Range();
    range.setStart(...point(units));
    range.collapse(true);
    scrollBy(0, range.getBoundingClientRect().top - innerHeight / 2);
  }
  const boxes = [first, last, [first[0], last[1]]].flatMap(([from, to]) => {
    const range = new Range();
    range.setStart(...point(from));
    const [node, at] = point(to - 1);
    range.setEnd(node, at + 1);
    return [...range.getClientRects()];
  });
  const found = (isEnd) => {
    const wanted = new Range();
    const [node, at] = point(isEnd ? last[1] - 1 : first[0]);
    wanted.setStart(node, isEnd ? at + 1 : at);
    for (const {left, right, top, bottom} of isEnd ? boxes.toReversed() : boxes) {
      const y = (top + bottom) / 2;
      const fit = [];
      for (let x = left - 1; x <= right + 1; x += 0.5) {
        const caret = document.caretPositionFromPoint(x, y);
        if (!caret || !root.contains(caret.offsetNode)) continue;
        const here = new Range();
        here.setStart(caret.offsetNode, caret.offset);
        const between = new Range();
        const order = here.compareBoundaryPoints(Range.START_TO_START, wanted);
        between.setStart(...(order < 0 ? [here.startContainer, here.startOffset] : [wanted.startContainer, wanted.startOffset]));
        between.setEnd(...(order < 0 ? [wanted.startContainer, wanted.startOffset] : [here.startContainer, here.startOffset]));
        if (!between.toString()) fit.push(x);
      }
      // Not at the very edge, where a drag may begin on either side.
      if (fit.length) return [fit[Math.floor(fit.length / 4)], y];
    }
    return null;
  };
  const isDrawn = [units, last[1] - 1].every((at) => !point(at)[0].parentElement.closest('[data-lazy]'));
  return [isDrawn, getComputedStyle(block).direction === 'rtl', found(false), found(true)];
}
"""
CARET = """
([units, quote]) => {
  const blocks = document.querySelectorAll('#document .b');
  const n = starts.findIndex((start) => start > units) - 1;
  const walker = document.createTreeWalker(blocks[n], NodeFilter.SHOW_TEXT);
  for (let rest = units - starts[n]; walker.nextNode(); rest -= walker.currentNode.length) {
    if (rest < walker.currentNode.length) return getSelection().collapse(walker.currentNode, rest);
  }
}
"""
"""Puts the caret somewhere in what `PLACES` brought into view, as a click does."""


def seen(page: Page, target: Target) -> tuple[bool, Spot | None, Spot | None]:
    """Bring a stretch into view; return whether its line runs from right to left, and where its edges are.

    Waits until its spans could be drawn.
    """
    for _ in range(100):
        is_drawn, is_rtl, start, end = page.evaluate(PLACES, [target.units, target.quote])
        if is_drawn:
            break
        page.wait_for_timeout(20)
    assert is_drawn
    page.evaluate("new Promise(requestAnimationFrame)")
    is_rtl, start, end = page.evaluate(PLACES, [target.units, target.quote])[1:]
    return is_rtl, start, end
