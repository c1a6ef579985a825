"""The traps of real copy: each one that the README of the seeds promises is there."""

import unicodedata
from collections import Counter

import pytest

from tests.seeds.demo import DOCUMENTS, TEXTS, entities

TRAPS = {
    "guillemet closed by U+201C": (
        "fr-001",
        "\u00ab\u202fChaque bateau qui passe rapproche un peu les deux camps d\u2019une tr\u00eave\u201c,",
    ),
    "guillemet closed by a straight quote": ("fr-002", 'risque d\u2019accident"\u00a0,'),
    "straight quotes": ("fr-011", '"Le plus dur commence"'),
    "quotation in a quotation": (
        "fr-005",
        "\u00ab\u202fNous avons entendu un ancien dire\u00a0: \u201cce n\u2019est",
    ),
    "elision with U+2019": ("fr-001", "l\u2019ONU"),
    "elision with U+0027": ("fr-002", "L'OTAN"),
    "U+00A0 inside guillemets": ("fr-002", "\u00ab\u00a0"),
    "U+202F inside guillemets": ("fr-001", "\u00ab\u202f"),
    "U+00A0 before a colon": ("fr-004", "attendu\u00a0:"),
    "U+00A0 before a semicolon": ("fr-003", "\u00e9t\u00e9\u00a0;"),
    "U+202F before a semicolon": ("fr-001", "hiver\u202f;"),
    "U+202F before a colon": ("fr-003", "soin\u202f:"),
    "U+00A0 before an exclamation mark": ("fr-003", "loyer\u00a0!"),
    "U+2009 in a number": ("fr-002", "6\u2009500"),
    "U+202F in a number": ("fr-001", "48\u202f200"),
    "glued name": ("fr-001", "\u00c9lise Vasseura pr\u00e9cis\u00e9"),
    "missing noun": ("fr-005", "entre Paris et constitue"),
    "hyphen compound": ("fr-005", "nord-africains"),
    "hyphen in a name": ("fr-005", "\u00c9tats-Unis"),
    "name in a compound": ("fr-002", "anti-OTAN"),
    "two names in a compound": ("fr-007", "Paris-Rabat"),
    "decomposed accent": ("fr-008", "ope\u0300re"),
    "decomposed accent in a name": ("fr-011", "Lei\u0308la Hadri"),
    "double space": ("fr-003", "\u00e9change  deux"),
    "tab": ("fr-003", "\tPour"),
    "blank line": ("fr-003", "\n\n"),
    "family joined by ZWJ": (
        "fr-013",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    ),
    "flag": ("fr-013", "\U0001f1eb\U0001f1f7"),
    "CRLF": ("fr-013", "\r\n\r\n"),
    "Latin in Arabic": ("ar-017", "(UNICEF)"),
    "Latin in Hebrew": ("he-018", "(Parking)"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_are_where_the_readme_says(trap: str) -> None:
    document, piece = TRAPS[trap]
    assert piece in TEXTS[document]


def test_crlf_document_has_no_other_line_end() -> None:
    text = TEXTS["fr-013"]
    assert text.count("\r\n") == text.count("\n") == text.count("\r") > 5


def test_documents_are_in_the_promised_languages() -> None:
    languages = Counter(document["meta"]["language"] for document in DOCUMENTS)
    assert languages == {"fr": 14, "en": 2, "ar": 1, "he": 1}
    assert any(unicodedata.bidirectional(c) == "AL" for c in TEXTS["ar-017"])
    assert any(unicodedata.bidirectional(c) == "R" for c in TEXTS["he-018"])


@pytest.mark.parametrize(
    ("prefix", "around", "name"),
    [("fr-001", "Élise Vasseura", "Élise Vasseur"), ("fr-002", "anti-OTAN", "OTAN")],
)
def test_ana_marks_names_inside_a_longer_word(prefix: str, around: str, name: str) -> None:
    document = next(document for document in DOCUMENTS if document["id"].startswith(prefix))
    start = document["text"].index(around) + around.index(name)
    extents = {span[:2] for span in entities(document, "ana")}
    assert (start, start + len(name)) in extents
