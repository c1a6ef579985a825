"""The import page: upload, look, confirm, and what is stored then."""

import io
import zipfile

import orjson
import pytest
from sqlalchemy import select

from annotator.database import db
from annotator.documents.models import Document
from annotator.interchange import preview as previews
from tests.people import without_csrf

HERE = "/projects/peace-talks/import"


@pytest.fixture
def desk(world):
    """The manager's browser."""
    without_csrf(world.app)
    return world.people["manager"].browser()


def upload(desk, *files):
    """Send files and return the address of their preview."""
    body = {"files": [(io.BytesIO(data), name) for name, data in files]}
    answer = desk.post(HERE, data=body, content_type="multipart/form-data")
    assert answer.status_code == 303
    return answer.headers["Location"]


def keys_of(world, address):
    body = orjson.loads((folder_of(world, address) / "upload.json").read_bytes())
    return {file["name"]: file["key"] for file in body["files"]}


def folder_of(world, address):
    return world.app.config["INSTANCE"] / "imports" / address.rpartition("/")[2]


def start(world, desk, address, names=None, **fields):
    keys = keys_of(world, address)
    take = [key for name, key in keys.items() if key and (names is None or name in names)]
    return desk.post(address, data={"take": take} | fields)


def texts(world):
    with world.app.app_context():
        rows = db.session.execute(select(Document.external_id, Document.text))
        return {row.external_id: row.text for row in rows}


def line(**fields):
    return orjson.dumps(fields) + b"\n"


def test_a_file_is_looked_at_and_then_stored(world, desk):
    address = upload(desk, ("un.txt", "Été\r\nà Lyon".encode()))
    page = desk.get(address).text
    assert "<b>1</b> new documents" in page
    assert "Été" in page
    assert texts(world) == {}
    assert start(world, desk, address).headers["Location"] == HERE
    assert 'hx-trigger="every 1s"' in desk.get(HERE).text
    world.work()
    assert texts(world) == {"un": "Été\r\nà Lyon"}
    page = desk.get(HERE).text
    assert "<b>1</b> new documents" in page
    assert not folder_of(world, address).exists()


def test_uploads_are_their_owners_only_and_their_names_are_no_paths(world, desk):
    address = upload(desk, ("../../../evil.txt", b"x"), ("a/b.txt", b"y"))
    folder = folder_of(world, address)
    assert {*keys_of(world, address)} == {"evil.txt", "a/b.txt"}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert all(path.parent == folder for path in folder.rglob("*"))


def test_an_encoding_must_be_confirmed(world, desk):
    address = upload(desk, ("cp.txt", "12 € à Lœwe".encode("cp1252")))
    page = desk.get(address).text
    assert "They are not UTF-8" in page
    assert "12 € à Lœwe" in page
    refused = start(world, desk, address)
    assert refused.status_code == 422
    assert "confirm that they read right" in refused.text
    key = keys_of(world, address)["cp.txt"]
    assert (
        start(world, desk, address, confirmed="1", **{f"encoding-{key}": "rot13"}).status_code
        == 422
    )
    start(world, desk, address, confirmed="1", **{f"encoding-{key}": "cp1252"})
    world.work()
    assert texts(world) == {"cp": "12 € à Lœwe"}


def test_faults_are_named_by_file_and_line_and_the_rest_is_stored(world, desk):
    lines = line(id="a", text="A") + b"{broken\n" + line(id="b", text="B")
    address = upload(desk, ("work.jsonl", lines), ("nul.txt", b"x\0y"), ("notes.md", b"x"))
    page = desk.get(address).text
    assert "<b>2</b> faulty" in page
    assert "line 2" in page
    assert "NUL character" in page
    assert "Files ending in .md cannot be imported here." in page
    start(world, desk, address)
    world.work()
    assert texts(world) == {"a": "A", "b": "B"}
    result = desk.get(f"{HERE}/jobs/1").text
    assert "work.jsonl" in result
    assert "not JSON" in result
    assert desk.get(f"{HERE}/jobs/1").text.count("NUL character") == 1


def test_a_text_file_is_a_document_a_line_where_that_is_chosen(world, desk):
    address = upload(desk, ("says.txt", b"Un\nDeux\n"), ("work.jsonl", line(id="a", text="A\nB")))
    again = desk.post(address, data={"again": "1", "texts": "lines"}).text
    assert "says-2" in again
    assert "<b>3</b> new documents" in again
    start(world, desk, address, texts="lines")
    world.work()
    assert texts(world) == {"says-1": "Un", "says-2": "Deux", "a": "A\nB"}


