"""What the status line says of words that go from right to left."""

from uuid import uuid4

from flask import Flask

from annotator.core.records import DocumentRecord
from annotator.documents.operations import store_documents
from tests.annotations.conftest import World
from tests.people import Person, without_csrf

TEXT = "قالت الوزيرة ليلى بن عمر."


def test_words_from_right_to_left_are_set_apart_from_the_sentence(app: Flask, world: World) -> None:
    (document,) = store_documents(world.project_id, [DocumentRecord("ar", TEXT)])
    browser = Person(without_csrf(app), "zoe").join(world.project_id, "annotator").browser()
    ids = {"PER": str(uuid4()), "CLAIM": str(uuid4())}

    def said(path: str, **form: str) -> str:
        answer = browser.post(f"/documents/{document.id}{path}", data={"id": str(uuid4())} | form)
        return answer.text

    browser.environ_base["HTTP_HX_REQUEST"] = "true"
    person = said("/spans", id=ids["PER"], start="5", end="12", label="PER")
    said("/spans", id=ids["CLAIM"], start="0", end="4", label="CLAIM")
    link = {"label": "claimer", "from": ids["CLAIM"]}

    assert "\u2068الوزيرة\u2069 is PER. 1 span." in person
    linked = said("/relations", to=ids["PER"], **link)
    assert "\u2068قالت\u2069 has claimer: \u2068الوزيرة\u2069. 2 spans." in linked
    assert "\u2068قالت\u2069 has claimer: unknown." in said("/relations", value="unknown", **link)
