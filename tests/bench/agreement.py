"""Agreement: a large project cold, cached and after an edit; alpha beside the public library; what intervals cover."""

import time
from collections.abc import Callable, Iterator
from statistics import median

import krippendorff
import numpy as np

from annotator.agreement.counting import forget_counts
from annotator.agreement.kept import kept_agreement
from annotator.core.agreement import items
from annotator.core.agreement.question import Question
from tests.bench.agreement_work import ANNOTATORS, DOCUMENTS, SPANS, edit, filled
from tests.bench.coverage import coverages
from tests.bench.measures import Measure

COLD, CACHED, EDITED = 3.0, 0.05, 0.45
UNITS, RATERS, VALUES, FASTER = 1_000_000, 3, 5, 20
NOMINAL, OFF = 0.95, 0.03


def run() -> Iterator[Measure]:
    """Measure the whole report: all measures with intervals, pairs, labels, confusion, documents and resamples."""
    yield from _project()
    yield from _alpha()
    for name, documents, share in coverages():
        title = f"agreement: {name}, {documents} documents, covers {share:.3f}, off {NOMINAL}"
        yield Measure(title, abs(share - NOMINAL), "", budget=OFF)


def _project() -> Iterator[Measure]:
    with filled() as (_, project):

        def ask(*annotators: str) -> None:
            kept_agreement(project, Question(annotators=annotators), "regex")

        ask()  # libraries are loaded, pages of the file are read
        cold, cached, edited, other = [], [], [], []
        for _ in range(3):
            edit()
            forget_counts()
            cold.append(_cpu(ask))
            cached += [_cpu(ask) for _ in range(3)]
            for _ in range(3):
                edit()
                edited.append(_cpu(ask))
                other.append(_cpu(lambda: ask(*ANNOTATORS)))
    size = f"{DOCUMENTS:,} × {len(ANNOTATORS)} × {SPANS}"
    for name, found, budget in (
        ("cold", cold, COLD),
        ("cached", cached, CACHED),
        ("after one edit", edited, EDITED),
        ("another question", other, EDITED),
    ):
        yield Measure(f"agreement: {size}, {name}, CPU", min(found), "s", budget=budget)


def _alpha() -> Iterator[Measure]:
    """Compare nominal alpha on a million units with the public library's."""
    rng = np.random.default_rng(2)
    table = rng.integers(0, VALUES, (UNITS, RATERS))
    table[rng.random(table.shape) < 0.05] = items.MISSING
    floats = np.where(table == items.MISSING, np.nan, table).T
    theirs: list[float] = []
    ours: list[float] = []

    def library() -> None:
        theirs.append(krippendorff.alpha(reliability_data=floats, level_of_measurement="nominal"))

    spent = median(_cpu(lambda: ours.append(items.krippendorff_alpha(table))) for _ in range(5))
    beside = median(_cpu(library) for _ in range(3))
    assert abs(ours[0] - theirs[0]) < 1e-9
    yield Measure(f"agreement: alpha of {UNITS:,} × {RATERS}, CPU", spent, "s", baseline=beside)
    name = "agreement: alpha, times faster than krippendorff, CPU"
    yield Measure(name, beside / spent, "×", budget=FASTER, least=True)


def _cpu(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began
