"""The interface in other languages: catalogues that are whole, compiled and well set, and who gets which."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.checkers import checkers
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from annotator.config import ROOT
from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.web.translation import language_name, translated

FOLDER = ROOT / "annotator" / "translations"
CATALOGUES = sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))
METHODS = [("annotator/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "sentence": None}
FRENCH = {"Accept-Language": "fr-CA, fr;q=0.9, en;q=0.5"}


def language_of(path: Path) -> str:
    return path.parents[1].name


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language_of(path))


def asked_for() -> Iterator[str | tuple[str, ...]]:
    """Yield every text that the code and the templates ask a translation of."""
    for folder, method in METHODS:
        top, pattern = folder.split("/", 1)
        for _, _, message, *_ in extract_from_dir(
            ROOT / top, [(pattern, method)], keywords=KEYWORDS
        ):
            yield message


def strings(catalog: Catalog) -> Iterator[tuple[object, str]]:
    for message in catalog:
        if message.id:
            several = isinstance(message.string, (list, tuple))
            yield from (
                (message.id, one) for one in (message.string if several else [message.string])
            )


@pytest.mark.parametrize("path", CATALOGUES, ids=language_of)
def test_catalogue_says_every_text(path: Path) -> None:
    catalog = read(path)

    wanted = set(asked_for())

    missing = [
        text for text in wanted if not catalog.get(text if isinstance(text, str) else text[0])
    ]
    empty = [said for said, string in strings(catalog) if not string]
    fuzzy = [message.id for message in catalog if message.id and message.fuzzy]
    assert len(wanted) > 300
    assert (missing, empty, fuzzy) == ([], [], []), "`make translations`, then write what they say"


@pytest.mark.parametrize("path", CATALOGUES, ids=language_of)
def test_catalogue_keeps_what_is_filled_in(path: Path) -> None:
    catalog = read(path)

    for message in catalog:
        if message.id:
            for check in checkers:
                check(catalog, message)


@pytest.mark.parametrize("path", CATALOGUES, ids=language_of)
def test_compiled_catalogue_is_what_the_texts_compile_to(path: Path) -> None:
    compiled = BytesIO()

    write_mo(compiled, read(path))

    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run `make translations`"


def test_french_is_set_as_french_is() -> None:
    ill = re.compile(r"[ \w][;!?](?:\s|$)|[^\u00a0]:(?:\s|$)|'|«[^\u00a0]|[^\u00a0]»")
    said = strings(read(FOLDER / "fr" / "LC_MESSAGES" / "messages.po"))

    assert [string for _, string in said if ill.search(string.replace("Authorization: ", ""))] == []


def test_browser_chooses_the_language(client: FlaskClient) -> None:
    french = client.get("/login", headers=FRENCH).text
    other = client.get("/login", headers={"Accept-Language": "ja"}).text

    assert '<html lang="fr"' in french
    assert "Se connecter" in french
    assert '<html lang="en"' in other
    assert "Sign in" in other


def test_refusal_of_the_framework_is_said_in_french(client: FlaskClient) -> None:
    assert "Il n’y a rien à cette adresse" in client.get("/nowhere", headers=FRENCH).text


def test_language_is_named_as_its_speakers_do(app: Flask) -> None:
    with app.app_context():
        assert language_name("fr") == "français"


PEOPLE = (
    "accounts",
    "agreement",
    "annotations",
    "core",
    "core/agreement",
    "documents",
    "interchange",
    "interchange/formats",
    "interchange/formats/spacy_docbin",
    "jobs",
    "projects",
)
KINDS = {kind.__name__ for kind in (Refused, *Refused.__subclasses__())}


def plain_refusals(path: Path) -> Iterator[str]:
    """Yield what a file refuses something with in plain text, be it named `message` one statement earlier."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).removesuffix(".field") in KINDS:
            said = node.args[ast.unparse(node.func).endswith(".field") :][:1]
            yield from (ast.unparse(one) for one in said if is_plain(one))
        for first, then in pairwise(statements(node)):
            if isinstance(first, ast.Assign) and isinstance(then, ast.Raise):
                kind = ast.unparse(then.exc).split("(")[0].removesuffix(".field")
                if kind in KINDS and is_plain(first.value):
                    yield ast.unparse(first.value)


def statements(node: ast.AST) -> list[ast.stmt]:
    body = getattr(node, "body", [])
    return body if isinstance(body, list) else []


def is_plain(said: ast.expr) -> bool:
    return isinstance(said, ast.JoinedStr) or (
        isinstance(said, ast.Constant) and isinstance(said.value, str)
    )


def test_refusals_for_people_can_be_translated() -> None:
    code = ROOT / "annotator"
    files = [path for folder in PEOPLE for path in (code / folder).glob("*.py")]
    files.remove(code / "accounts" / "tokens.py")  # which speaks to programs only

    plain = {path.name: list(plain_refusals(path)) for path in files}

    assert {name: found for name, found in plain.items() if found} == {}, "say it by `sentence()`"


def test_sentence_within_a_sentence_is_translated(app: Flask) -> None:
    inner = sentence("none")
    refusal = Refused(
        sentence("There is no label %(label)s; there are: %(labels)s.", label="X", labels=inner)
    )

    with app.test_request_context(headers=FRENCH):
        assert translated(refusal) == "Il n’y a pas d’étiquette X\u00a0; il y a\u00a0: aucun."
        assert translated("as it is") == "as it is"
