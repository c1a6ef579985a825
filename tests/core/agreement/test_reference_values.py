"""The table of reference values: what each was printed or worked out for, and how closely it must be met."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.core.agreement import items
from annotator.core.agreement.columns import Ints
from tests.core.agreement import reference_data as data
from tests.core.agreement.made import Made, measured, value
from tests.core.agreement.others_work import Entry, key, worked_out

THREE = 0.0005
"""Printed with three decimals."""
FOUR = 0.00006
"""Printed with four decimals."""
ROUNDED = 0.001
"""Worked out in print from rounded numbers."""
FIRST_CHARACTER = 0.004
"""Theirs is the label of a token's first character, ours all labels that touch it: on these texts little differs."""


def kappa(ratings: Ints) -> float:
    return items.cohen_kappa(ratings[:, 0], ratings[:, 1])


def pi(ratings: Ints) -> float:
    return items.scott_pi(ratings[:, 0], ratings[:, 1])


def weighted(ratings: Ints) -> float:
    return items.krippendorff_alpha(ratings, data.HALF_FOR_CHECKS)


def unitized(name: str) -> Callable[[Made], float | None]:
    return lambda made: value(measured([made], "1234567"), name)


class Printed(NamedTuple):
    """A value in print: where, of what, and how to work it out from the same data."""

    source: str
    measure: str
    value: float
    tolerance: float
    ours: Callable[..., float | None]
    of: object


alpha, ordinal, ac1 = items.krippendorff_alpha, items.krippendorff_ordinal, items.gwet_ac1
PRINTED = (
    Printed("Krippendorff 2011, data C", "alpha", 0.743, THREE, alpha, data.DATA_C),
    Printed("Krippendorff 2011, data C", "alpha_ordinal", 0.815, THREE, ordinal, data.DATA_C),
    Printed("Gwet 2014, data C", "ac1", 0.775, THREE, ac1, data.DATA_C),
    Printed("The 3 × 15 example of encyclopedias", "alpha", 0.691358, 1e-6, alpha, data.WIKIPEDIA),
    Printed(
        "Hayes & Krippendorff 2007, table 1", "alpha_ordinal", 0.7598, FOUR, ordinal, data.NEWS
    ),
    Printed("Hayes & Krippendorff 2007, table 1", "alpha", 0.477, THREE, alpha, data.NEWS),
    Printed("Cohen 1960, p. 45", "kappa", 0.492, THREE, kappa, data.COHEN),
    Printed("Fleiss 1971, table 1", "fleiss", 0.430, THREE, items.fleiss_kappa, data.FLEISS_COUNTS),
    Printed("Gwet 2008 on Cohen 1960, p. 45", "ac1", 0.5760, FOUR, ac1, data.COHEN),
    Printed("Gwet 2008 on Cohen 1960, p. 37", "ac1", -0.0480, FOUR, ac1, data.COHEN_37),
    Printed("Gwet 2008, skewed example", "ac1", 0.8658, FOUR, ac1, data.SKEWED),
    Printed("Gwet 2008, skewed example", "pi", 0.6078, FOUR, pi, data.SKEWED),
    Printed("Artstein & Poesio 2008, p. 558", "kappa", 0.348, THREE, kappa, data.TWO_TAGS),
    Printed("Artstein & Poesio 2008, p. 558", "pi", 0.341, THREE, pi, data.TWO_TAGS),
    Printed("Artstein & Poesio 2008, p. 558", "percent", 0.7, 1e-9, items.percent, data.TWO_TAGS),
    Printed("Artstein & Poesio 2008, p. 568", "kappa", 0.8013, FOUR, kappa, data.THREE_TAGS),
    Printed("Artstein & Poesio 2008, p. 568", "pi", 0.79953, 1e-5, pi, data.THREE_TAGS),
    Printed("Artstein & Poesio 2008, p. 568", "alpha", 0.800, ROUNDED, alpha, data.THREE_TAGS),
    Printed("Artstein & Poesio 2008, p. 568", "weighted", 0.8156, FOUR, weighted, data.THREE_TAGS),
    Printed("Unitizing 2016", "u_alpha", 0.510, THREE, unitized("u_alpha"), data.FIGURE),
    Printed(
        "Unitizing 2016", "u_alpha_binary", 0.413, THREE, unitized("u_alpha_binary"), data.FIGURE
    ),
    Printed("Unitizing 2016", "cu_alpha", 0.724, THREE, unitized("cu_alpha"), data.FIGURE),
)


