"""What DocBin files hold, reopened with spaCy and compared with the records that went in."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from spacy.tokens import DocBin
from spacy.vocab import Vocab

from annotator.core.records import AnnotationRecord
from annotator.core.report import ExportOptions
from tests.interchange.formats.spacy_docbin.builders import DEV, Exported, outgoing, quotes

Export = Callable[..., Exported]


def test_document_without_a_span_stays_a_negative_example(export: Export) -> None:
    found = export(DEV, outgoing("d", "Rien à voir.")).of("d")
    assert quotes(found) == []
    assert found.masked == 0


def test_span_after_an_emoji_and_at_the_end_of_the_text_is_exact(export: Export) -> None:
    text = "🇫🇷 👨‍👩‍👧 « L’OTAN » à Lyon"
    done = export(DEV, outgoing("d", text, ("OTAN", "entity/PER"), ("Lyon", "entity/LOC")))
    assert quotes(done.of("d")) == [("OTAN", "PER"), ("Lyon", "LOC")]
    assert done.of("d").text == text
    assert done.report.numbers() == {"in": 3, "exact": 3, "changed": 0, "left_out": 0}


def test_blank_only_span_is_left_out(export: Export) -> None:
    done = export(DEV, outgoing("d", "Un  mot\n\nici", ("\n\n", "entity/PER")))
    assert done.lost() == [("d", "blank-only")]


def test_empty_document_is_not_counted(export: Export) -> None:
    assert export(DEV, outgoing("d", "Un mot."), outgoing("e", "")).report.documents == 2


def test_misaligned_span_is_masked_and_reported(export: Export) -> None:
    done = export(DEV, outgoing("d", "Marc Ruttea dit non.", ("Marc Rutte", "entity/PER")))
    assert done.lost() == [("d", "token-boundary")]
    assert quotes(done.of("d")) == []
    assert done.of("d").masked == 2


def test_discontinuous_span_is_masked_piece_by_piece(export: Export) -> None:
    done = export(DEV, outgoing("d", "Kim dit Jong aussi.", ("Kim…Jong", "entity/PER")))
    assert done.lost() == [("d", "discontinuous")]
    assert done.of("d").masked == 2


@pytest.mark.parametrize(
    ("mode", "held"),
    [("trim", []), ("expand", [("Marc Ruttea", "PER")]), ("contract", [("Marc", "PER")])],
)
def test_alignment_changes_spans_as_asked_and_reports_them(
    export: Export, mode: str, held: object
) -> None:
    options = ExportOptions(format="spacy", language="fr", align=mode, check=True)
    document = outgoing("d", "Marc Ruttea dit.", ("Marc Rutte", "entity/PER"))
    done = export(DEV, document, options=options)
    assert quotes(done.of("d")) == held
    numbers = done.report.numbers()
    assert (numbers["changed"], numbers["left_out"]) == ((1, 0) if held else (0, 1))


def test_blanks_at_the_edges_are_trimmed_when_asked(export: Export) -> None:
    document = outgoing("d", "Il voit Lyon et rit.", (" Lyon ", "entity/LOC"))
    options = ExportOptions(format="spacy", language="fr", align="trim")
    done = export(DEV, document, options=options)
    assert quotes(done.of("d")) == [("Lyon", "LOC")]
    assert [row.as_json()["new_start"] for row in done.report.changed] == [8]


def test_disputed_span_is_masked_where_nothing_is_held(export: Export) -> None:
    text = "Marc Rutte voit Lyon."
    disputed = (("Rutte voit", "entity/PER"), ("Lyon", "stance/FAVOR"))
    done = export(DEV, outgoing("d", text, ("Marc Rutte", "entity/PER"), disputed=disputed))
    assert quotes(done.of("d")) == [("Marc Rutte", "PER")]
    assert done.of("d").masked == 1
    assert "2 spans are in dispute and were not chosen." in done.report.all_notes


def test_same_extent_with_two_labels_goes_to_a_span_group(export: Export) -> None:
    marks = (("Paris", "entity/PER"), ("Paris", "entity/LOC"))
    done = export(DEV, outgoing("d", "Paris parle.", *marks), outgoing("e", "Un mot."))
    assert sorted(quotes(done.of("d"))) == [("Paris", "LOC"), ("Paris", "PER")]
    assert quotes(done.of("e")) == []
    assert not (done.folder / "entity" / "config.cfg").exists()


def test_overlap_in_one_document_moves_the_whole_layer(export: Export) -> None:
    marks = (("Kim Jong", "entity/PER"), ("Jong Un", "entity/PER"))
    done = export(DEV, outgoing("d", "Kim Jong Un parle.", *marks))
    assert len(done.of("d").spans) == 2
    assert quotes(done.of("dev")) == [("Anna", "PER")]
    assert done.report.numbers()["exact"] == 3


def test_layer_without_overlap_keeps_the_longest_span(export: Export) -> None:
    marks = (("un deux", "sentence/S"), ("deux trois quatre", "sentence/S"))
    done = export(DEV, outgoing("d", "un deux trois quatre", *marks))
    assert quotes(done.of("d", "sentence")) == [("deux trois quatre", "S")]
    assert done.of("d", "sentence").masked == 1
    assert done.lost() == [("d", "overlap")]


def test_spans_that_become_equal_are_kept_once(export: Export) -> None:
    text = "Les nord-coréens et les nord-coréens."
    marks = (("nord", "sentence/S"), ("coréens", "sentence/S"))
    options = ExportOptions(format="spacy", language="fr", align="expand", check=True)
    done = export(DEV, outgoing("d", text, *marks), options=options)
    assert quotes(done.of("d", "sentence")) == [("nord-coréens", "S")]
    assert done.lost() == [("d", "duplicate")]


def test_span_of_many_tokens_is_held(export: Export) -> None:
    text = " ".join(f"mot{at}" for at in range(80))
    done = export(DEV, outgoing("d", text, (text, "stance/FAVOR")))
    assert quotes(done.of("d", "stance")) == [(text, "FAVOR")]


def test_document_labels_are_written_as_categories(export: Export) -> None:
    documents = [
        outgoing("a", "Un.", labels={"topic": ("war",), "mood": ("good",)}),
        outgoing("b", "Deux.", labels={"topic": ()}),
    ]
    done = export(DEV, *documents)
    assert done.of("a", "topic").cats == {"war": 1.0, "peace": 0.0}
    assert done.of("b", "topic").cats == {"war": 0.0, "peace": 0.0}
    assert done.of("a", "mood").cats == {"good": 1.0, "bad": 0.0}
    assert done.of("b", "mood").cats == {}


def test_spans_and_user_data_carry_the_ids(export: Export) -> None:
    document = outgoing(
        "d", "Marc Ruttea vit à Lyon.", ("Marc Rutte", "entity/PER"), ("Lyon", "entity/LOC")
    )
    lost, lyon = document.chosen[0].spans
    lyon = replace(lyon, attributes={"sure": True, "kind": "été"})
    done = export(DEV, replace(document, chosen=(AnnotationRecord("ana", spans=(lost, lyon)),)))
    assert [span.span for span in done.of("d").spans] == [str(lyon.id)]
    path = done.folder / "entity" / "train" / "00001-of-00001.spacy"
    (doc,) = DocBin().from_disk(path).get_docs(Vocab())
    assert doc.user_data == {
        "document": "d",
        "annotator": "ana",
        f"span:{lost.id}": "0 10 PER token-boundary",
        f"span:{lyon.id}": "18 22 LOC exact",
        f"attributes:{lyon.id}": '{"kind":"été","sure":true}',
    }