def test_what_will_be_changed_is_told_before(world, desk):
    span = {"annotator": "eva", "start": 1, "end": 4, "quote": "Zoé", "label": "PER"}
    text = {"id": "a", "text": "Zoé 🙂 Zoé", "annotations": [span | {"start": 7, "end": 10}]}
    address = upload(desk, ("work.jsonl", line(**text)), ("empty.jsonl", b"\n"))
    page = desk.get(address).text
    assert "The offsets count UTF-16 units" in page
    assert "The file holds no document." in page
    assert "<b>0</b> faulty" in page


def test_stop_stores_nothing_and_leads_back_to_the_files(world, desk):
    lines = line(id="a", text="A") * 150 + b"{broken\n"
    address = upload(desk, ("work.jsonl", lines))
    start(world, desk, address, on_error="stop")
    world.work()
    assert texts(world) == {}
    page = desk.get(HERE).text
    assert "nothing was stored" in page
    assert "work.jsonl, line 151" in page
    assert f'href="{address}"' in page
    start(world, desk, address, on_error="skip")
    world.work()
    assert texts(world) == {"a": "A"}


def test_stop_stores_everything_when_nothing_is_wrong(world, desk):
    lines = b"".join(line(id=str(n), text=f"T{n}") for n in range(250))
    start(world, desk, upload(desk, ("work.jsonl", lines)), on_error="stop")
    world.work()
    assert len(texts(world)) == 250
    assert world.call("GET", "/jobs/1").json["result"]["documents"] == 250


def test_another_text_under_a_known_id_is_a_fault(world, desk):
    desk_lines = line(id="a", text="A") + line(id="a", text="A") + line(id="a", text="other")
    address = upload(desk, ("work.jsonl", desk_lines))
    page = desk.get(address).text
    assert "<b>1</b> new documents" in page
    assert "<b>1</b> here already" in page
    assert "is there with another text" in page
    start(world, desk, address, on_error="stop")
    world.work()
    assert "line 3" in desk.get(HERE).text
    assert texts(world) == {}


WORK = line(id="a", text="Zoé parle", annotations=[{"start": 0, "end": 3, "label": "HERO"}])


def test_unknown_labels_are_added_or_their_documents_left_out(world, desk):
    address = upload(desk, ("work.jsonl", WORK))
    page = desk.get(address).text
    assert "Not in the scheme: HERO" in " ".join(page.split())
    assert "Some annotations name nobody" in page
    start(world, desk, address, labels="refuse", annotator="zoe")
    world.work()
    assert texts(world) == {}
    start(world, desk, upload(desk, ("work.jsonl", WORK)), labels="create", annotator="zoe")
    world.work()
    assert texts(world) == {"a": "Zoé parle"}
    path = "/documents/1/annotations?annotator=zoe"
    assert [span["label"] for span in world.call("GET", path).json["spans"]] == ["HERO"]


def test_a_zip_is_looked_into_and_a_dangerous_one_refused(world, desk):
    def packed(*members):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for name, body in members:
                archive.writestr(name, body)
        return file.getvalue()

    good = packed(("t/un.txt", "un"), ("t/deux.txt", "deux"), ("t/x.png", "x"))
    address = upload(
        desk, ("good.zip", good), ("bad.zip", packed(("un.txt", "x"), ("../e.txt", "x")))
    )
    page = desk.get(address).text
    assert "good.zip/t/un.txt" in page
    assert "leads out of its folder" in page
    # Nothing of the refused archive is left, not even what came before the bad name.
    assert len([key for key in keys_of(world, address).values() if key]) == 2
    start(world, desk, address)
    world.work()
    assert texts(world) == {"un": "un", "deux": "deux"}


def test_columns_of_a_table_are_chosen_and_looked_at_again(world, desk):
    table = "nr;corps;source\n7;Été à Lyon;AFP\n8;Oui;\n".encode("cp1252")
    address = upload(desk, ("table.csv", table))
    page = desk.get(address).text
    assert "No column is called text" in page
    key = keys_of(world, address)["table.csv"]
    chosen = {f"text-{key}": "corps", f"id-{key}": "nr"}
    page = desk.post(address, data={"again": "1", "take": key} | chosen).text
    assert "<b>2</b> new documents" in page
    assert "Été à Lyon" in page
    assert '<option value="corps" selected>' in page
    assert texts(world) == {}
    start(world, desk, address, confirmed="1", **chosen)
    world.work()
    assert texts(world) == {"7": "Été à Lyon", "8": "Oui"}