@pytest.mark.parametrize("one", PRINTED, ids=[f"{p.source}, {p.measure}" for p in PRINTED])
def test_printed_value_is_met(one: Printed) -> None:
    assert one.ours(one.of) == pytest.approx(one.value, abs=one.tolerance)


class WorkedOut(NamedTuple):
    """A value that others worked out from files, by the key of its entry; `why_not` where we measure no such thing."""

    corpus: str
    document: str
    measure: str
    unit: str
    labels: str
    value: float
    tolerance: float = FOUR
    why_not: str = ""


TALMANE = ("multi-echr-argument-brat", "CASE_OF__TALMANE_v._LATVIA")
LETTER = ("multi-voc-missives-xmi", "INT_a6ac2904-2191-3619-a39b-3865c994623d")
FIRST = r"token (regex \w+|[^\w\s], label of its first character)"
TWEETS = "multi-xlime-agreement"
NER, POS, SENTIMENT = "spanish ner", "spanish pos", "spanish sent"
TOXIC = ("multi-toxic-spans", "all 60")
BOTH_EMPTY = "theirs counts a pair that marked nothing as 1"

WORKED_OUT = (
    WorkedOut(*TALMANE, "cohen_kappa", FIRST, "argument / O", 0.566, FIRST_CHARACTER),
    WorkedOut(
        *TALMANE, "cohen_kappa", FIRST, "claim, major-claim, premise, O", 0.4898, FIRST_CHARACTER
    ),
    WorkedOut(
        *TALMANE,
        "cohen_kappa",
        FIRST,
        "claim (with major-claim), premise, O",
        0.5153,
        FIRST_CHARACTER,
    ),
    WorkedOut(
        *TALMANE,
        "cohen_kappa",
        "character",
        "claim, major-claim, premise, O",
        0.4584,
        why_not="ours on characters is alpha",
    ),
    WorkedOut(*TALMANE, "f1_exact", "span with all fragments and label", "", 0.25),
    WorkedOut(*LETTER, "f1_exact", "span and label", "", 0.8636),
    WorkedOut(*LETTER, "f1_exact", "span only", "", 0.8788),
    WorkedOut("multi-gerdracor-mentions-de", "Emilia_Act1", "f1_exact", "span", "", 0.9348),
    WorkedOut(TWEETS, NER, "fleiss_kappa", "token", "", 0.5094),
    WorkedOut(TWEETS, NER, "observed_agreement", "token", "", 0.9792),
    WorkedOut(TWEETS, NER, "krippendorff_alpha_nominal", "token", "", 0.5098),
    WorkedOut(TWEETS, NER, "cohen_kappa", "token", "", 0.5096),
    WorkedOut(TWEETS, POS, "fleiss_kappa", "token", "", 0.8523),
    WorkedOut(TWEETS, POS, "observed_agreement", "token", "", 0.8655),
    WorkedOut(TWEETS, POS, "krippendorff_alpha_nominal", "token", "", 0.8524),
    WorkedOut(TWEETS, POS, "cohen_kappa", "token", "", 0.8524),
    WorkedOut(TWEETS, SENTIMENT, "fleiss_kappa", "tweet", "", 0.3717),
    WorkedOut(TWEETS, SENTIMENT, "observed_agreement", "tweet", "", 0.7333),
    WorkedOut(TWEETS, SENTIMENT, "krippendorff_alpha_nominal", "tweet", "", 0.3787),
    WorkedOut(TWEETS, SENTIMENT, "cohen_kappa", "tweet", "", 0.3786),
    WorkedOut(
        *TOXIC,
        "mean_pairwise_cohen_kappa",
        "character, toxic or not; 1 where both marked nothing",
        "",
        0.5429,
        why_not=BOTH_EMPTY,
    ),
    WorkedOut(
        *TOXIC,
        "mean_pairwise_f1_exact",
        "span without type; 1 where both marked nothing",
        "",
        0.4825,
        why_not=BOTH_EMPTY,
    ),
)


