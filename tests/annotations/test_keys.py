"""The keys of the labelling page: read, refused, kept for each person, and every one known to the script."""

import re

import pytest
from flask import Flask

from annotator.annotations.keys import (
    DEFAULTS,
    acts_by_key,
    keys_of,
    names_of_acts,
    read_keys,
    shown_key,
)
from annotator.config import ROOT
from annotator.core.errors import Refused
from annotator.core.palette import KEYS
from tests.annotations.conftest import World
from tests.people import Client, Person, without_csrf


@pytest.fixture
def ana(app: Flask, world: World) -> Client:
    """A person who may look at the document, in a browser."""
    person = Person(without_csrf(app), "cleo").join(world.project_id, "annotator")
    return person.browser()


def test_usual_keys_are_each_for_one_act_and_for_no_label() -> None:
    several = [key for keys in DEFAULTS.values() for key in keys.split()]

    assert len(several) == len(set(several))
    assert not set(several) & set(KEYS)


def test_every_act_has_words_and_a_function_in_the_script(app: Flask) -> None:
    script = (ROOT / "static" / "js" / "keys.js").read_text(encoding="utf-8")
    tables = re.findall(
        r"const (?:ON_SPAN|ANYWHERE) = \{(.*?)^\};", script, re.DOTALL | re.MULTILINE
    )
    with app.test_request_context():
        names = names_of_acts()

    acts = re.findall(r"^  (\w+)[:,]", "\n".join(tables), re.MULTILINE)

    assert sorted(acts) == sorted(DEFAULTS) == sorted(names)


@pytest.mark.parametrize(
    ("typed", "kept", "written"),
    [
        ("X", "x", "x"),
        ("SHIFT+ctrl+s", "ctrl+shift+s", "Ctrl+Shift+S"),
        ("Shift+!", "!", "!"),
        ("ctrl++", "ctrl++", "Ctrl++"),
        ("; é", "; é", "; é"),
        ("alt+ArrowUp f2", "alt+arrowup f2", "Alt+ArrowUp F2"),
        ("", "", ""),
    ],
)
def test_keys_are_read_as_people_write_them(
    app: Flask, typed: str, kept: str, written: str
) -> None:
    with app.test_request_context():
        assert read_keys({"inspect": typed}) == {"inspect": kept}

    assert " ".join(shown_key(key) for key in kept.split()) == written


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (
            {"inspect": "r"},
            "r cannot do two things, “Into the inspector” and “Link the active span”",
        ),
        ({"inspect": "Ctrl+y"}, "Ctrl+Y cannot do two things"),
        ({"link": "rr"}, "rr is no key"),
        ({"link": "Ctrl+"}, "Ctrl+ is no key"),
        ({"undo": "Shift+Tab"}, "Shift+Tab always does what it does"),
        ({"undo": "ArrowLeft"}, "ArrowLeft always does what it does"),
    ],
)
def test_keys_that_cannot_be_are_refused(app: Flask, form: dict[str, str], sentence: str) -> None:
    with app.test_request_context(), pytest.raises(Refused, match=re.escape(sentence)):
        read_keys(form)


def test_chosen_keys_go_before_the_usual_ones() -> None:
    keys = keys_of({"keys": {"inspect": "x", "guidelines": ""}})

    assert acts_by_key(keys)["x"] == "inspect"
    assert not {"e", "g"} & acts_by_key(keys).keys()
    assert acts_by_key(keys_of(None))["ctrl+y"] == "redo"


def test_keys_are_kept_for_the_person_and_given_to_the_labelling_page(
    ana: Client, world: World
) -> None:
    page = f"/keys?document={world.document_id}"
    usual = ana.get(page).text
    refused = ana.post(page, data={"inspect": "r"})
    saved = ana.post(page, data={"inspect": "X"})

    assert "<dt>PER</dt><dd><kbd>1</kbd></dd>" in usual
    assert refused.status_code == 422
    assert 'id="key-inspect" name="inspect" value="r"' in refused.text
    assert saved.status_code == 303
    assert 'name="inspect" value="x"' in ana.get("/keys").text
    assert "&#34;x&#34;: &#34;inspect&#34;" in ana.get(f"/documents/{world.document_id}").text
    ana.post(page, data={"usual": "1", "inspect": "q"})
    assert 'name="inspect" value="e"' in ana.get("/keys").text


def test_keys_of_a_foreign_document_are_not_shown(app: Flask, world: World) -> None:
    stranger = Person(without_csrf(app), "eve").browser()

    assert stranger.get(f"/keys?document={world.document_id}").status_code == 404
