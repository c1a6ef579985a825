"""Offsets in real pages: what is selected in the browser is what is counted in the stored text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.labelling_desk import Desk, open_desk
from tests.browser.labelling_texts import OWN, Case, shared
from tests.browser.serving import Server

# Finds the points by UTF-16 indices over all text nodes, which knows nothing of blocks or code points.
PROBE = """
async ([start, end, backwards]) => {
  const {rangeToOffsets, offsetsToRange} = await import('/static/js/offsets.js');
  const root = document.getElementById('document');
  const point = (units) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (units <= node.length) return [node, units];
      units -= node.length;
    }
  };
  const [from, to] = [point(start), point(end)];
  const selection = getSelection();
  selection.setBaseAndExtent(...(backwards ? [...to, ...from] : [...from, ...to]));
  const range = selection.getRangeAt(0);
  const offsets = rangeToOffsets(root, range);
  const back = offsetsToRange(root, offsets.start, offsets.end);
  const again = rangeToOffsets(root, back);
  return [[offsets.start, offsets.end, range.toString()], [again.start, again.end, back.toString()]];
}
"""
TEXT = "() => [...document.querySelectorAll('#document .b')].map((b) => b.textContent).join('')"
REPLACE_CHUNKS = """
async () => {
  const {replace} = await import('/static/js/swap.js');
  const url = document.getElementById('document').dataset.url;
  for (const chunk of document.querySelectorAll('.ck')) {
    const answer = await fetch(`${url}/chunks/${chunk.id.slice(2)}`);
    await replace(chunk, await answer.text());
  }
}
"""


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check(page: Page, case: Case) -> None:
    """Every extent of the case is found, selected from either end, and found back."""
    assert page.evaluate(TEXT) == case.text
    for start, end, quote in case.quotes:
        at = [units(case.text[:start]), units(case.text[:end])]
        for backwards in (False, True):
            found = page.evaluate(PROBE, [*at, backwards])
            assert found == [[start, end, quote]] * 2, (case.name, backwards)


def decoys(case: Case) -> set[tuple[int, int]]:
    """Extents that start before, in and after what is to be found, and cut through it."""
    size = len(case.text)
    wanted = set()
    for start, end, _ in case.quotes:
        middle = (start + end) // 2
        wanted |= {(start - 1, middle), (middle, end + 1), (start, end), (0, size)}
        wanted |= {(start, start + 1), (end - 1, end), (start - 3, start), (end, end + 2)}
    inside = {(max(a, 0), min(b, size)) for a, b in wanted}
    return {(a, b) for a, b in inside if a < b}


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    """A project for the hard texts."""
    return open_desk(server)


def walk(page: Page, desk: Desk, cases: list[Case]) -> Iterator[tuple[Case, int]]:
    """Open the document of one case after the other."""
    for case, document in zip(cases, desk.put(*(case.text for case in cases)), strict=True):
        page.goto(f"/documents/{document}")
        yield case, document


@pytest.fixture(params=["own", "shared"])
def cases(request: pytest.FixtureRequest) -> list[Case]:
    """Our own texts, then those of the corpora."""
    if request.param == "own":
        return OWN
    corpora: Path = request.getfixturevalue("corpora")
    return list(shared(corpora))


def test_offsets_are_exact_in_plain_text(admin_page: Page, desk: Desk, cases: list[Case]) -> None:
    for case, _ in walk(admin_page, desk, cases):
        check(admin_page, case)


def test_offsets_are_exact_among_spans_and_in_what_is_swapped_in(
    admin_page: Page, desk: Desk, cases: list[Case]
) -> None:
    for case, document in walk(admin_page, desk, cases):
        for start, end in sorted(decoys(case)):
            desk.mark(document, start, end)

        admin_page.reload()
        check(admin_page, case)
        admin_page.evaluate(REPLACE_CHUNKS)
        check(admin_page, case)
        label_by_key(admin_page, case)
        check(admin_page, case)


def label_by_key(page: Page, case: Case) -> None:
    """Label the first extent of the case, so that the server sends its blocks anew."""
    start, end, _ = case.quotes[0]
    revision = page.get_attribute("#document", "data-revision")
    page.evaluate(PROBE, [units(case.text[:start]), units(case.text[:end]), False])
    page.focus("#document")
    page.keyboard.press("2")
    page.locator(f"#document:not([data-revision='{revision}'])").wait_for()


SURROGATES = """
async () => {
  const {rangeToOffsets} = await import('/static/js/offsets.js');
  const node = document.querySelector('#document .b').firstChild;
  const range = new Range();
  range.setStart(node, 2);
  range.setEnd(node, 5);
  return rangeToOffsets(document.getElementById('document'), range);
}
"""


def test_a_point_inside_a_surrogate_pair_moves_outward(admin_page: Page, desk: Desk) -> None:
    (document,) = desk.put("a🎈b🎈c")
    admin_page.goto(f"/documents/{document}")

    assert admin_page.evaluate(SURROGATES) == {"start": 1, "end": 4}


CLAMPED = """
async (points) => {
  const {rangeToOffsets} = await import('/static/js/offsets.js');
  const root = document.getElementById('document');
  const places = {body: document.body, region: root, chunk: root.querySelector('.ck')};
  for (const [n, block] of root.querySelectorAll('.b').entries()) {
    places[`block ${n}`] = block;
    places[`text ${n}`] = block.firstChild;
  }
  const [from, at, to, until] = points;
  const range = new Range();
  range.setStart(places[from], at);
  range.setEnd(places[to], until < 0 ? places[to].childNodes.length : until);
  const {start, end} = rangeToOffsets(root, range);
  return [start, end];
}
"""
THREE_BLOCKS = "deux\n🎈\nfin"


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (["body", 0, "body", -1], [0, 10]),
        (["region", 0, "region", -1], [0, 10]),
        (["chunk", 1, "chunk", 2], [5, 7]),
        (["block 1", 0, "block 2", 0], [5, 7]),
        (["body", 0, "text 0", 2], [0, 2]),
        (["text 2", 1, "body", -1], [8, 10]),
        (["body", 0, "body", 0], [0, 0]),
        (["text 1", 2, "text 2", 3], [6, 10]),
    ],
)
def test_points_outside_of_the_text_are_clamped_to_it(
    admin_page: Page, desk: Desk, points: list[Any], expected: list[int]
) -> None:
    (document,) = desk.put(THREE_BLOCKS)
    admin_page.goto(f"/documents/{document}")

    assert admin_page.evaluate(CLAMPED, points) == expected
