"""What DocBin files hold, reopened with spaCy and compared with the records that went in."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin
from spacy.vocab import Vocab

from annotator.core.alignment import MODES
from annotator.core.errors import Refused
from annotator.core.report import ExportOptions, ExportReport, Prepared
from annotator.core.scheme import Scheme
from annotator.core.spans import Span
from annotator.interchange.formats.spacy_docbin import check, read_back, shards, write_spacy
from annotator.interchange.formats.spacy_docbin import export as export_module
from annotator.interchange.formats.spacy_docbin.check import HeldDocument
from tests.interchange.formats.spacy_docbin.builders import DEV, outgoing

OPTIONS = ExportOptions(format="spacy", language="fr", check=True)


class Exported:
    """An export and what is in it, by document and layer."""

    def __init__(self, folder: Path, report: ExportReport) -> None:
        self.folder = folder
        self.report = report
        self.held = {(one.document, one.layer): one for one in read_back(folder)}

    def of(self, document: str, layer: str = "entity") -> HeldDocument:
        return self.held[document, layer]

    def lost(self) -> list[tuple[str, str]]:
        return [(row.document, row.reason) for row in self.report.left_out]


@pytest.fixture
def export(tmp_path: Path, scheme: Scheme):
    def run(*documents: Prepared, options: ExportOptions = OPTIONS) -> Exported:
        folder = tmp_path / "spacy"
        return Exported(folder, write_spacy(documents, folder, options, scheme))

    return run


def quotes(one: HeldDocument) -> list[tuple[str, str]]:
    return [(span.quote, span.label) for span in one.spans]


def test_document_without_a_span_stays_a_negative_example(export) -> None:
    found = export(DEV, outgoing("d", "Rien à voir.")).of("d")
    assert quotes(found) == []
    assert found.masked == 0


def test_span_after_an_emoji_and_at_the_end_of_the_text_is_exact(export) -> None:
    text = "🇫🇷 👨‍👩‍👧 « L’OTAN » à Lyon"
    done = export(DEV, outgoing("d", text, ("OTAN", "entity/PER"), ("Lyon", "entity/LOC")))
    assert quotes(done.of("d")) == [("OTAN", "PER"), ("Lyon", "LOC")]
    assert done.of("d").text == text
    assert done.report.numbers() == {"in": 3, "exact": 3, "changed": 0, "left_out": 0}


def test_blank_only_span_is_left_out(export) -> None:
    done = export(DEV, outgoing("d", "Un  mot\n\nici", ("\n\n", "entity/PER")))
    assert done.lost() == [("d", "blank-only")]


def test_empty_document_is_not_counted(export) -> None:
    assert export(DEV, outgoing("d", "Un mot."), outgoing("e", "")).report.documents == 2


def test_misaligned_span_is_masked_and_reported(export) -> None:
    done = export(DEV, outgoing("d", "Marc Ruttea dit non.", ("Marc Rutte", "entity/PER")))
    assert done.lost() == [("d", "token-boundary")]
    assert quotes(done.of("d")) == []
    assert done.of("d").masked == 2


def test_discontinuous_span_is_masked_piece_by_piece(export) -> None:
    done = export(DEV, outgoing("d", "Kim dit Jong aussi.", ("Kim…Jong", "entity/PER")))
    assert done.lost() == [("d", "discontinuous")]
    assert done.of("d").masked == 2


@pytest.mark.parametrize(
    ("mode", "held"),
    [("trim", []), ("expand", [("Marc Ruttea", "PER")]), ("contract", [("Marc", "PER")])],
)
def test_alignment_changes_spans_as_asked_and_reports_them(export, mode: str, held: object) -> None:
    options = ExportOptions(format="spacy", language="fr", align=mode, check=True)
    document = outgoing("d", "Marc Ruttea dit.", ("Marc Rutte", "entity/PER"))
    done = export(DEV, document, options=options)
    assert quotes(done.of("d")) == held
    numbers = done.report.numbers()
    assert (numbers["changed"], numbers["left_out"]) == ((1, 0) if held else (0, 1))


def test_blanks_at_the_edges_are_trimmed_when_asked(export) -> None:
    document = outgoing("d", "Il voit Lyon et rit.", (" Lyon ", "entity/LOC"))
    options = ExportOptions(format="spacy", language="fr", align="trim")
    done = export(DEV, document, options=options)
    assert quotes(done.of("d")) == [("Lyon", "LOC")]
    assert [row.as_json()["new_start"] for row in done.report.changed] == [8]


def test_disputed_span_is_masked_where_nothing_is_held(export) -> None:
    text = "Marc Rutte voit Lyon."
    disputed = (("Rutte voit", "entity/PER"), ("Lyon", "stance/FAVOR"))
    done = export(DEV, outgoing("d", text, ("Marc Rutte", "entity/PER"), disputed=disputed))
    assert quotes(done.of("d")) == [("Marc Rutte", "PER")]
    assert done.of("d").masked == 1
    assert any("2 disputed spans" in note for note in done.report.notes)


def test_same_extent_with_two_labels_goes_to_a_span_group(export) -> None:
    marks = (("Paris", "entity/PER"), ("Paris", "entity/LOC"))
    done = export(DEV, outgoing("d", "Paris parle.", *marks), outgoing("e", "Un mot."))
    assert sorted(quotes(done.of("d"))) == [("Paris", "LOC"), ("Paris", "PER")]
    assert quotes(done.of("e")) == []
    assert not (done.folder / "entity" / "config.cfg").exists()


def test_overlap_in_one_document_moves_the_whole_layer(export) -> None:
    marks = (("Kim Jong", "entity/PER"), ("Jong Un", "entity/PER"))
    done = export(DEV, outgoing("d", "Kim Jong Un parle.", *marks))
    assert len(done.of("d").spans) == 2
    assert quotes(done.of("dev")) == [("Anna", "PER")]
    assert done.report.numbers()["exact"] == 3


def test_layer_without_overlap_keeps_the_longest_span(export) -> None:
    marks = (("un deux", "sentence/S"), ("deux trois quatre", "sentence/S"))
    done = export(DEV, outgoing("d", "un deux trois quatre", *marks))
    assert quotes(done.of("d", "sentence")) == [("deux trois quatre", "S")]
    assert done.of("d", "sentence").masked == 1
    assert done.lost() == [("d", "overlap")]


def test_spans_that_become_equal_are_kept_once(export) -> None:
    text = "Les nord-coréens et les nord-coréens."
    marks = (("nord", "sentence/S"), ("coréens", "sentence/S"))
    options = ExportOptions(format="spacy", language="fr", align="expand", check=True)
    done = export(DEV, outgoing("d", text, *marks), options=options)
    assert quotes(done.of("d", "sentence")) == [("nord-coréens", "S")]
    assert done.lost() == [("d", "duplicate")]


def test_span_of_many_tokens_is_held(export) -> None:
    text = " ".join(f"mot{at}" for at in range(80))
    done = export(DEV, outgoing("d", text, (text, "stance/FAVOR")))
    assert quotes(done.of("d", "stance")) == [(text, "FAVOR")]


def test_document_labels_are_written_as_categories(export) -> None:
    documents = [
        outgoing("a", "Un.", labels={"topic": ("war",), "mood": ("good",)}),
        outgoing("b", "Deux.", labels={"topic": ()}),
    ]
    done = export(DEV, *documents)
    assert done.of("a", "topic").cats == {"war": 1.0, "peace": 0.0}
    assert done.of("b", "topic").cats == {"war": 0.0, "peace": 0.0}
    assert done.of("a", "mood").cats == {"good": 1.0, "bad": 0.0}
    assert done.of("b", "mood").cats == {}


def test_spans_and_user_data_carry_the_ids(export) -> None:
    document = outgoing(
        "d", "Marc Ruttea vit à Lyon.", ("Marc Rutte", "entity/PER"), ("Lyon", "entity/LOC")
    )
    lost, lyon = document.chosen[0].spans
    done = export(DEV, document)
    assert [span.span for span in done.of("d").spans] == [str(lyon.id)]
    path = done.folder / "entity" / "train" / "00001-of-00001.spacy"
    (doc,) = DocBin().from_disk(path).get_docs(Vocab())
    assert doc.user_data == {
        "document": "d",
        "annotator": "ana",
        f"span:{lost.id}": "0 10 PER token-boundary",
        f"span:{lyon.id}": "18 22 LOC exact",
    }


def test_full_shards_are_written_and_numbered(export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MAX_DOCUMENTS", 2)
    done = export(
        DEV, *(outgoing(f"d{at}", "Anna rit.", ("Anna", "entity/PER")) for at in range(5))
    )
    names = sorted(path.name for path in (done.folder / "entity" / "train").iterdir())
    assert names == ["00001-of-00003.spacy", "00002-of-00003.spacy", "00003-of-00003.spacy"]
    assert check(done.folder) == Counter(
        {("entity", "train", "PER"): 5, ("entity", "dev", "PER"): 1}
    )


def test_shards_are_cut_by_tokens_too(export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MAX_TOKENS", 7)
    done = export(
        DEV, *(outgoing(f"d{at}", "Anna rit.", ("Anna", "entity/PER")) for at in range(3))
    )
    assert len(list((done.folder / "entity" / "train").iterdir())) == 2


def test_language_without_a_tokenizer_falls_back_and_says_so(export) -> None:
    options = ExportOptions(format="spacy", language="br", check=True)
    done = export(DEV, outgoing("d", "Ur ger.", ("ger", "entity/PER")), options=options)
    manifest = orjson.loads((done.folder / "manifest.json").read_bytes())
    assert manifest["tokenizer"]["language"] == "xx"
    assert "'br'" in manifest["notes"][0]
    assert 'lang = "xx"' in (done.folder / "entity" / "config.cfg").read_text()


def test_regional_language_takes_the_tokenizer_of_its_language(export) -> None:
    options = ExportOptions(format="spacy", language="fr-CA")
    done = export(DEV, outgoing("d", "Un mot."), options=options)
    manifest = orjson.loads((done.folder / "manifest.json").read_bytes())
    assert manifest["tokenizer"]["language"] == "fr"


def test_what_cannot_be_held_is_counted_in_the_readme(export) -> None:
    done = export(DEV, outgoing("d", "Marc Ruttea.", ("Marc Rutte", "entity/PER")))
    readme = (done.folder / "README.md").read_text()
    assert "| entity | PER | left out | token-boundary | 1 |" in readme
    assert "spacy train config.cfg --output out" in readme
    rows = (done.folder / "alignment.jsonl").read_bytes().splitlines()
    assert [orjson.loads(row)["reason"] for row in rows] == ["token-boundary"]


@pytest.mark.parametrize(
    ("documents", "options", "sentence"),
    [
        ([outgoing("d", "Un.", ("Un", "entity/PER"))], OPTIONS, "would be in dev"),
        ([DEV], OPTIONS, "would be in train"),
        ([outgoing("a", "Un."), outgoing("b", "Un.", split="dev")], OPTIONS, "nothing to train on"),
        (
            [DEV, outgoing("d", "Ruttea.", ("Rutte", "entity/PER"))],
            ExportOptions(format="spacy", language="fr", max_loss=0),
            "--max-loss allows 0",
        ),
        ([DEV], ExportOptions(format="spacy", align="bend"), "trim, expand, contract"),
    ],
)
def test_export_that_cannot_be_used_is_refused_and_leaves_nothing(
    export, tmp_path: Path, documents: list[Prepared], options: ExportOptions, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        export(*documents, options=options)
    assert list(tmp_path.iterdir()) == []


def test_everybodys_work_is_written_once_each_when_asked_for(export) -> None:
    one, two = outgoing("d", "Anna rit.", ("Anna", "entity/PER")), outgoing("d", "Anna rit.")
    both = Prepared(one.document, (*one.chosen, *two.chosen), split="train")
    done = export(DEV, both)
    assert done.report.documents == 2
    assert sum(held.split == "train" for held in read_back(done.folder)) == 2


def test_gold_and_suggestions_do_not_repeat_what_people_did(export) -> None:
    marks = (("Anna", "entity/PER"),)
    work, gold, guess = (
        replace(outgoing("d", "Anna rit.", *marks).chosen[0], kind=kind)
        for kind in ("work", "gold", "suggestion")
    )
    document = outgoing("d", "Anna rit.").document
    sets = {"a": (guess,), "b": (gold, guess), "c": (work, gold)}
    documents = [
        Prepared(replace(document, id=name), own, split="train") for name, own in sets.items()
    ]
    done = export(DEV, *documents)
    assert [one.document for one in read_back(done.folder) if one.split == "train"] == ["b", "c"]
    assert done.report.numbers()["in"] == 3


def test_document_too_long_for_spacy_is_left_out_with_its_spans(
    export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "MAX_LENGTH", 20)
    text = "Anna rit et rit et rit."
    documents = [outgoing("d", text, ("Anna", "entity/PER")), outgoing("e", "Anna rit.")]
    done = export(DEV, *documents)
    assert done.lost() == [("d", "too-long")]
    assert done.report.documents == 2
    assert "longer than 20 characters" in done.report.notes[0]


def test_label_that_is_not_in_every_split_is_noted(export) -> None:
    done = export(DEV, outgoing("d", "Lyon rit.", ("Lyon", "entity/LOC")))
    assert "The label LOC of entity is not in dev." in done.report.notes
    assert "The label PER of entity is not in train." in done.report.notes


def test_files_that_do_not_hold_what_was_written_are_a_fault(
    export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "ATTRIBUTES", ("ENT_IOB", "ENT_TYPE"))
    with pytest.raises(RuntimeError, match="do not hold the spans"):
        export(DEV, outgoing("d", "Un mot."))


words = st.sampled_from(
    ["Marc", "Ruttea", "l’OTAN", "nord-coréens", "🙂", "«\u00a0oui\u00a0»", "a.b", "\n\n"]
)
blanks = st.sampled_from([" ", "  ", "", "\r\n"])


@st.composite
def anything(draw: st.DrawFn) -> Prepared:
    """A document with spans wherever, also across tokens, blanks and each other."""
    pairs = draw(st.lists(st.tuples(words, blanks), min_size=1, max_size=8))
    text = "".join(word + blank for word, blank in pairs)
    split = draw(st.sampled_from(["train", "dev"]))
    document = outgoing(str(draw(st.uuids())), text, split=split)
    spans = []
    for identity in draw(st.lists(st.uuids(), max_size=5, unique=True)):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        name = draw(st.sampled_from([("entity", "PER"), ("entity", "LOC"), ("sentence", "S")]))
        spans.append(Span(identity, start, end, *name))
    record = document.chosen[0]
    changed = type(record)("ana", spans=tuple(spans))
    return Prepared(document.document, (changed,), split=split)


@settings(max_examples=12, deadline=None)
@given(st.lists(anything(), max_size=5), st.sampled_from(MODES))
def test_every_span_is_found_again_or_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, scheme: Scheme, documents: list[Prepared], mode: str
) -> None:
    folder = tmp_path_factory.mktemp("any") / "x"
    options = ExportOptions(format="spacy", language="fr", align=mode, check=True)
    everything = [DEV, outgoing("t", "Anna rit.", ("Anna", "entity/PER")), *documents]
    report = write_spacy(everything, folder, options, scheme)
    rows = {(row.document, row.span.id): row for row in (*report.changed, *report.left_out)}
    held = {(one.document, span.span): span for one in read_back(folder) for span in one.spans}
    texts = {one.document: one.text for one in read_back(folder)}
    total = 0
    for one in everything:
        assert texts[one.document.id] == one.document.text
        for span in one.chosen[0].spans:
            total += 1
            found = held.pop((one.document.id, str(span.id)), None)
            row = rows.get((one.document.id, span.id))
            assert (found is None) == (row is not None and row.held is None)
            if found:
                expected = row.held if row else (span.start, span.end)
                assert (found.start, found.end) == expected
                assert (found.layer, found.label) == (span.layer, span.label)
                assert found.quote == one.document.text[found.start : found.end]
    assert held == {}
    assert report.numbers()["in"] == total
