"""What a span finder can propose, and what is written where it cannot."""

from collections.abc import Callable

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.interchange.formats.spacy_docbin import reach as reach_module
from annotator.interchange.formats.spacy_docbin.reach import LONGEST, Coverage, Reach
from tests.interchange.formats.spacy_docbin.builders import DEV, Exported, outgoing

Export = Callable[..., Exported]

TEXT = "Anna dit que la paix viendra demain matin et que tout ira bien."
OVERLAPPING = outgoing(
    "d", TEXT, ("Anna dit", "stance/FAVOR"), ("dit que la paix viendra", "stance/PER")
)


def reached(*lengths: int) -> Reach:
    reach = Reach()
    for length in lengths:
        reach.add("CLAIM", length)
    return reach


@given(st.lists(st.integers(1, LONGEST), min_size=1))
def test_all_spans_of_ordinary_length_are_reached(lengths: list[int]) -> None:
    reach = reached(*lengths)

    assert reach.max_length == max(lengths)
    assert reach.coverage() == {"CLAIM": Coverage(len(lengths), len(lengths))}
    assert list(reach.notes("claim")) == []


@given(st.lists(st.integers(1, 2 * LONGEST), min_size=1))
def test_coverage_is_the_part_of_spans_that_are_short_enough(lengths: list[int]) -> None:
    coverage = reached(*lengths).coverage()["CLAIM"]

    within = sum(length <= LONGEST for length in lengths)
    assert (coverage.spans, coverage.reached) == (len(lengths), within)
    assert coverage.enough == (within >= 0.95 * len(lengths))


def test_overlapping_layer_gets_two_stages_with_their_commands(export: Export) -> None:
    done = export(DEV, OVERLAPPING)

    folder = done.folder / "stance"
    assert {path.name for path in folder.glob("*.cfg")} == {"span_finder.cfg", "spancat.cfg"}
    assert "ngram" not in (folder / "spancat.cfg").read_text()
    assert "max_length = 5" in (folder / "span_finder.cfg").read_text()
    readme = (done.folder / "README.md").read_text()
    first = readme.index("spacy train span_finder.cfg --output span_finder\n")
    assert first < readme.index("spacy train spancat.cfg --output out\n")
    assert "| stance | FAVOR | 1 | 1 | 100.0% |" in readme


def test_layer_of_long_spans_gets_two_stages_without_an_overlap(export: Export) -> None:
    done = export(DEV, outgoing("d", TEXT, (TEXT[:-1], "sentence/S")))

    assert done.of("d", "sentence").spans[0].quote == TEXT[:-1]
    assert (done.folder / "sentence" / "span_finder.cfg").exists()
    assert not (done.folder / "sentence" / "config.cfg").exists()


def test_spans_out_of_reach_are_told_and_get_no_configuration(
    export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach_module, "LONGEST", 4)
    done = export(DEV, OVERLAPPING)

    assert list((done.folder / "stance").glob("*.cfg")) == []
    [note] = [note for note in done.report.notes if note.startswith("Only 0 of 1 spans")]
    assert "stance/PER" in note
    assert "4 tokens" in note
    manifest = orjson.loads((done.folder / "manifest.json").read_bytes())
    assert manifest["suggester_coverage"]["stance"]["PER"] == {
        "spans": 1,
        "reached": 0,
        "share": 0.0,
    }
    assert "| stance | PER | 1 | 0 | 0.0% |" in (done.folder / "README.md").read_text()
