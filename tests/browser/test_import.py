"""The import page in a real browser: a folder is dropped on it, looked at, and stored code point by code point."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import sign_in
from tests.browser.test_project_pages import overflow


def project(page: Page, name: str) -> str:
    """Make a project, and return the address of its import page."""
    page.goto("/")
    page.fill("#name", name)
    page.click("text=Make the project")
    page.get_by_role("link", name="Import").click()
    expect(page.locator("#files")).to_be_visible()
    return page.url


def drop(page: Page, *paths: str) -> None:
    """Drop files and folders onto the field, as a hand would."""
    box = page.locator("#drop").bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": list(paths), "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        place = {"x": box["x"] + 20, "y": box["y"] + 20}
        session.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})
    session.detach()


def stored(page: Page, server, slug: str) -> dict[str, str]:
    """Return the texts of a project as an export gives them."""
    server.flask(
        "export",
        slug,
        "--format",
        "jsonl",
        "--annotations",
        "all",
        "--output",
        str(server.instance / slug),
    )
    files = (server.instance / slug).rglob("*.jsonl")
    records = [
        json.loads(line) for file in files for line in file.read_text("utf-8").split("\n") if line
    ]
    return {record["id"]: record["text"] for record in records if "text" in record}


def test_a_dropped_folder_is_looked_at_and_stored(admin_page, axe, corpora, server) -> None:
    page, folder = admin_page, corpora / "tricky-texts"
    project(page, "Dropped")
    drop(page, str(folder / "texts"), str(folder / "malformed"))
    expect(page.locator("h1")).to_have_text("Look before you import")
    for fault in ("NUL character", "lone surrogate", "not JSON", ".ann cannot be imported"):
        expect(page.locator(".uploads")).to_contain_text(fault)
    expect(page.locator(".uploads")).to_contain_text("texts/01-emoji.txt")
    assert axe(page) == []
    page.check("text=The chosen lines read right")
    page.click("button[form=start]")
    expect(page.locator(".job .badge")).to_have_text("done", timeout=20_000)
    assert axe(page) == []
    page.click("text=What was left out")
    expect(page.locator("table").first).to_contain_text("malformed/nul.txt")
    assert axe(page) == []
    expected = [
        json.loads(line)
        for line in (folder / "expected.jsonl").read_text("utf-8").split("\n")
        if line
    ]
    wanted = {record["id"]: record["text"] for record in expected if record["text"]}
    wanted |= dict.fromkeys(("brat-out-of-range", "brat-wrong-surface"), "Lyon est une ville.\n")
    assert stored(page, server, "dropped") == wanted


@pytest.mark.parametrize(("width", "color_scheme"), [(1280, "dark"), (390, "light"), (390, "dark")])
def test_a_preview_is_accessible_and_fits(admin_page, axe, tmp_path, width, color_scheme) -> None:
    page = admin_page
    (tmp_path / "a-long-name-without-any-break-that-would-not-fit-a-phone-at-all.txt").write_text(
        "Text"
    )
    (tmp_path / "cp1252.txt").write_bytes("Lœwe coûte 12 €".encode("cp1252"))
    span = {"start": 0, "end": 3, "label": "HERO"}
    record = json.dumps({"id": "a", "text": "Zoé", "annotations": [span]})
    (tmp_path / "work.jsonl").write_text(record + "\n{")
    page.goto("/projects/demo/import")
    page.set_input_files("#files", list(tmp_path.iterdir()))
    page.click("#upload button")
    expect(page.locator("#start")).to_be_visible()
    assert axe(page) == []
    assert overflow(page) <= 0
    page.click("text=Forget these files")
    expect(page.get_by_role("status").first).to_contain_text("nothing was stored")


def test_an_import_works_without_scripts(new_page, server, tmp_path) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, server.user, server.password)
    project(page, "Without scripts")
    (tmp_path / "un.txt").write_bytes("Été\r\nà Lyon".encode())
    page.set_input_files("#files", tmp_path / "un.txt")
    page.click("#upload button")
    page.click("button[form=start]")
    for _ in range(100):
        if page.locator(".job .badge").inner_text() == "done":
            break
        page.get_by_role("link", name="Look again").click()
        page.wait_for_timeout(100)
    assert stored(page, server, "without-scripts") == {"un": "Été\r\nà Lyon"}
