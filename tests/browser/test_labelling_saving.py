"""Nothing that was labelled is lost or doubled, whatever the network, the session or the mouse does meanwhile."""

from playwright.sync_api import Page, Route, expect

from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand, open_text
from tests.browser.people import sign_in
from tests.browser.serving import Server

TEXT = "La Norvège et la Suède parlent.\nLe Danemark écoute la Finlande.\nPersonne ne rit.\n"
CREATED = "**/documents/*/spans"


def test_without_a_network_acts_wait_in_order(
    admin_page: Page, desk: Desk, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)

    admin_page.context.set_offline(True)
    hand.double_click("Suède")
    hand.press("3")
    expect(admin_page.locator("#status")).to_contain_text("Not saved")
    hand.press("2")
    hand.double_click("Danemark")
    hand.press("3")
    assert hand.painted("pending") == ["Suède", "Danemark"]
    assert desk.marks(document) == []

    admin_page.context.set_offline(False)
    hand.saved()
    assert desk.marks(document) == [("ORG", "Suède"), ("LOC", "Danemark")]
    assert hand.painted("pending") == []
    assert hand.chips() == ["ORG: Suède", "LOC: Danemark"]
    forgive("ERR_INTERNET_DISCONNECTED")


def test_an_act_whose_answer_was_lost_is_not_done_twice(
    admin_page: Page, desk: Desk, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    keys: list[str] = []

    def lose_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            route.continue_()
            return
        route.fetch()
        route.abort()

    admin_page.route(CREATED, lose_first_answer)
    hand.double_click("Norvège")
    hand.press("3")
    hand.saved()

    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert desk.marks(document) == [("LOC", "Norvège")]
    assert hand.chips() == ["LOC: Norvège"]
    forgive("ERR_FAILED")


def test_leaving_with_work_that_the_browser_does_not_keep_is_asked_about(
    admin_page: Page, desk: Desk, forgive: Forgive
) -> None:
    admin_page.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    hand, document = open_text(admin_page, desk, TEXT)
    asked: list[str] = []
    admin_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    admin_page.context.set_offline(True)
    hand.double_click("Suède")
    hand.press("3")
    expect(admin_page.locator("#status")).to_contain_text("Not saved")
    expect(admin_page.locator("#status")).to_contain_text("Keep this page open")
    admin_page.evaluate("() => { location.href = '/account' }")
    admin_page.context.set_offline(False)
    hand.saved()

    assert asked == ["beforeunload"]
    assert desk.marks(document) == [("LOC", "Suède")]
    forgive("ERR_INTERNET_DISCONNECTED")


def test_a_refusal_is_said_and_the_selection_kept(
    admin_page: Page, desk: Desk, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    span = desk.mark(document, TEXT.index("Suède"), TEXT.index("Suède") + 5)
    admin_page.reload()

    hand.press("Tab")
    desk.call("DELETE", f"/documents/{document}/spans/{span}")
    hand.press("2")
    expect(admin_page.locator("#alert")).not_to_be_empty()
    assert desk.marks(document) == []

    said = '<hx-partial hx-target="#alert" hx-swap="innerHTML">No such luck.</hx-partial>'
    hand.page.route(CREATED, lambda route: route.fulfill(status=422, body=said))
    hand.double_click("Danemark")
    hand.press("2")
    expect(admin_page.locator("#alert")).to_have_text("No such luck.")
    assert hand.painted("pending") == ["Danemark"]
    admin_page.unroute(CREATED)
    hand.press("2")
    hand.saved()
    assert desk.marks(document) == [("ORG", "Danemark")]
    expect(admin_page.locator("#alert")).to_be_empty()
    forgive("Failed to load resource: the server responded with a status of 4")


def test_signing_in_again_saves_what_waited(
    admin_page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)

    admin_page.context.clear_cookies()
    hand.double_click("Danemark")
    hand.press("3")
    expect(admin_page.locator("#sign-in")).to_be_visible()
    assert hand.painted("pending") == ["Danemark"]

    sign_in(admin_page.context.new_page(), server.user, server.password)
    hand.saved()
    assert desk.marks(document) == [("LOC", "Danemark")]
    expect(admin_page.locator("#sign-in")).to_be_hidden()
    expect(admin_page.locator("#alert")).to_be_empty()
    forgive("Failed to load resource: the server responded with a status of 40")


def test_an_answer_waits_for_the_drag_to_end(admin_page: Page, desk: Desk) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    admin_page.route(CREATED, hold)
    hand.double_click("Norvège")
    hand.press("3")

    hand.press_and_move("Suède", "parlent", (0.3, 0.7))
    before = hand.selected()
    with admin_page.expect_response(CREATED):
        held[0].continue_()
    admin_page.wait_for_timeout(200)
    assert hand.selected() == before
    assert hand.chips() == []

    admin_page.mouse.up()
    hand.saved()
    assert hand.chips() == ["LOC: Norvège"]
    assert hand.selected() == "Suède parlent"
    assert hand.painted("pending") == ["Suède parlent"]
    admin_page.unroute(CREATED)
    hand.press("4")
    hand.saved()
    assert desk.marks(document) == [("LOC", "Norvège"), ("MISC", "Suède parlent")]


def test_focus_and_active_span_outlive_a_swap(admin_page: Page, desk: Desk) -> None:
    hand, _ = open_text(admin_page, desk, TEXT)
    hand.double_click("Suède")
    hand.press("3")
    hand.saved()

    for key in ("1", "2", "]"):
        hand.press(key)
        hand.saved()
        assert admin_page.evaluate("document.activeElement.id").startswith("s-")
    hand.press("Delete")
    hand.saved()
    assert admin_page.evaluate("document.activeElement.id") == "document"


def test_keys_that_are_quicker_than_the_network_all_count(admin_page: Page, desk: Desk) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    network = admin_page.context.new_cdp_session(admin_page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", slow)

    hand.double_click("Norvège")
    hand.press("3", "}")
    # Its answer comes between the keys.
    expect(admin_page.locator("#document .c[id]")).to_have_count(1)
    hand.press("}", "}", "{", "1")
    hand.saved()

    assert desk.marks(document) == [("PER", "Norvège et la")]
    assert hand.painted("active") == ["Norvège et la"]


def test_labelling_what_is_labelled_so_leads_to_its_span(
    admin_page: Page, desk: Desk, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    start = TEXT.index("Suède")
    span = desk.mark(document, start, start + 5, "LOC")
    admin_page.reload()

    hand.double_click("Suède")
    hand.press("3")
    expect(admin_page.locator("#status")).to_have_text("Suède is LOC already. 1 span. Saved.")
    expect(admin_page.locator(f"[id='s-{span}']")).to_be_focused()
    assert hand.painted("active") == ["Suède"]
    expect(admin_page.locator("#inspector")).to_have_attribute("data-of", span)

    admin_page.context.set_offline(True)
    hand.double_click("Suède")
    hand.press("3", "}", "1")
    expect(admin_page.locator("#status")).to_contain_text("Not saved")
    admin_page.context.set_offline(False)
    hand.saved()
    assert desk.marks(document) == [("PER", "Suède parlent")]
    assert hand.chips() == ["PER: Suède parlent"]
    forgive("ERR_INTERNET_DISCONNECTED")


def test_choices_of_the_side_are_saved_at_once(admin_page: Page, desk: Desk) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    desk.mark(document, TEXT.index("Suède"), TEXT.index("Suède") + 5)
    admin_page.reload()

    admin_page.focus("#panel select")
    admin_page.select_option("#panel select", "entity/LOC")
    hand.saved()
    admin_page.check("#about input[value=war]")
    hand.saved()
    admin_page.fill("#note", "deux lignes\net une 🎈")
    admin_page.click("#about [data-act=note] button")
    hand.saved()

    stored = desk.call("GET", f"/documents/{document}/annotations")
    assert desk.marks(document) == [("LOC", "Suède")]
    assert stored["labels"] == {"topic": ["war"]}
    assert stored["note"] == "deux lignes\net une 🎈"


def test_done_leads_to_another_document(admin_page: Page, desk: Desk) -> None:
    desk.put(TEXT)
    hand, document = open_text(admin_page, desk, TEXT)

    hand.double_click("Suède")
    hand.press("3", "Control+Enter")
    expect(admin_page).not_to_have_url(
        f"{admin_page.url.split('/documents')[0]}/documents/{document}"
    )

    expect(admin_page.locator("#document")).to_be_focused()
    admin_page.keyboard.press("ArrowRight")
    assert len(hand.painted("pending")) == 1
    stored = desk.call("GET", f"/documents/{document}/annotations")
    assert stored["status"] == "done"
    assert desk.marks(document) == [("LOC", "Suède")]


def test_spans_far_down_a_long_text_are_drawn_when_needed(admin_page: Page, desk: Desk) -> None:
    lines = [f"Ligne {number} : la Suède 🎈 et la Norvège se taisent.\n" for number in range(5000)]
    text = "".join(lines)
    (document,) = desk.put(text)
    first, far = text.index("Suède"), text.index("Norvège", len(text) - 3000)
    spans = [desk.mark(document, first, first + 5), desk.mark(document, far, far + 7, "LOC")]
    admin_page.goto(f"/documents/{document}")
    hand = Hand(admin_page)
    assert len(hand.chips()) == 1

    admin_page.click(f"#panel a[href='#s-{spans[1]}']")
    expect(admin_page.locator(f"[id='s-{spans[1]}']")).to_be_focused()
    hand.press("Shift+Tab")
    expect(admin_page.locator(f"[id='s-{spans[0]}']")).to_be_focused(timeout=20_000)

    hand.double_click("4321")
    hand.press("4")
    hand.saved()
    assert desk.marks(document) == [("PER", "Suède"), ("MISC", "4321"), ("LOC", "Norvège")]
    joined = "[...document.querySelectorAll('.b')].map((b) => b.textContent).join('')"
    assert admin_page.evaluate(joined) == text
