"""How often the default intervals hold the true value: documents drawn from a population whose values are known."""

from collections.abc import Iterator

import numpy as np

from annotator.core.agreement.catalog import SPAN_MEASURES
from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Ints, expand
from annotator.core.agreement.figures import by_group
from annotator.core.agreement.layer_counts import count_layer
from annotator.core.agreement.layers import Content, SpanColumns, layer_work
from annotator.core.agreement.selection import Roll, shared_work
from annotator.core.agreement.tables import Table
from annotator.core.agreement.tokens import Tokenizer
from annotator.core.agreement.work import Pieces
from annotator.core.scheme import Label, Layer

POPULATION, REPEATS = 20_000, 2_000
SIZES = (10, 20, 50, 100)
MEASURES = ("exact_f1", "token_alpha", "u_alpha")
ANNOTATORS, PLACES, TOKENS, WORD = 3, 12, 120, 6
LABELS = ("A", "B", "C")


def coverages() -> Iterator[tuple[str, int, float]]:
    """Yield measure, number of documents, and the share of the intervals that hold the population's value."""
    rng = np.random.default_rng(5)
    tables = _population(rng)
    for name in MEASURES:
        measure, table = SPAN_MEASURES[name].measure, tables[name]
        every = np.arange(POPULATION)
        one = np.zeros(POPULATION, np.int64)
        truth = by_group(table, measure, _cells(POPULATION), one, 1).value[0]
        for size in SIZES:
            sample = rng.choice(every, size * REPEATS)
            drawn = _drawn(table, sample)
            group = np.repeat(np.arange(REPEATS), size)
            found = by_group(drawn, measure, _cells(len(sample)), group, REPEATS).interval
            held = (found.low <= truth) & (truth <= found.high)
            yield name, size, float(held[~np.isnan(found.low)].mean())


def _cells(documents: int) -> Cells:
    """Return the cells of documents that all three annotators finished."""
    document = np.repeat(np.arange(documents), ANNOTATORS)
    many, none = len(document), np.zeros(0, np.int64)
    pair = np.tile(np.arange(3), documents)
    weight, share = np.full(many, 1 / 2), np.full(many, 1 / 3)
    return Cells(
        none, none, document, pair, np.array([[0, 1], [0, 2], [1, 2]]), weight, share, none
    )


def _drawn(table: Table, documents: Ints) -> Table:
    """Return the rows of these documents, which may come several times."""
    rows = (documents[:, None] * 3 + np.arange(3)).ravel()
    order = np.argsort(table.row, kind="stable")
    begin = np.searchsorted(table.row[order], np.arange(len(table) + 1))
    row, entry = expand(begin[rows], begin[rows + 1])
    entry = order[entry]
    columns = (table.n[rows], table.agree[rows], table.own[rows])
    return Table(*columns, row, table.value[entry], table.a[entry], table.b[entry])


def _population(rng: np.random.Generator) -> dict[str, Table]:
    """Draw documents that are easy or hard, short of spans or rich, and count them."""
    shape = (POPULATION, ANNOTATORS, PLACES)
    hard = rng.gamma(1.5, 1 / 1.5, (POPULATION, 1, 1))
    there = rng.random((POPULATION, 1, PLACES)) < rng.beta(2, 2, (POPULATION, 1, 1))
    first = np.broadcast_to(np.arange(PLACES) * (TOKENS // PLACES), shape)
    first = first + (rng.random(shape) < 0.1 * hard)
    last = first + 2 + (rng.random(shape) < 0.15 * hard)
    label = np.broadcast_to(rng.integers(0, len(LABELS), (POPULATION, 1, PLACES)), shape)
    other = rng.random(shape) < 0.08 * hard
    label = np.where(other, rng.integers(0, len(LABELS), shape), label)
    seen = there & (rng.random(shape) >= 0.1 * hard)
    sets = np.broadcast_to(np.arange(POPULATION * 3).reshape(POPULATION, 3, 1), shape)
    columns = (sets[seen], label[seen], first[seen] * WORD, last[seen] * WORD - 1)
    names = ("ana", "ben", "chloe")
    roll = Roll(
        [str(at) for at in range(POPULATION)],
        [(at, name) for at in range(POPULATION) for name in names],
    )
    content = Content(
        shared_work(roll, ()),
        np.full(POPULATION, TOKENS * WORD),
        {at: ("layer", name) for at, name in enumerate(LABELS)},
        SpanColumns(*(column.astype(np.int64) for column in columns), Pieces()),
        (),
    )
    tokenizer = Tokenizer()
    for _ in range(POPULATION):
        tokenizer.add("abcde " * TOKENS)
    layer = Layer("layer", "span", tuple(Label(name, "") for name in LABELS))
    counts = count_layer(layer_work(content, layer, ()), tokenizer.tokens()).whole.counts
    return {name: counts.table(name) for name in MEASURES}
