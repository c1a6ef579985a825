"""The import page in a real browser: a folder is dropped on it, looked at, and stored code point by code point."""

import json
import shutil

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import sign_in
from tests.browser.test_project_pages import overflow


def project(page: Page, name: str) -> str:
    """Make a project, and return the address of its import page."""
    page.goto("/")
    page.fill("#name", name)
    page.click("text=Make the project")
    page.get_by_role("link", name="Import documents", exact=True).click()
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


TRICKY = "corpus/texts/"
BROKEN = "corpus/malformed/"
FAULTS = {
    f"{TRICKY}18-empty.txt": ["line 1 text: The document is empty: there is nothing to label."],
    f"{BROKEN}EXPECTED.md": ["Files ending in .md cannot be imported here."],
    f"{BROKEN}brat-out-of-range.ann": ["Files ending in .ann cannot be imported here."],
    f"{BROKEN}brat-wrong-surface.ann": ["Files ending in .ann cannot be imported here."],
    f"{BROKEN}conll-broken.conll": ["Files ending in .conll cannot be imported here."],
    f"{BROKEN}lone-surrogate.jsonl": ["line 1 The line holds a lone surrogate at character 9:"],
    f"{BROKEN}nul.txt": ["line 1 text: The text holds a NUL character at offset 4: remove it."],
    f"{BROKEN}prodigy-bad-line.jsonl": [
        "line 1 spans: 'spans' is no field of a document here",
        "line 2 The line is not JSON: unexpected end of data at character 17.",
        "line 3 spans: 'spans' is no field of a document here",
    ],
}
"""What the preview says, beside which file."""
ENCODED = {"11-utf16": "utf-16", "12-latin1": "cp1252", "13-cp1252": "cp1252"}


@pytest.fixture
def tricky(corpora, tmp_path):
    """A folder of texts in hard scripts and encodings, beside files that are broken."""
    for name in ("texts", "malformed"):
        shutil.copytree(corpora / "tricky-texts" / name, tmp_path / "corpus" / name)
    return tmp_path / "corpus"


@pytest.fixture
def texts(corpora) -> dict[str, str]:
    """What the texts of the folder really are, by id; the empty one is none."""
    lines = (corpora / "tricky-texts" / "expected.jsonl").read_text("utf-8").split("\n")
    records = [json.loads(line) for line in lines if line]
    return {record["id"]: record["text"] for record in records if record["text"]}


def check_faults(page: Page, files: set[str]) -> None:
    """Compare what the preview says to be wrong, file by file."""
    found = {}
    for row in page.locator(".uploads > li").all():
        said = row.locator(".field-error, .faults li").all_inner_texts()
        found[row.locator(".path").inner_text()] = said
    assert {*found} == files
    assert {name for name, said in found.items() if said} == {*FAULTS}
    for name, faults in FAULTS.items():
        assert len(found[name]) == len(faults), found[name]
        assert all(map(str.startswith, found[name], faults)), found[name]


def check_encodings(page: Page, texts: dict[str, str]) -> None:
    """Compare how the preview reads the files that are not UTF-8 with what they hold."""
    for name, encoding in ENCODED.items():
        field = page.get_by_role("group", name=f"{TRICKY}{name}.txt")
        chosen = field.locator("label", has=page.locator(":checked"))
        assert chosen.locator("code").inner_text() == encoding
        assert chosen.locator("q").inner_text() == texts[name].strip()


def test_a_dropped_folder_is_looked_at_and_stored(admin_page, axe, tricky, texts, server) -> None:
    page = admin_page
    project(page, "Dropped")
    drop(page, str(tricky))
    expect(page.locator("h1")).to_have_text("Look before you import")
    files = [path for path in tricky.rglob("*") if path.is_file()]
    check_faults(page, {f"corpus/{path.relative_to(tricky)}" for path in files})
    check_encodings(page, texts)
    assert axe(page) == []
    page.check("text=The chosen lines read right")
    page.click("button[form=start]")
    expect(page.locator(".job .badge")).to_have_text("done", timeout=20_000)
    assert axe(page) == []
    page.click("text=What was left out")
    table = page.locator("table", has_text="Why")
    expect(table).to_be_visible()
    rows = table.locator("tbody tr").all()
    assert sorted(tuple(row.locator("th, td").all_inner_texts()[:2]) for row in rows) == sorted(
        (name, said.split()[1])
        for name, faults in FAULTS.items()
        for said in faults
        if said.startswith("line")
    )
    assert axe(page) == []
    brat = dict.fromkeys(("brat-out-of-range", "brat-wrong-surface"), "Lyon est une ville.\n")
    assert stored(page, server, "dropped") == texts | brat


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
