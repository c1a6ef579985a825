"""Every span that goes in is found in the files or in the report."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.alignment import MODES
from annotator.core.report import ExportOptions, Prepared
from annotator.core.scheme import Scheme
from annotator.core.spans import Span
from annotator.interchange.formats.spacy_docbin import read_back, write_spacy
from tests.interchange.formats.spacy_docbin.builders import DEV, outgoing

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
