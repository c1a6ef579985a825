"""The word cursor's longer steps: lines as they are seen, sentences, paragraphs, characters."""

import pytest

from tests.browser.conftest import Open
from tests.browser.labelling_desk import Desk

TEXT = (
    "M. Rutte parle à l’OTAN. Il y dit peu ! Et J. Doe aussi.\n"
    "\n"
    "   Une 👩‍👧 ligne e\u0301lue.  \n"
    "Fin sans point\n"
)
# Keys wait for what they asked for: the last ones may be under way.
BLOCK_REACHED = """
async (wanted) => {
  const block = () => {
    const [pending] = CSS.highlights.get('pending');
    return Number(pending.startContainer.parentElement.closest('.b').dataset.s);
  };
  for (let n = 0; n < 100 && block() !== wanted; n++) {
    await new Promise((done) => setTimeout(done, 50));
  }
  return block();
}
"""


def test_sentences_come_one_after_the_other(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)

    hand.double_click("parle")
    hand.press("Escape")
    hand.double_click("parle")
    seen = []
    for _ in range(6):
        hand.press("s")
        seen += hand.painted("pending")
    assert seen == [
        "M. Rutte parle à l’OTAN.",
        "Il y dit peu !",
        "Et J. Doe aussi.",
        "Une 👩‍👧 ligne e\u0301lue.",
        "Fin sans point",
        "Fin sans point",
    ]
    hand.press("5")
    hand.saved()
    assert desk.marks(document) == [("CLAIM", "Fin sans point")]


def test_a_selection_grows_to_whole_sentences_and_paragraphs(opening: Open) -> None:
    hand, _ = opening(TEXT)

    hand.drag("OTAN", "dit")
    hand.press("s")
    assert hand.painted("pending") == ["M. Rutte parle à l’OTAN. Il y dit peu !"]
    hand.press("p")
    assert hand.painted("pending") == [TEXT.split("\n", maxsplit=1)[0]]
    hand.press("p")
    assert hand.painted("pending") == ["Une 👩‍👧 ligne e\u0301lue."]
    hand.press("p", "p")
    assert hand.painted("pending") == ["Fin sans point"]


def test_characters_are_what_people_see(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)

    hand.double_click("Une")
    hand.press("Alt+Shift+ArrowRight")
    assert hand.painted("pending") == ["Une 👩‍👧"]
    hand.press("Alt+Shift+ArrowLeft", "ArrowRight")
    hand.press("ArrowRight", "ArrowRight", "Alt+Shift+ArrowRight")
    assert hand.painted("pending") == ["e\u0301lue."]
    hand.press("Alt+Shift+ArrowRight")
    assert hand.painted("pending") == ["e\u0301lue.  \nF"]
    hand.press("Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft", "1")
    hand.saved()
    assert desk.marks(document) == [("PER", "e\u0301lue")]


WRAPPED = "mot " * 60 + "\n\n" + "fin " * 30 + "\n"


@pytest.mark.parametrize("width", [1280, 390])
def test_lines_are_those_that_are_seen(opening: Open, width: int) -> None:
    hand, _ = opening(WRAPPED, width=width)

    hand.click("mot", nth=3)
    hand.double_click("mot")
    hand.press("Escape", "ArrowRight")
    tops = []
    for key in ["ArrowDown"] * 4 + ["ArrowUp"] * 3:
        tops.append(top(hand.page))
        hand.press(key)
        assert hand.painted("pending") in (["mot"], ["fin"])
    tops.append(top(hand.page))

    lines = len({*tops[:5]})
    assert lines == 5
    assert tops[4:] == tops[4:0:-1]


def top(page: object) -> int:
    at: int = page.evaluate(  # type: ignore[attr-defined]
        "Math.round([...CSS.highlights.get('pending')][0].getClientRects()[0].top + scrollY)"
    )
    return at


def test_lines_are_added_and_taken_back_with_shift(opening: Open) -> None:
    hand, _ = opening(TEXT)

    hand.double_click("parle")
    hand.press("Shift+ArrowDown")
    (grown,) = hand.painted("pending")
    assert grown.startswith("parle à l’OTAN.")
    assert grown.endswith(("Une", "👩‍👧", "ligne"))
    hand.press("Shift+ArrowDown")
    assert "Fin" in hand.painted("pending")[0]
    hand.press("Shift+ArrowUp")
    assert hand.painted("pending") == [grown]


def test_the_cursor_crosses_what_is_not_drawn_yet(opening: Open) -> None:
    hand, _ = opening("Une ligne de plus ici.\n" * 400)

    hand.double_click("ligne")
    hand.press(*["ArrowDown"] * 120)

    assert hand.page.evaluate(BLOCK_REACHED, 120 * 23) == 120 * 23
    assert hand.painted("pending") == ["ligne"]