def test_only_what_is_ticked_is_imported(world, desk):
    address = upload(desk, ("un.txt", b"un"), ("deux.txt", b"deux"))
    assert start(world, desk, address, names=[]).status_code == 422
    start(world, desk, address, names=["un.txt"])
    world.work()
    assert texts(world) == {"un": "un"}


def test_an_upload_may_be_larger_than_a_form(world, desk):
    assert world.app.config["MAX_CONTENT_LENGTH"] < 25_000_000
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="large.txt"\r\n\r\n'
    body = {
        "data": head + b"word " * 5_000_000 + b"\r\n--x--\r\n",
        "content_type": "multipart/form-data; boundary=x",
    }
    address = desk.post(HERE, **body).headers["Location"]
    assert {*keys_of(world, address)} == {"large.txt"}
    stranger = world.app.test_client().post(HERE, **body)
    assert stranger.headers["Location"].startswith("/login")
    assert len(list(folder_of(world, address).parent.iterdir())) == 1


def test_an_upload_is_imported_once(world, desk):
    address = upload(desk, ("un.txt", b"un"))
    start(world, desk, address)
    start(world, desk, address)
    assert world.call("GET", "/jobs/2").status_code == 404
    world.work()
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("way", ["page", "call"])
def test_an_import_that_waits_is_cancelled(world, desk, way):
    address = upload(desk, ("un.txt", b"un"))
    start(world, desk, address)
    if way == "page":
        assert desk.post(f"{HERE}/jobs/1/cancel").status_code == 303
    else:
        assert world.call("DELETE", "/jobs/1").json == {"state": "cancelled"}
    world.work()
    assert "cancelled" in desk.get(HERE).text
    assert texts(world) == {}
    assert not folder_of(world, address).exists()


def test_files_can_be_forgotten(world, desk):
    address = upload(desk, ("un.txt", b"un"))
    assert desk.post(f"{address}/discard").status_code == 303
    assert not folder_of(world, address).exists()
    assert desk.post(f"{address}/discard").status_code == 303


def test_what_is_faulty_is_said_in_french_before_and_after(world, desk):
    desk.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    address = upload(desk, ("work.jsonl", line(id="a", text="T", other=1) + b"{}\n"))
    page = desk.get(address).text
    assert "text : Le texte manque" in without_narrow_spaces(page)
    assert "gardé dans meta" in page

    here = start(world, desk, address, on_error="stop").headers["Location"]
    world.work()
    said = "1 enregistrements sont fautifs, rien n’a donc été importé. Le premier : work.jsonl, ligne 2"
    for address in (here, f"{HERE}/jobs/1"):
        assert said in without_narrow_spaces(desk.get(address).text)
    told = world.people["manager"].call("GET", "/jobs/1").json
    assert told["error"].startswith("1 records are faulty, so nothing was stored. The first: work.")


def without_narrow_spaces(page):
    return page.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_preview_reads_no_more_than_it_says(world, desk, monkeypatch):
    monkeypatch.setattr(previews, "LOOKED_AT", 10)
    lines = b"".join(line(id=str(n), text=f"T{n}") for n in range(30))
    page = desk.get(upload(desk, ("work.jsonl", lines))).text
    assert "The first 10 of 30 records" in page


def test_without_a_file_the_page_says_so(world, desk):
    answer = desk.post(HERE, data={}, follow_redirects=True)
    assert "Choose a file first" in answer.text


def test_an_upload_of_another_project_is_not_there(world, desk):
    address = upload(desk, ("un.txt", b"un"))
    assert (
        world.people["admin"].call("POST", "/projects", json={"name": "Other"}).status_code == 201
    )
    admin = world.people["admin"].browser()
    assert admin.get(address).status_code == 200
    assert admin.get(address.replace("peace-talks", "other")).status_code == 404


def test_every_tricky_text_is_stored_as_it_is(world, desk, corpora):
    folder = corpora / "tricky-texts"
    files = [(str(path.relative_to(folder)), path.read_bytes()) for path in folder.rglob("*.txt")]
    address = upload(desk, *files)
    page = desk.get(address).text
    for name in ("nul.txt", "18-empty.txt", "11-utf16.txt", "12-latin1.txt", "13-cp1252.txt"):
        assert name in page
    start(world, desk, address, confirmed="1")
    world.work()
    expected = [orjson.loads(one) for one in (folder / "expected.jsonl").read_bytes().splitlines()]
    wanted = {one["id"]: one["text"] for one in expected if one["text"]}
    stored = texts(world)
    assert {name: text for name, text in stored.items() if "brat" not in name} == wanted
    assert {name for name in stored if name not in wanted} == {
        "brat-out-of-range",
        "brat-wrong-surface",
    }
