"""The page of exports: asked for by a form, listed with what became of every span, fetched with the session."""

import io
import zipfile

HERE = "/projects/peace-talks/exports"


def ask(desk, **fields):
    return desk.post(HERE, data={"format": "jsonl", "annotations": "all"} | fields)


def test_an_export_is_asked_for_watched_and_fetched(filled, desk):
    assert ask(desk, split="80/10/10", check="1").headers["Location"] == HERE
    waiting = desk.get(HERE).text
    assert 'hx-trigger="every 1s"' in waiting
    assert "waiting" in waiting
    assert f'class="no-script" href="{HERE}"' in waiting
    filled.work()
    part = desk.get(HERE, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "hx-trigger" not in part
    assert "<b>3</b> documents" in part
    assert "<b>3</b> exact" in part
    answer = desk.get(f"{HERE}/1/download", buffered=True)
    assert answer.headers["Content-Disposition"].endswith("filename=peace-talks-jsonl-1.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "manifest.json" in archive.namelist()


def test_spans_that_did_not_fit_are_listed_with_a_link_to_the_text(filled, desk):
    span = {"annotator": "eva", "start": 0, "end": 3, "label": "PER"}
    body = {"id": "cut", "text": "Rutte a parlé.", "annotations": [span], "annotators": ["eva"]}
    answer = filled.people["manager"].call("POST", "/projects/peace-talks/documents", json=[body])
    assert answer.json["spans"] == 1
    ask(desk, format="spacy", annotations="eva", max_loss="2")
    filled.work()
    assert "<b>2</b> left out" in desk.get(HERE).text
    page = desk.get(f"{HERE}/1").text
    assert "left out: begins or ends inside a token" in page
    assert 'href="/documents/4?annotator=eva#s-' in page
    assert "cut 0–3" in page
    assert '<q dir="auto">Rut</q>' in page


def test_an_export_writes_nothing_that_leaves_out_more_than_was_allowed(filled, desk):
    ask(desk, format="spacy", annotations="eva")
    filled.work()
    page = desk.get(HERE).text
    assert "1 spans would be left out" in page
    assert "Download" not in page


def test_what_makes_no_sense_is_said_at_the_form(filled, desk):
    answer = ask(desk, split="most")
    assert answer.status_code == 422
    assert 'id="split-error"' in answer.text
    assert 'value="most"' in answer.text
    assert ask(desk, format="papyrus").status_code == 422
    assert 'id="max_loss-error"' in ask(desk, max_loss="some").text
    assert 'id="keep_split-error"' in ask(desk, keep_split="7").text
    assert "None yet" in desk.get(HERE).text


def test_an_export_is_run_again_and_cancelled(filled, desk):
    ask(desk, layers="entity")
    filled.work()
    assert desk.post(f"{HERE}/1/again").headers["Location"] == HERE
    assert desk.post(f"{HERE}/2/cancel").status_code == 303
    page = desk.get(HERE).text
    assert "cancelled" in page
    filled.work()
    assert desk.get(f"{HERE}/2/download").status_code == 404
    with filled.app.app_context():
        job = filled.call("GET", "/jobs/2").json
    assert job["state"] == "cancelled"


def test_an_export_that_failed_says_why_on_the_page(filled, desk):
    filled.people["annotator"].call("POST", "/documents/1/status", json={"status": "done"})
    ask(desk, annotations="")
    filled.work()
    assert "annotator, eva" in desk.get(HERE).text


def test_a_job_of_another_kind_or_project_is_not_there(filled, desk):
    ask(desk)
    assert (
        filled.people["admin"].call("POST", "/projects", json={"name": "Other"}).status_code == 201
    )
    admin = filled.people["admin"].browser()
    assert admin.get(f"{HERE}/1").status_code == 200
    assert admin.get("/projects/other/exports/1").status_code == 404
