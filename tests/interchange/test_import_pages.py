"""The import page: upload, look, confirm, and what is stored then."""

import io
import zipfile

import orjson
import pytest

from annotator.interchange import preview as previews
from tests.interchange.at_the_import_page import (
    HERE,
    folder_of,
    keys_of,
    line,
    start,
    texts,
    upload,
)


def test_a_file_is_looked_at_and_then_stored(world, manager):
    address = upload(manager, ("un.txt", "Été\r\nà Lyon".encode()))
    page = manager.get(address).text
    assert "<b>1</b> new documents" in page
    assert "Été" in page
    assert texts(world) == {}
    assert start(world, manager, address).headers["Location"] == HERE
    assert 'hx-trigger="every 1s"' in manager.get(HERE).text
    world.work()
    assert texts(world) == {"un": "Été\r\nà Lyon"}
    page = manager.get(HERE).text
    assert "<b>1</b> new documents" in page
    assert not folder_of(world, address).exists()


def test_uploads_are_their_owners_only_and_their_names_are_no_paths(world, manager):
    address = upload(manager, ("../../../evil.txt", b"x"), ("a/b.txt", b"y"))
    folder = folder_of(world, address)
    assert {*keys_of(world, address)} == {"evil.txt", "a/b.txt"}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert all(path.parent == folder for path in folder.rglob("*"))


def test_an_encoding_must_be_confirmed(world, manager):
    address = upload(manager, ("cp.txt", "12 € à Lœwe".encode("cp1252")))
    page = manager.get(address).text
    assert "They are not UTF-8" in page
    assert "12 € à Lœwe" in page
    refused = start(world, manager, address)
    assert refused.status_code == 422
    assert "confirm that they read right" in refused.text
    key = keys_of(world, address)["cp.txt"]
    assert (
        start(world, manager, address, confirmed="1", **{f"encoding-{key}": "rot13"}).status_code
        == 422
    )
    start(world, manager, address, confirmed="1", **{f"encoding-{key}": "cp1252"})
    world.work()
    assert texts(world) == {"cp": "12 € à Lœwe"}


def test_texts_of_one_name_are_told_apart_by_their_folders(world, manager):
    address = upload(manager, ("train/1.txt", b"Un"), ("test/1.txt", b"Deux"))
    assert "have texts called by folder and name" in manager.get(address).text
    again = manager.post(address, data={"again": "1", "texts": "paths"}).text
    assert "<b>2</b> new documents" in again
    start(world, manager, address, texts="paths")
    world.work()
    assert texts(world) == {"train/1": "Un", "test/1": "Deux"}


def test_a_text_file_is_a_document_a_line_where_that_is_chosen(world, manager):
    address = upload(
        manager, ("says.txt", b"Un\nDeux\n"), ("work.jsonl", line(id="a", text="A\nB"))
    )
    again = manager.post(address, data={"again": "1", "texts": "lines"}).text
    assert "says-2" in again
    assert "<b>3</b> new documents" in again
    start(world, manager, address, texts="lines")
    world.work()
    assert texts(world) == {"says-1": "Un", "says-2": "Deux", "a": "A\nB"}


def test_a_zip_is_looked_into_and_a_dangerous_one_refused(world, manager):
    def packed(*members):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, body in members:
                archive.writestr(name, body)
        return file.getvalue()

    good = packed(("t/un.txt", "un"), ("t/deux.txt", "deux"), ("t/x.png", "x"))
    address = upload(
        manager, ("good.zip", good), ("bad.zip", packed(("un.txt", "x"), ("../e.txt", "x")))
    )
    page = manager.get(address).text
    assert "good.zip/t/un.txt" in page
    assert "leads out of its folder" in page
    # Nothing of the refused archive is left, not even what came before the bad name.
    assert len([key for key in keys_of(world, address).values() if key]) == 2
    start(world, manager, address)
    world.work()
    assert texts(world) == {"un": "un", "deux": "deux"}


def test_columns_of_a_table_are_chosen_and_looked_at_again(world, manager):
    table = "nr;corps;source\n7;Été à Lyon;AFP\n8;Oui;\n".encode("cp1252")
    address = upload(manager, ("table.csv", table))
    page = manager.get(address).text
    assert "No column is called text" in page
    key = keys_of(world, address)["table.csv"]
    chosen = {f"text-{key}": "corps", f"id-{key}": "nr"}
    page = manager.post(address, data={"again": "1", "take": key} | chosen).text
    assert "<b>2</b> new documents" in page
    assert "Été à Lyon" in page
    assert '<option value="corps" selected>' in page
    assert texts(world) == {}
    start(world, manager, address, confirmed="1", **chosen)
    world.work()
    assert texts(world) == {"7": "Été à Lyon", "8": "Oui"}


