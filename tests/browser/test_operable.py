"""The labelling page for everybody: names in the accessibility tree, all acts without a pointer, buttons for what keys do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, Open
from tests.browser.labelling_desk import Desk, open_desk
from tests.browser.labelling_hand import Hand, open_text
from tests.browser.linking_hand import inspected, links, select_stance
from tests.browser.people import sign_in
from tests.browser.serving import Server

Axe = Callable[[Page], list[str]]
DEMO = "/documents/1?annotator=ana"
# Swallows whatever a pointer does before the page hears of it.
NO_POINTER = """
for (const kind of ['pointerdown', 'pointerup', 'pointermove', 'mousedown', 'mouseup', 'mousemove', 'dblclick', 'touchstart']) {
  addEventListener(kind, (event) => { event.stopImmediatePropagation(); event.preventDefault(); }, {capture: true});
}
"""


def names_in_tree(page: Page) -> list[str]:
    """Return the names of all buttons in the browser's accessibility tree."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        str(node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored") and node.get("role", {}).get("value") == "button"
    ]


def test_accessibility_tree_names_every_span_with_label_and_quote(
    admin_page: Page, desk: Desk
) -> None:
    admin_page.goto(DEMO)
    chips = Hand(admin_page).chips()
    stored = desk.call("GET", "/documents/1/annotations?annotator=ana")["spans"]

    assert len(chips) == len(stored) > 5
    assert set(chips) <= set(names_in_tree(admin_page))
    for span in stored:
        beginning = f"{span['label']}: {span['quote'].split()[0]}"
        assert any(name.startswith(beginning) for name in chips), span


def test_clicks_in_the_work_of_others_go_from_inner_to_outer_spans(
    admin_page: Page, desk: Desk
) -> None:
    spans = desk.call("GET", "/documents/1/annotations?annotator=ana")["spans"]
    inner, outer = next(
        (one, two)
        for one in spans
        for two in spans
        if two["start"] <= one["start"] and one["end"] <= two["end"] and one["id"] != two["id"]
    )
    admin_page.goto(DEMO)
    chip = admin_page.locator(f"[id='s-{inner['id']}']")
    chip.scroll_into_view_if_needed()
    box = chip.locator("..").bounding_box()
    assert box
    inspector = admin_page.locator("#inspector")

    for wanted in (inner, outer, inner):
        admin_page.mouse.click(box["x"] + 5, box["y"] + 8)
        expect(inspector).to_have_attribute("data-of", wanted["id"])


def test_page_is_operable_without_a_pointer(new_page: NewPage, server: Server, desk: Desk) -> None:
    page = new_page()
    page.add_init_script(NO_POINTER)
    sign_in(page, server.user, server.password)
    hand, document = open_text(page, desk, "Élise Mercier affirme que tout va bien à Brest.\n")
    following = desk.put("La suite.\n")[0]
    keys = page.keyboard

    for _ in range(40):
        if page.evaluate("document.activeElement.id") == "document":
            break
        keys.press("Tab")
    for way in (
        ["ArrowRight", "Shift+ArrowRight", "1"],
        [*["ArrowRight"] * 3, *["Shift+ArrowRight"] * 2, "5"],
    ):
        hand.press(*way)
        hand.saved()
    expect(page.locator("#status")).to_contain_text("2 spans")
    keys.press("r")
    letter = page.locator("#document .c[data-hint]").first.get_attribute("data-hint") or ""
    keys.press(letter)
    hand.saved()
    assert links(desk, document) == [("claimer", "tout va bien", "Élise Mercier")]
    keys.press("Control+z")
    hand.saved()
    assert links(desk, document) == []
    keys.press("Control+Shift+z")
    hand.saved()
    keys.press("Control+Enter")
    page.wait_for_url(f"**/documents/{following}")

    assert desk.call("GET", f"/documents/{document}/annotations")["status"] == "done"


