"""Takes the README's pictures of a freshly seeded installation: `make screenshots`."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.conftest import watch
from tests.browser.people import sign_in
from tests.browser.serving import ROOT, Server, serving

FOLDER = ROOT / "static" / "screenshots"


class Shot(NamedTuple):
    """A picture: its file's name, the page, the width of the window, light or dark, what must be in view,
    the browser's language, what is done on the page before.
    """

    name: str
    path: str
    width: int = 1280
    scheme: str = "light"
    height: int = 860
    show: str = "#document"
    locale: str = "en-GB"
    act: Callable[[Page], None] | None = None


def bring_files(page: Page) -> None:
    """Choose files to import: a letter in an old encoding, a table, and work with a fault in it."""
    work = (
        '{"id":"port-1","text":"Mme Diallo quitte Odessa.","annotations":[{"annotator":"ana",'
        '"start":4,"end":10,"label":"PER"},{"annotator":"ana","start":18,"end":24,"label":"PORT"}]}\n'
        '{"id":"port-2","text":"Rien.","annotations":[{"annotator":"ana","start":0,"end":9,"label":"PER"}]}\n'
    )
    table = "id,text,source\nd-1,Le port rouvre mardi.,AFP\nd-2,La trêve tient.,Reuters\n"
    files = {
        "courrier/lettre.txt": "Été comme hiver, le café reste ouvert.".encode("cp1252"),
        "depeches.csv": table.encode(),
        "travail.jsonl": work.encode(),
    }
    page.set_input_files(
        "#files",
        [{"name": name, "mimeType": "text/plain", "buffer": body} for name, body in files.items()],
    )
    page.get_by_role("button", name="Look at them").click()


def look_at_export(page: Page) -> None:
    """Ask what an export for spaCy would hold."""
    page.check("input[value=spacy]")
    page.select_option("#annotations", "ana")
    page.get_by_role("button", name="Look first").click()


NESTED = (
    (
        "NEUTRAL",
        "rappelle que deux inspections sur trois prennent du retard et que l’accord d’Istanbul",
    ),
    (
        "CLAIM",
        "deux inspections sur trois prennent du retard et que l’accord d’Istanbul expire en mars",
    ),
    ("MISC", "accord d’Istanbul"),
    ("LOC", "Istanbul"),
    ("PER", "Taras Holub"),
)


def nest(page: Page) -> None:
    """Label four deep, and say whose claim it is."""
    page.click("#quote summary")
    for label, quote in NESTED:
        page.fill("#quote-text", quote)
        page.fill("#quote-occurrence", "2" if label == "LOC" else "1")
        page.select_option("#quote-label", label=label)
        with page.expect_response("**/spans"):
            page.click("#quote button[type=submit]")
    page.click("#quote summary")
    activate(page, "CLAIM")
    page.select_option("#to-claimer", label="PER Taras Holub")
    page.locator("#arcs path[d*=C]").last.wait_for(state="attached")


def activate(page: Page, label: str = "FAVOR") -> None:
    """Make a span the active one, and wait until the inspector shows it."""
    page.wait_for_load_state("networkidle")
    chip = page.locator(f"#document .c[aria-label^='{label}:']").first
    span = (chip.get_attribute("id") or "")[2:]
    page.locator(f"[id='row-{span}'] a[href^='#s-']").dispatch_event("click")
    page.locator(f"#inspector[data-of='{span}']").wait_for()


SHOTS = (
    Shot("label-1280-light", "/documents/1?annotator=ana", act=activate),
    Shot("label-1280-dark", "/documents/1?annotator=ana", scheme="dark", act=activate),
    Shot("label-390-dark", "/documents/1?annotator=ana", 390, "dark", 800),
    Shot("label-1280-light-ar", "/documents/17?annotator=ana"),
    Shot("label-1280-light-fr", "/documents/1?annotator=ana", locale="fr-FR", act=activate),
    Shot("compare-1280-light", "/documents/1?compare=ana,ben,chloe"),
    Shot(
        "documents-1280-light",
        "/projects/demo/documents?q=europeenne&annotator=ana",
        show="main",
    ),
    Shot("agreement-1280-light", "/projects/demo/agreement", height=1180, show="#confusion"),
    Shot(
        "import-1280-light", "/projects/demo/import", height=1120, show=".uploads", act=bring_files
    ),
    Shot("exports-1280-light", "/projects/demo/exports", height=1090, show="main"),
    Shot(
        "preflight-1280-light",
        "/projects/demo/exports",
        height=1000,
        show="#losses-title",
        act=look_at_export,
    ),
    Shot("depth-1280-light", "/documents/1", act=nest),
    Shot("tour-390-light", "/documents/2?tour=1", 390, height=800, show="#tour"),
)


def take(browser: Browser, server: Server, shot: Shot) -> None:
    """Take one picture and keep it."""
    size = {"width": shot.width, "height": shot.height}
    with browser.new_context(
        base_url=server.url,
        viewport=size,
        color_scheme=shot.scheme,
        reduced_motion="reduce",
        locale=shot.locale,
    ) as context:
        troubles: list[str] = []
        watch(context, server.url, troubles)
        page: Page = context.new_page()
        sign_in(page, server.user, server.password)
        page.goto(shot.path)
        if shot.act:
            shot.act(page)
        page.locator(shot.show).first.wait_for()
        page.screenshot(path=FOLDER / f"{shot.name}.png")
        assert troubles == [], troubles


def main() -> None:
    """Take all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        program = chromium.find(playwright)
        if program is None:
            message = "no Chromium was found: install your system's chromium package"
            raise SystemExit(message)
        browser = chromium.launch(playwright, program)
        for shot in SHOTS:
            take(browser, server, shot)
        browser.close()


if __name__ == "__main__":
    main()