def test_the_table_lists_every_entry_of_the_corpora(corpora: Path) -> None:
    entries = json.loads((corpora / "expected_agreement.json").read_text())["values"]

    assert {key(entry): entry["recomputed"] for entry in entries} == {
        one[:5]: one.value for one in WORKED_OUT
    }
    assert (len(entries), sum(not one.why_not for one in WORKED_OUT)) == (22, 19)


def entry_of(corpora: Path, one: WorkedOut) -> Entry:
    entries = json.loads((corpora / "expected_agreement.json").read_text())["values"]
    [found] = [entry for entry in entries if key(entry) == one[:5]]
    return found


MEASURED = [one for one in WORKED_OUT if not one.why_not]


@pytest.mark.parametrize(
    "one", MEASURED, ids=[f"{w.document}, {w.measure}, {w.unit[:16]}, {w.labels}" for w in MEASURED]
)
def test_value_that_others_worked_out_is_met(corpora: Path, one: WorkedOut) -> None:
    entry = entry_of(corpora, one)

    ours = worked_out(corpora, entry)

    assert ours == pytest.approx(one.value, abs=one.tolerance)
    if "published" in entry:
        assert ours == pytest.approx(entry["published"], abs=entry["tolerance_to_published"])


def test_ac1_of_the_reference_implementation_is_met(corpora: Path) -> None:
    fixtures = sorted((corpora / "oracle-agreement-numbers/dkpro/gwet").glob("*.json"))
    assert len(fixtures) == 2

    for path in fixtures:
        body = json.loads(path.read_text())
        [wanted] = [case["coefficient"] for case in body["cases"] if case["measure"] == "AC1"]
        assert items.gwet_ac1(data.crossed(body["table"])) == pytest.approx(wanted, abs=FOUR)


def test_units_are_those_of_the_reference_implementation(corpora: Path) -> None:
    lines = (corpora / "oracle-agreement-numbers/pygamma/AlexPaulSuzan.csv").read_text().split()
    units = [line.split(",") for line in lines]

    assert sorted(units) == sorted(
        [name.title(), label, str(start), str(end)]
        for name, own in data.UNITS.items()
        for start, end, label in own
    )


def test_unitizing_alphas_do_not_depend_on_how_the_continuum_is_cut() -> None:
    """The same units in two documents, cut where nobody has one, are the same continuum."""
    early = {name: [unit for unit in own if unit[1] <= 18] for name, own in data.UNITS.items()}
    late = {
        name: [(a - 18, b - 18, label) for a, b, label in own if a >= 18]
        for name, own in data.UNITS.items()
    }
    halves = [Made("one", "x" * 18, early), Made("two", "x" * 42, late)]

    whole, cut = measured([data.FIGURE], "1234567"), measured(halves, "1234567")

    for name in ("u_alpha", "u_alpha_binary", "cu_alpha", "char_alpha"):
        assert value(cut, name) == pytest.approx(value(whole, name), abs=1e-12)


def test_a_missing_annotator_does_not_count_as_one_who_marked_nothing() -> None:
    absent = replace(data.FIGURE, spans={name: data.UNITS[name] for name in ("alex", "paul")})
    idle = replace(data.FIGURE, spans=absent.spans | {"suzan": []})

    assert value(measured([absent], "1234567"), "u_alpha") > 0.3
    assert value(measured([idle], "1234567"), "u_alpha") < 0.15
