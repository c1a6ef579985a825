"""How scripts and style sheets are sent."""

import gzip

from flask.testing import FlaskClient

from annotator.config import ROOT


def test_scripts_travel_small_and_pages_do_not_tell_their_size(client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip"}

    with client.get("/static/js/offsets.js", headers=asked) as script:
        assert script.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(script.data) == (ROOT / "static/js/offsets.js").read_bytes()
        known = {**asked, "If-None-Match": script.headers["ETag"]}
    with client.get("/static/js/offsets.js", headers=known) as again:
        assert again.status_code == 304
    assert "Content-Encoding" not in client.get("/login", headers=asked).headers
