"""Agreement: 10,000 documents with the work of three annotators, 25 spans each, beside the public library's alpha."""

import time
from collections.abc import Iterator

import krippendorff
import numpy as np

from annotator.core.agreement.columns import Ints
from annotator.core.agreement.layers import Content, SpanColumns
from annotator.core.agreement.question import Question
from annotator.core.agreement.report import agreement_report
from annotator.core.agreement.selection import Roll, shared_work
from annotator.core.agreement.tokens import Tokenizer
from annotator.core.agreement.work import Pieces
from annotator.core.scheme import Label, Layer
from tests.bench.measures import Measure

DOCUMENTS, ANNOTATORS, SPANS, TOKENS = 10_000, 3, 25, 300
LABELS = ("LOC", "MISC", "ORG", "PER")
WORD = 6
BUDGET = 3.0


def run() -> Iterator[Measure]:
    """Measure the whole report: all measures with intervals, pairs, labels, confusion and each document."""
    content, text = _content()
    layer = Layer("entity", "span", tuple(Label(name, "") for name in LABELS))
    began = time.process_time()
    tokenizer = Tokenizer()
    for _ in range(DOCUMENTS):
        tokenizer.add(text)
    tokens = tokenizer.tokens()
    report = agreement_report(content, [layer], Question(), tokens)
    spent = time.process_time() - began
    name = f"agreement: {DOCUMENTS:,} documents × {ANNOTATORS} × {SPANS} spans, CPU"
    yield Measure(name, spent, "s", budget=BUDGET)
    ours, theirs = _alone(len(tokens.start))
    yield Measure(
        "agreement: alpha of as many tokens by krippendorff, CPU", theirs, "s", shown=True
    )
    assert report["layers"][0]["measures"]["token_alpha"]["n"] == ours


def _alone(tokens: int) -> tuple[int, float]:
    """Return the number of tokens and the CPU seconds of the library for nominal alpha on one in ten of them."""
    rng = np.random.default_rng(2)
    table = rng.integers(0, 5, (ANNOTATORS, tokens // 10))
    began = time.process_time()
    krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
    return tokens, (time.process_time() - began) * 10


def _content() -> tuple[Content, str]:
    """Return work that differs as people's does: edges, labels and spans that one did not see."""
    rng = np.random.default_rng(1)
    shape = (DOCUMENTS, ANNOTATORS, SPANS)
    places = rng.permuted(np.tile(np.arange(TOKENS // 3), (DOCUMENTS, 1)), axis=1)[:, :SPANS]
    first = np.broadcast_to(places[:, None, :] * 3, shape) + (rng.random(shape) < 0.15)
    last = first + 1 + (rng.random(shape) < 0.3)
    label = np.broadcast_to(rng.integers(0, len(LABELS), (DOCUMENTS, 1, SPANS)), shape)
    label = np.where(rng.random(shape) < 0.1, rng.integers(0, len(LABELS), shape), label)
    seen = rng.random(shape) < 0.95
    sets = np.broadcast_to(np.arange(DOCUMENTS * ANNOTATORS).reshape(*shape[:2], 1), shape)
    names = [f"d-{number}" for number in range(DOCUMENTS)]
    roll = [(number, name) for number in range(DOCUMENTS) for name in ("ana", "ben", "chloe")]
    text = "abcde " * TOKENS

    def column(values: Ints) -> Ints:
        return np.ascontiguousarray(values[seen]).astype(np.int64)

    spans = SpanColumns(
        column(sets), column(label), column(first * WORD), column(last * WORD - 1), Pieces()
    )
    numbered = {number: ("entity", name) for number, name in enumerate(LABELS)}
    lengths = np.full(DOCUMENTS, len(text))
    return Content(shared_work(Roll(names, roll), ()), lengths, numbered, spans, ()), text
