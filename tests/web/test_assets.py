"""How scripts and style sheets are sent."""

from flask.testing import FlaskClient


def test_scripts_travel_small_and_pages_do_not_tell_their_size(client: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip"}

    with client.get("/static/js/offsets.js", headers=asked) as script:
        assert script.headers["Content-Encoding"] == "gzip"
    with client.get("/login", headers=asked) as page:
        assert "Content-Encoding" not in page.headers
