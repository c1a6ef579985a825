"""Making work to measure: documents with everybody's spans, written as short as can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st

from annotator.core.agreement.layers import Content, SpanColumns
from annotator.core.agreement.question import Question
from annotator.core.agreement.report import agreement_report
from annotator.core.agreement.selection import Roll, shared_work
from annotator.core.agreement.tokens import Rule, Tokenizer
from annotator.core.agreement.work import Pieces
from annotator.core.scheme import Label, Layer

Spans = Sequence[tuple[Any, ...]]
"""Start, end, label, and the fragments of a span that has some."""
LABELS = ("A", "B", "C")


@dataclass(frozen=True)
class Made:
    """A document: its text and what each annotator who finished it marked, or chose for all of it."""

    name: str
    text: str
    spans: Mapping[str, Spans] = field(default_factory=dict)
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def done(self) -> list[str]:
        return sorted({*self.spans, *self.chosen})


def content(documents: Sequence[Made], labels: Sequence[str], annotators: Sequence[str]) -> Content:
    sets = [(number, name) for number, one in enumerate(documents) for name in one.done]
    shared = shared_work(Roll([one.name for one in documents], sets), annotators)
    numbers = {label: number for number, label in enumerate(labels)}
    rows, parts, chosen = [], [], []
    for place, at in enumerate(shared.sets.tolist()):
        number, name = sets[at]
        for start, end, label, *fragments in documents[number].spans.get(name, ()):
            parts += [(len(rows), a, b) for group in fragments for a, b in group]
            rows.append((place, numbers[label], start, end))
        chosen += [(place, numbers[one]) for one in documents[number].chosen.get(name, ())]
    return Content(
        shared=shared,
        lengths=np.array([len(documents[n].text) for n in shared.documents], np.int64),
        names={number: ("layer", label) for label, number in numbers.items()},
        spans=SpanColumns(
            *np.array(rows, np.int64).reshape(-1, 4).T,
            Pieces(*np.array(parts, np.int64).reshape(-1, 3).T),
        ),
        chosen=chosen,
    )


def measured(
    documents: Sequence[Made],
    labels: Sequence[str] = LABELS,
    question: Question = Question(),  # noqa: B008 -- frozen
    rule: Rule = "regex",
    **layer: Any,
) -> dict[str, Any]:
    """Return the report of the one layer there is."""
    made = Layer("layer", **({"kind": "span"} | layer), labels=tuple(Label(n, "") for n in labels))
    found = content(documents, labels, question.annotators)
    tokenizer = Tokenizer(rule)
    for number in found.shared.documents:
        tokenizer.add(documents[number].text)
    [report] = agreement_report(found, [made], question, tokenizer.tokens())["layers"]
    return report


def value(report: Mapping[str, Any], name: str) -> float | None:
    return report["measures"][name]["value"]


TEXT = "Ana said, in Kyiv: no. Ben left."


@st.composite
def spans(draw: st.DrawFn, length: int = len(TEXT)) -> tuple[Any, ...]:
    start = draw(st.integers(0, length - 1))
    end = draw(st.integers(start + 1, min(length, start + 12)))
    label = draw(st.sampled_from(LABELS))
    if end - start < 4 or draw(st.integers(0, 4)):
        return (start, end, label)
    gap = draw(st.integers(start + 1, end - 2))
    until = draw(st.integers(gap + 1, end - 1))
    return (start, end, label, ((start, gap), (until, end)))


@st.composite
def corpora(draw: st.DrawFn, annotators: int = 4, most: int = 6) -> list[Made]:
    """Documents that some of the annotators finished; two at least finished the first."""
    names = ["ana", "ben", "chloe", "dan"][:annotators]
    made = []
    for number in range(draw(st.integers(1, most))):
        fewest = 0 if number else 2
        done = draw(st.lists(st.sampled_from(names), min_size=fewest, unique=True))
        work = {name: draw(st.lists(spans(), max_size=5)) for name in done}
        made.append(Made(f"d{number}", TEXT, work))
    return made
