"""Every refusal that the labelling page can meet, in the language of the person; programs are told in English."""

from html import unescape
from uuid import uuid4

import pytest
from flask import Flask

from tests.annotations.conftest import World
from tests.people import Client, Person, without_csrf

FRENCH = {"Accept-Language": "fr"}
SPAN, CLAIM, ONLY = (str(uuid4()) for _ in range(3))
FORMS = {
    "before-the-text": (
        "/spans",
        {"start": "x", "end": "2", "label": "PER"},
        "doit être un nombre entier",
    ),
    "empty": ("/spans", {"start": "3", "end": "3", "label": "PER"}, "La fin 3 doit être plus"),
    "past-the-text": ("/spans", {"start": "3", "end": "999", "label": "PER"}, "dépasse le texte"),
    "other-quote": (
        "/spans",
        {"start": "3", "end": "8", "label": "PER", "quote": "Rut"},
        "La citation 'Rut' n’est pas le texte en 3-8",
    ),
    "no-quote": ("/spans", {"quote": "", "label": "PER"}, "Écrivez le texte à marquer"),
    "absent-quote": ("/spans", {"quote": "Paris", "label": "PER"}, "n’est pas dans le texte"),
    "one-quote": (
        "/spans",
        {"quote": "Rutte", "occurrence": "2", "label": "PER"},
        "est une seule fois dans le texte",
    ),
    "no-occurrence": (
        "/spans",
        {"quote": "Rutte", "occurrence": "0", "label": "PER"},
        "se comptent à partir de 1",
    ),
    "unknown-label": (
        "/spans",
        {"start": "3", "end": "8", "label": "NO"},
        "Il n’y a pas d’étiquette NO\u00a0; il y a\u00a0: PER, LOC",
    ),
    "unknown-layer": (
        "/spans",
        {"start": "3", "end": "8", "label": "NO", "layer": "none"},
        "Il n’y a pas de couche de passages none",
    ),
    "wrong-id": (
        "/spans",
        {"start": "3", "end": "8", "label": "PER", "id": "x"},
        "doit être un UUID",
    ),
    "taken-id": (
        "/spans",
        {"start": "0", "end": "2", "label": "PER", "id": SPAN},
        "est pris par un autre passage",
    ),
    "overlap": (
        "/spans",
        {"start": "12", "end": "15", "label": "ONLY"},
        "La couche strict n’admet pas de chevauchement, et ONLY 9-17 y est déjà",
    ),
    "no-span": (f"/spans/{uuid4()}", {"label": "PER"}, "Ce passage n’existe pas dans ce travail"),
    "wrong-choice": (
        f"/spans/{CLAIM}",
        {"attr:type": "x"},
        "type est l’une de ces valeurs\u00a0: fact, value, et non 'x'",
    ),
    "wrong-boolean": (f"/spans/{CLAIM}", {"attr:check_worthy": "x"}, "est vrai ou faux"),
    "no-attribute": (f"/spans/{SPAN}", {"attr:x": "1"}, "n’a pas d’attribut x\u00a0; elle a"),
    "long-note": (f"/spans/{SPAN}", {"note": "x" * 20_001}, "Une note a au plus 20000 caractères"),
    "no-source": ("/relations", {"label": "claimer"}, "Dites de quel passage part la relation."),
    "no-target": (
        "/relations",
        {"label": "claimer", "from": CLAIM},
        "demande le passage auquel il mène, ou l’une de ces valeurs\u00a0: author, unknown",
    ),
    "wrong-value": (
        "/relations",
        {"label": "claimer", "from": CLAIM, "value": "x"},
        "'x' n’est pas une valeur de claimer",
    ),
    "wrong-source": (
        "/relations",
        {"label": "claimer", "from": SPAN, "value": "author"},
        "claimer part d’un passage de la couche claim, et non de entity.",
    ),
    "wrong-target": (
        "/relations",
        {"label": "claimer", "from": CLAIM, "to": ONLY},
        "claimer mène à un passage de la couche entity, et non de strict.",
    ),
    "same-span": (
        "/relations",
        {"label": "SUPPORTS", "from": CLAIM, "to": CLAIM},
        "deux fois le même",
    ),
    "no-relation": (
        "/relations",
        {"label": "x", "from": CLAIM, "to": SPAN},
        "Il n’y a ni rôle ni relation x",
    ),
    "absent-span": (
        "/relations",
        {"label": "claimer", "from": CLAIM, "to": str(uuid4())},
        "créez-le d’abord",
    ),
    "one-label": ("/labels", {"tone": ["calm", "angry"]}, "La couche tone prend une étiquette"),
    "document-note": ("/note", {"note": "x" * 20_001}, "Une note a au plus"),
    "flag": ("/flag", {"reason": " "}, "Dites en quelques mots"),
    "status": ("/status", {"status": "x"}, "L’état est l’un de"),
    "redo": ("/redo", {}, "Il n’y a rien à refaire."),
    "occurrences": ("/spans/all", {"label": "PER"}, "Cochez au moins un endroit"),
}


@pytest.fixture
def zoe(app: Flask, world: World) -> Person:
    person = Person(without_csrf(app), "zoe").join(world.project_id, "annotator")
    for given, start, end, label in (
        (SPAN, 3, 8, "PER"),
        (CLAIM, 3, 17, "CLAIM"),
        (ONLY, 9, 17, "ONLY"),
    ):
        span = {"id": given, "start": start, "end": end, "label": label}
        person.call("POST", f"/documents/{world.document_id}/spans", json=span)
    return person


@pytest.fixture
def browser(zoe: Person) -> Client:
    return zoe.browser()


@pytest.mark.parametrize(("path", "form", "said"), FORMS.values(), ids=FORMS)
def test_labelling_page_refuses_in_french(
    browser: Client, world: World, path: str, form: dict[str, str], said: str
) -> None:
    address = f"/documents/{world.document_id}{path}"

    swapped = browser.post(address, data=form, headers={**FRENCH, "HX-Request": "true"})
    page = browser.post(address, data=form, headers=FRENCH)

    assert 400 <= swapped.status_code < 500
    assert 'hx-target="#alert"' in swapped.text
    assert said in unescape(swapped.text)
    assert said in unescape(page.text)


def test_nothing_to_undo_and_nothing_here_in_french(
    app: Flask, browser: Client, world: World
) -> None:
    base = f"/documents/{world.document_id}"
    other = Person(app, "yan").join(world.project_id, "annotator").browser()

    assert "Il n’y a rien à annuler." in other.post(f"{base}/undo", headers=FRENCH).text
    missing = browser.get("/documents/999999", headers=FRENCH).text
    assert "Ce document n’existe pas" in missing
    assert "<h1>Introuvable</h1>" in missing


def test_programs_are_refused_in_english(zoe: Person, world: World) -> None:
    span = {"start": 3, "end": 8, "label": "NO"}

    answer = zoe.call(
        "POST", f"/documents/{world.document_id}/spans", json=span, headers=FRENCH
    ).json

    assert answer["title"] == "The request was refused"
    assert answer["detail"].startswith("There is no label NO; there are: PER")
    assert answer["errors"]["label"] == [answer["detail"]]
