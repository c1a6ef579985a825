"""How scripts and style sheets are sent."""

import gzip
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import which
from typing import NoReturn

import brotli
import pytest
from flask.testing import FlaskClient

from annotator.config import ROOT

SCRIPTS = ROOT / "static" / "js"
SAME_TREE = ROOT / "tests" / "js" / "same.js"


def test_scripts_travel_small_and_pages_do_not_tell_their_size(client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip"}

    with client.get("/static/css/base.css", headers=asked) as sheet:
        assert sheet.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(sheet.data) == (ROOT / "static/css/base.css").read_bytes()
        known = {**asked, "If-None-Match": sheet.headers["ETag"]}
    with client.get("/static/css/base.css", headers=known) as again:
        assert again.status_code == 304
    assert "Content-Encoding" not in client.get("/login", headers=asked).headers


def test_browsers_that_take_brotli_get_it(client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip, deflate, br, zstd"}

    with client.get("/static/css/base.css", headers=asked) as sheet:
        assert sheet.headers["Content-Encoding"] == "br"
        assert brotli.decompress(sheet.data) == (ROOT / "static/css/base.css").read_bytes()
    with client.get("/static/css/base.css", headers={"Accept-Encoding": "gzip;q=0, br;q=0"}) as raw:
        assert "Content-Encoding" not in raw.headers


@pytest.mark.parametrize("name", sorted(path.name for path in SCRIPTS.glob("*.js")))
def test_a_script_sent_without_comments_does_the_same(
    client: FlaskClient, tmp_path: Path, name: str, skip_or_fail: Callable[[str], NoReturn]
) -> None:
    node = which("node") or skip_or_fail("no node to read the scripts with")
    if not (SAME_TREE.parent / "node_modules" / "acorn").exists():
        skip_or_fail("tests/js/node_modules holds no acorn: run `npm ci` in tests/js")
    sent = tmp_path / name
    with client.get(f"/static/js/{name}", headers={"Accept-Encoding": "gzip"}) as answer:
        sent.write_bytes(gzip.decompress(answer.data))

    assert b"/**" not in sent.read_bytes()
    subprocess.run([node, SAME_TREE, sent, SCRIPTS / name], check=True)
