"""Find a Chromium to test with, and start it quietly; run as a program it prints where it is."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Nothing here may talk to anybody but the server under test.
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find(playwright: Playwright) -> str | None:
    """Return the program: the system's own, else one that Playwright installed, else None."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    candidates = (*ON_MACOS, playwright.chromium.executable_path)
    return next((path for path in candidates if Path(path).exists()), None)


def launch(playwright: Playwright, program: str) -> Browser:
    """Start the browser; its sandbox refuses to run as root, as containers do."""
    unboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *unboxed])


if __name__ == "__main__":
    with sync_playwright() as playwright:
        if not (program := find(playwright)):
            sys.exit("no Chromium was found")
        sys.stdout.write(f"{program}\n")
