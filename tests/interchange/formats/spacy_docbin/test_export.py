"""Files, notes and refusals of an export for spaCy."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from annotator.core.errors import Refused
from annotator.core.report import ExportOptions, Prepared
from annotator.interchange.formats.spacy_docbin import check, read_back, shards
from annotator.interchange.formats.spacy_docbin import export as export_module
from tests.interchange.formats.spacy_docbin.builders import DEV, OPTIONS, Exported, outgoing

Export = Callable[..., Exported]


def test_full_shards_are_written_and_numbered(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "MAX_DOCUMENTS", 2)
    done = export(
        DEV, *(outgoing(f"d{at}", "Anna rit.", ("Anna", "entity/PER")) for at in range(5))
    )
    names = sorted(path.name for path in (done.folder / "entity" / "train").iterdir())
    assert names == ["00001-of-00003.spacy", "00002-of-00003.spacy", "00003-of-00003.spacy"]
    assert check(done.folder) == Counter(
        {("entity", "train", "PER"): 5, ("entity", "dev", "PER"): 1}
    )


def test_shards_are_cut_by_tokens_too(export: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MAX_TOKENS", 7)
    done = export(
        DEV, *(outgoing(f"d{at}", "Anna rit.", ("Anna", "entity/PER")) for at in range(3))
    )
    assert len(list((done.folder / "entity" / "train").iterdir())) == 2


def test_language_without_a_tokenizer_falls_back_and_says_so(export: Export) -> None:
    options = ExportOptions(format="spacy", language="br", check=True)
    done = export(DEV, outgoing("d", "Ur ger.", ("ger", "entity/PER")), options=options)
    manifest = orjson.loads((done.folder / "manifest.json").read_bytes())
    assert manifest["tokenizer"]["language"] == "xx"
    assert "'br'" in manifest["notes"][0]
    assert 'lang = "xx"' in (done.folder / "entity" / "config.cfg").read_text()


def test_regional_language_takes_the_tokenizer_of_its_language(export: Export) -> None:
    options = ExportOptions(format="spacy", language="fr-CA")
    done = export(DEV, outgoing("d", "Un mot."), options=options)
    manifest = orjson.loads((done.folder / "manifest.json").read_bytes())
    assert manifest["tokenizer"]["language"] == "fr"


def test_what_cannot_be_held_is_counted_in_the_readme(export: Export) -> None:
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
    export: Export, tmp_path: Path, documents: list[Prepared], options: ExportOptions, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        export(*documents, options=options)
    assert list(tmp_path.iterdir()) == []


def test_everybodys_work_is_written_once_each_when_asked_for(export: Export) -> None:
    one, two = outgoing("d", "Anna rit.", ("Anna", "entity/PER")), outgoing("d", "Anna rit.")
    both = Prepared(one.document, (*one.chosen, *two.chosen), split="train")
    done = export(DEV, both)
    assert done.report.documents == 2
    assert sum(held.split == "train" for held in read_back(done.folder)) == 2


def test_gold_and_suggestions_do_not_repeat_what_people_did(export: Export) -> None:
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
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_module, "MAX_LENGTH", 20)
    text = "Anna rit et rit et rit."
    documents = [outgoing("d", text, ("Anna", "entity/PER")), outgoing("e", "Anna rit.")]
    done = export(DEV, *documents)
    assert done.lost() == [("d", "too-long")]
    assert done.report.documents == 2
    assert "longer than 20 characters" in done.report.notes[0]


def test_label_that_is_not_in_every_split_is_noted(export: Export) -> None:
    done = export(DEV, outgoing("d", "Lyon rit.", ("Lyon", "entity/LOC")))
    assert "The label LOC of entity is not in dev." in done.report.notes
    assert "The label PER of entity is not in train." in done.report.notes


def test_files_that_do_not_hold_what_was_written_are_a_fault(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "ATTRIBUTES", ("ENT_IOB", "ENT_TYPE"))
    with pytest.raises(RuntimeError, match="do not hold the spans"):
        export(DEV, outgoing("d", "Un mot."))


def test_layer_without_a_label_in_train_gets_no_configuration(export: Export) -> None:
    done = export(DEV, outgoing("d", "Un mot."))
    assert not (done.folder / "entity" / "config.cfg").exists()
    assert "DocBin files of entity are complete" in (done.folder / "README.md").read_text()
