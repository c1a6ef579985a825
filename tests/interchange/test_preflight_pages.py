"""Looking at an export on its page: what it would write, what it would leave out, confirmed before it is written."""

from tests.interchange.test_export_pages import HERE, ask

LOOK = f"{HERE}/preflights/1"


def result_of(world, number):
    return world.call("GET", f"/jobs/{number}").json["result"]


def test_a_look_is_followed_and_then_shows_what_would_be_written(filled, desk):
    answer = ask(desk, format="spacy", annotations="eva", look="1")
    assert answer.headers["Location"] == LOOK
    waiting = desk.get(LOOK).text
    assert 'hx-trigger="every 1s"' in waiting
    assert f'class="no-script" href="{LOOK}"' in waiting
    filled.work()
    part = desk.get(LOOK, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "hx-trigger" not in part
    assert "<b>2</b> exact" in part
    assert "<b>1</b> left out" in part
    assert "<b>1</b> train" in part
    assert "left out: begins or ends inside a token" in part
    assert 'href="/documents/1?annotator=eva#s-' in part
    assert not (filled.app.config["EXPORTS"] / filled.slug).exists()
    assert "None yet" in desk.get(HERE).text


def test_what_is_left_out_is_confirmed_before_it_is_written(filled, desk):
    ask(desk, format="spacy", annotations="eva", look="1")
    filled.work()
    for confirmed in ({}, {"confirmed": "0"}):
        refused = desk.post(f"{LOOK}/export", data=confirmed)
        assert refused.status_code == 422
        assert 'id="confirmed-error"' in refused.text
    assert "None yet" in desk.get(HERE).text

    answer = desk.post(f"{LOOK}/export", data={"confirmed": "1"})
    assert answer.headers["Location"] == HERE
    filled.work()
    looked, written = result_of(filled, 1), result_of(filled, 2)
    assert written.pop("files")
    assert written.pop("manifest") == "manifest.json"
    assert (looked.pop("files"), looked.pop("manifest")) == ([], "")
    assert written == looked


def test_an_export_that_leaves_out_more_than_was_confirmed_writes_nothing(filled, desk):
    ask(desk, format="spacy", annotations="eva", look="1")
    filled.work()
    span = {"annotator": "eva", "start": 0, "end": 3, "label": "PER"}
    later = {"id": "cut", "text": "Rutte a parlé.", "annotations": [span], "annotators": ["eva"]}
    filled.people["manager"].call("POST", "/projects/peace-talks/documents", json=[later])

    desk.post(f"{LOOK}/export", data={"confirmed": "1"})
    filled.work()

    assert "2 spans would be left out" in filled.call("GET", "/jobs/2").json["error"]


def test_a_look_without_losses_needs_no_confirmation(filled, desk):
    ask(desk, look="1")
    filled.work()
    assert 'name="confirmed"' not in desk.get(LOOK).text
    assert desk.post(f"{LOOK}/export").headers["Location"] == HERE
    filled.work()
    assert result_of(filled, 2)["documents"] == 3


def test_a_look_says_what_would_be_refused(filled, desk):
    other = {
        "id": "one",
        "text": "Rutte 🙂 a parlé à Koursk.",
        "annotations": [],
        "annotators": ["ben"],
    }
    filled.people["manager"].call("POST", "/projects/peace-talks/documents", json=[other])
    ask(desk, annotations="", look="1")
    filled.work()

    page = desk.get(LOOK).text

    assert "has several sets and no gold (ben, eva)" in page
    assert f"{LOOK}/export" not in page
    assert desk.post(f"{LOOK}/export").headers["Location"] == LOOK


def test_choices_are_changed_after_a_look(filled, desk):
    ask(
        desk,
        format="csv",
        layers="claim",
        labels="claim/CLAIM",
        split="50/50",
        group_by="source",
        look="1",
    )

    form = desk.get(f"{HERE}?like=1").text

    assert 'value="csv" checked' in form
    assert 'value="claim" checked' in form
    assert 'value="claim/CLAIM" checked' in form
    assert 'value="50/50"' in form
    assert 'value="source"' in form
    assert desk.get(f"{HERE}?like=99").status_code == 404


def test_a_look_is_cancelled(filled, desk):
    ask(desk, look="1")
    assert desk.post(f"{LOOK}/cancel").headers["Location"] == f"{HERE}?like=1"
    filled.work()
    assert "Cancelled" in desk.get(LOOK).text


def test_all_spans_of_a_reason_are_listed_a_page_at_a_time(filled, desk):
    text = "Ruttea " * 530
    spans = [
        {"annotator": "eva", "start": at * 7, "end": at * 7 + 5, "label": "PER"}
        for at in range(530)
    ]
    body = {"id": "many", "text": text, "annotations": spans, "annotators": ["eva"]}
    filled.people["manager"].call("POST", "/projects/peace-talks/documents", json=[body])
    ask(desk, format="spacy", annotations="eva", look="1")
    filled.work()
    assert "all 530" in desk.get(LOOK).text

    query = "layer=entity&label=PER&reason=token-boundary&changed=0"
    first = desk.get(f"{HERE}/1/spans?{query}").text
    assert first.count('href="/documents/') == 100
    assert "after=100" in first
    assert "530 spans" in first
    assert "The first 500 are listed here" in first
    last = desk.get(f"{HERE}/1/spans?{query}&after=400").text
    assert last.count('href="/documents/') == 100
    assert "after=" not in last
    result = result_of(filled, 1)
    assert (len(result["left_out"]), result["spans"]["left_out"]) == (501, 531)
    assert "0 spans" in desk.get(f"{HERE}/1/spans").text
    assert desk.get(f"{HERE}/99/spans?{query}").status_code == 404


def test_spans_that_several_marked_lead_to_the_work_of_one_of_them(filled, desk):
    filled.people["annotator"].call("POST", "/documents/1/status", json={"status": "done"})
    ask(desk, format="spacy", annotations="union", look="1")
    filled.work()

    assert 'href="/documents/1?annotator=eva#s-' in desk.get(LOOK).text
