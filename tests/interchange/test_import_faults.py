"""What the import page says of faults, of labels that are not there and of known documents, before and after."""

from tests.interchange.at_the_import_page import HERE, line, start, texts, upload


def test_faults_are_named_by_file_and_line_and_the_rest_is_stored(world, manager):
    lines = line(id="a", text="A") + b"{broken\n" + line(id="b", text="B")
    address = upload(manager, ("work.jsonl", lines), ("nul.txt", b"x\0y"), ("notes.md", b"x"))
    page = manager.get(address).text
    assert "<b>2</b> faulty" in page
    assert "line 2" in page
    assert "NUL character" in page
    assert "Files ending in .md cannot be imported here." in page
    start(world, manager, address)
    world.work()
    assert texts(world) == {"a": "A", "b": "B"}
    result = manager.get(f"{HERE}/jobs/1").text
    assert "work.jsonl" in result
    assert "not JSON" in result
    assert manager.get(f"{HERE}/jobs/1").text.count("NUL character") == 1


def test_what_will_be_changed_is_told_before(world, manager):
    span = {"annotator": "eva", "start": 1, "end": 4, "quote": "Zoé", "label": "PER"}
    text = {"id": "a", "text": "Zoé 🙂 Zoé", "annotations": [span | {"start": 7, "end": 10}]}
    address = upload(manager, ("work.jsonl", line(**text)), ("empty.jsonl", b"\n"))
    page = manager.get(address).text
    assert "The offsets count UTF-16 units" in page
    assert "The file holds no document." in page
    assert "<b>0</b> faulty" in page


def test_stop_stores_nothing_and_leads_back_to_the_files(world, manager):
    lines = line(id="a", text="A") * 150 + b"{broken\n"
    address = upload(manager, ("work.jsonl", lines))
    start(world, manager, address, on_error="stop")
    world.work()
    assert texts(world) == {}
    page = manager.get(HERE).text
    assert "nothing was stored" in page
    assert "work.jsonl, line 151" in page
    assert f'href="{address}"' in page
    start(world, manager, address, on_error="skip")
    world.work()
    assert texts(world) == {"a": "A"}


def test_stop_stores_everything_when_nothing_is_wrong(world, manager):
    lines = b"".join(line(id=str(n), text=f"T{n}") for n in range(250))
    start(world, manager, upload(manager, ("work.jsonl", lines)), on_error="stop")
    world.work()
    assert len(texts(world)) == 250
    assert world.call("GET", "/jobs/1").json["result"]["documents"] == 250


def test_another_text_under_a_known_id_is_a_fault(world, manager):
    desk_lines = line(id="a", text="A") + line(id="a", text="A") + line(id="a", text="other")
    address = upload(manager, ("work.jsonl", desk_lines))
    page = manager.get(address).text
    assert "<b>1</b> new documents" in page
    assert "<b>1</b> here already" in page
    assert "is there with another text" in page
    start(world, manager, address, on_error="stop")
    world.work()
    assert "line 3" in manager.get(HERE).text
    assert texts(world) == {}


WORK = line(id="a", text="Zoé parle", annotations=[{"start": 0, "end": 3, "label": "HERO"}])


def test_unknown_labels_are_added_or_their_documents_left_out(world, manager):
    address = upload(manager, ("work.jsonl", WORK))
    page = manager.get(address).text
    assert "Not in the scheme: HERO" in " ".join(page.split())
    assert "Some annotations name nobody" in page
    start(world, manager, address, labels="refuse", annotator="zoe")
    world.work()
    assert texts(world) == {}
    start(world, manager, upload(manager, ("work.jsonl", WORK)), labels="create", annotator="zoe")
    world.work()
    assert texts(world) == {"a": "Zoé parle"}
    path = "/documents/1/annotations?annotator=zoe"
    assert [span["label"] for span in world.call("GET", path).json["spans"]] == ["HERO"]


def test_what_is_faulty_is_said_in_french_before_and_after(world, manager):
    manager.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fr"
    address = upload(manager, ("work.jsonl", line(id="a", text="T", other=1) + b"{}\n"))
    page = manager.get(address).text
    assert "text : Le texte manque" in without_narrow_spaces(page)
    assert "gardé dans meta" in page

    here = start(world, manager, address, on_error="stop").headers["Location"]
    world.work()
    said = "1 enregistrements sont fautifs, rien n’a donc été importé. Le premier : work.jsonl, ligne 2"
    for address in (here, f"{HERE}/jobs/1"):
        assert said in without_narrow_spaces(manager.get(address).text)
    told = world.people["manager"].call("GET", "/jobs/1").json
    assert told["error"].startswith("1 records are faulty, so nothing was stored. The first: work.")


def without_narrow_spaces(page):
    return page.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_note_on_every_line_is_told_once_and_hides_no_other(world, manager):
    span = {"annotator": "eva", "start": 7, "end": 10, "quote": "Zoé", "label": "PER"}
    lines = b"".join(line(id=str(n), text="Zoé 🙂 Zoé", file="a") for n in range(400))
    last = line(id="z", text="Zoé 🙂 Zoé", annotations=[span])
    address = upload(manager, ("work.jsonl", lines + last))
    page = manager.get(address).text
    assert page.count("is not part of the format") == 1
    assert "The offsets count UTF-16 units" in page
    start(world, manager, address)
    world.work()
    first, second = world.call("GET", "/jobs/1").json["result"]["warnings"]
    assert first == (
        "work.jsonl, line 1 (and 399 more): The field 'file' is not part of the format: kept in meta."
    )
    assert second.startswith("work.jsonl, line 401: The offsets count UTF-16 units")