def test_only_what_is_ticked_is_imported(world, manager):
    address = upload(manager, ("un.txt", b"un"), ("deux.txt", b"deux"))
    assert start(world, manager, address, names=[]).status_code == 422
    start(world, manager, address, names=["un.txt"])
    world.work()
    assert texts(world) == {"un": "un"}


def test_an_upload_may_be_larger_than_a_form(world, manager):
    assert world.app.config["MAX_CONTENT_LENGTH"] < 25_000_000
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="large.txt"\r\n\r\n'
    body = {
        "data": head + b"word " * 5_000_000 + b"\r\n--x--\r\n",
        "content_type": "multipart/form-data; boundary=x",
    }
    address = manager.post(HERE, **body).headers["Location"]
    assert {*keys_of(world, address)} == {"large.txt"}
    stranger = world.app.test_client().post(HERE, **body)
    assert stranger.headers["Location"].startswith("/login")
    assert len(list(folder_of(world, address).parent.iterdir())) == 1


def test_an_upload_is_imported_once(world, manager):
    address = upload(manager, ("un.txt", b"un"))
    start(world, manager, address)
    start(world, manager, address)
    assert world.call("GET", "/jobs/2").status_code == 404
    world.work()
    assert manager.get(address).status_code == 404


@pytest.mark.parametrize("way", ["page", "call"])
def test_an_import_that_waits_is_cancelled(world, manager, way):
    address = upload(manager, ("un.txt", b"un"))
    start(world, manager, address)
    if way == "page":
        assert manager.post(f"{HERE}/jobs/1/cancel").status_code == 303
    else:
        assert world.call("DELETE", "/jobs/1").json == {"state": "cancelled"}
    world.work()
    assert "cancelled" in manager.get(HERE).text
    assert texts(world) == {}
    assert not folder_of(world, address).exists()


def test_files_can_be_forgotten(world, manager):
    address = upload(manager, ("un.txt", b"un"))
    assert manager.post(f"{address}/discard").status_code == 303
    assert not folder_of(world, address).exists()
    assert manager.post(f"{address}/discard").status_code == 303


def test_a_preview_reads_no_more_than_it_says(world, manager, monkeypatch):
    monkeypatch.setattr(previews, "LOOKED_AT", 10)
    lines = b"".join(line(id=str(n), text=f"T{n}") for n in range(30))
    page = manager.get(upload(manager, ("work.jsonl", lines))).text
    assert "The first 10 of 30 records" in page


def test_without_a_file_the_page_says_so(world, manager):
    answer = manager.post(HERE, data={}, follow_redirects=True)
    assert "Choose a file first" in answer.text


def test_an_upload_of_another_project_is_not_there(world, manager):
    address = upload(manager, ("un.txt", b"un"))
    assert (
        world.people["admin"].call("POST", "/projects", json={"name": "Other"}).status_code == 201
    )
    admin = world.people["admin"].browser()
    assert admin.get(address).status_code == 200
    assert admin.get(address.replace("peace-talks", "other")).status_code == 404


def test_every_tricky_text_is_stored_as_it_is(world, manager, corpora):
    folder = corpora / "tricky-texts"
    files = [(str(path.relative_to(folder)), path.read_bytes()) for path in folder.rglob("*.txt")]
    address = upload(manager, *files)
    page = manager.get(address).text
    for name in ("nul.txt", "18-empty.txt", "11-utf16.txt", "12-latin1.txt", "13-cp1252.txt"):
        assert name in page
    start(world, manager, address, confirmed="1")
    world.work()
    expected = [orjson.loads(one) for one in (folder / "expected.jsonl").read_bytes().splitlines()]
    wanted = {one["id"]: one["text"] for one in expected if one["text"]}
    stored = texts(world)
    assert {name: text for name, text in stored.items() if "brat" not in name} == wanted
    assert {name for name in stored if name not in wanted} == {
        "brat-out-of-range",
        "brat-wrong-surface",
    }