def test_buttons_move_the_edges_and_keep_the_focus(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    page = hand.page
    hand.press("Tab", "Tab", "e")
    inspected(hand, "CLAIM: la ligne coûtera trop cher")

    button = page.get_by_role("button", name="End of the span: a word back")
    button.focus()
    page.keyboard.press("Enter")
    hand.saved()
    inspected(hand, "CLAIM: la ligne coûtera trop")
    expect(button).to_be_focused()
    page.get_by_role("button", name="Start of the span: a word on").click()
    hand.saved()

    assert ("CLAIM", "ligne coûtera trop") in desk.marks(document)


def test_buttons_take_the_sentence_and_the_paragraph(opening: Open) -> None:
    hand, _ = opening("Un mot. Deux mots ici.\nLa suite.\n")
    hand.double_click("mots")
    hand.popover.get_by_role("button", name="The sentence").click()
    assert hand.painted("pending") == ["Deux mots ici."]
    hand.popover.get_by_role("button", name="The paragraph").click()

    assert hand.painted("pending") == ["Un mot. Deux mots ici."]
    expect(hand.popover).to_be_visible()


def test_reading_others_work_follows_the_active_span(
    admin_page: Page, axe: Axe, width: int
) -> None:
    page = admin_page
    page.goto(DEMO, wait_until="networkidle")
    box = page.locator("#inspector")
    page.locator("#document").focus()
    page.keyboard.press("Tab")
    chip = page.locator("#document .c:focus")
    expect(chip).to_have_count(1)
    first = (chip.get_attribute("id") or "")[2:]
    expect(page.locator(f'#inspector[data-of="{first}"]')).to_be_visible()
    expect(box.get_by_role("button")).to_have_count(0)
    assert axe(page) == []

    page.locator("#panel tr a[href^='#s-']").nth(3).click()
    expect(page.locator("#panel tr[aria-current]")).to_have_count(1)
    expect(page.locator(f'#inspector[data-of="{first}"]')).to_have_count(0)
    chip = page.locator("#document .c[id]").nth(4)
    chip.dispatch_event("click")
    expect(
        page.locator(f'#inspector[data-of="{(chip.get_attribute("id") or "")[2:]}"]')
    ).to_be_visible()


def test_pages_of_others_spans_stay_theirs(
    new_page: NewPage, server: Server, admin_page: Page
) -> None:
    theirs = open_desk(server)
    name = "pagina"
    server.flask("user", "create", name)
    server.flask("member", "add", theirs.slug, name, "--role", "annotator")
    token = server.flask("token", "create", name).split()[-1]
    words = " ".join(f"mot{n:02d}" for n in range(40))
    (document,) = theirs.put(words)
    worker = Desk(server, token, theirs.slug)
    for n in range(40):
        worker.mark(document, 6 * n, 6 * n + 5)
    admin_page.goto(f"/documents/{document}?annotator={name}")
    expect(admin_page.locator("#panel tbody tr")).to_have_count(25)
    admin_page.get_by_role("link", name="Later spans").click()

    expect(admin_page.locator("#panel tbody tr")).to_have_count(15)
    expect(admin_page.locator("#panel")).to_contain_text("mot39")
    expect(admin_page.locator("#panel select")).to_have_count(0)


@pytest.mark.parametrize(
    "setting",
    [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"contrast": "more"}],
    ids=str,
)
def test_page_honours_what_the_device_asks_for(
    new_page: NewPage, server: Server, axe: Axe, setting: dict[str, str]
) -> None:
    page = new_page(**setting)
    sign_in(page, server.user, server.password)
    page.goto(DEMO)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => {"
        "const {transitionDuration, animationName} = getComputedStyle(one);"
        "return animationName !== 'none' || /[1-9]/.test(transitionDuration)}).length"
    )
    chips = page.locator("#document .c[id]")

    assert moving == 0
    assert axe(page) == []
    expect(chips.first).to_be_attached()


def test_notes_by_keyboard(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    page = hand.page

    hand.press("m")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("m. à revoir")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    hand.saved()
    page.keyboard.press("Escape")
    expect(page.locator("#document")).to_be_focused()
    hand.press("Tab", "Tab", "m")
    expect(page.locator("#span-note")).to_be_focused()
    page.keyboard.type("sûr ?")
    page.keyboard.press("Escape")
    expect(page.locator("#document .c:focus")).to_have_count(1)
    hand.saved()

    expect(page.locator("#panel")).to_contain_text("sûr ?")
    work = desk.call("GET", f"/documents/{document}/annotations")
    assert work["note"] == "m. à revoir"
    assert [span["note"] for span in work["spans"] if span.get("note")] == ["sûr ?"]


def test_states_of_the_labelling_page_have_no_faults(
    opening_marked: Open, axe: Axe, width: int, color_scheme: str
) -> None:
    hand, _ = opening_marked(width=width, color_scheme=color_scheme)
    page = hand.page
    select_stance(hand)
    assert axe(page) == []
    hand.press("7")
    hand.saved()
    inspected(hand, "AGAINST: s’oppose")
    assert axe(page) == []
    page.locator("#skip summary").click()
    page.locator("#about summary, #quote summary").first.click()
    hand.press("g")
    expect(page.locator("#guidelines")).to_be_visible()
    assert axe(page) == []
    hand.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
