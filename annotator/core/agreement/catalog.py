"""The catalog: every measure with its formula, its unit and what is said of it."""

from dataclasses import dataclass

from annotator.core.agreement.figures import Measure
from annotator.core.agreement.formulas import alpha, kappa, proportion


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure: how it is computed, what `n` counts, what it is in words, and why it may be undefined."""

    measure: Measure
    unit: str
    words: str
    undefined: str


F1 = Measure(proportion, "pairs", lowest=0.0)
POOLED = Measure(alpha, "annotators")
NO_SPAN = "Undefined: nobody marked a span in the documents compared."
ONE_VALUE = (
    "Undefined: only one value occurs, everybody gave the same answer everywhere "
    "(raw agreement 100 %)."
)
NO_UNIT = (
    "Undefined: all of the text has one value, so there is nothing that chance could get wrong."
)
NOT_SHARED = "Undefined: no text was marked by both annotators of a pair."
TOO_LITTLE = (
    "Undefined: too little text was marked by two annotators to say what chance would give."
)
ONE_LABEL = "Undefined: where two annotators marked the same text, only one label occurs."

SPAN_MEASURES = {
    "exact_f1": Entry(
        F1, "spans", "2 · identical spans / spans of both, by start, end, fragments and label", NO_SPAN
    ),
    "unlabelled_f1": Entry(
        F1, "spans", "2 · identical places / places of both, by start, end and fragments", NO_SPAN
    ),
    "overlap_f1": Entry(
        F1, "spans", "2 · spans matched one to one / spans of both; matched: same label, "
        "at least one code point shared, as many matches as possible", NO_SPAN
    ),
    "iou_f1": Entry(
        F1, "spans", "2 · sum of shared / joint length / spans of both; spans of the same label "
        "matched one to one so that the sum is greatest", NO_SPAN
    ),
    "token_alpha": Entry(
        POOLED, "tokens", "Krippendorff's alpha, nominal, on tokens; "
        "a value is the set of labels that touch the token, or O", ONE_VALUE
    ),
    "token_kappa": Entry(
        Measure(kappa, "pairs"), "tokens", "Cohen's kappa on all tokens, O included", ONE_VALUE
    ),
    "char_alpha": Entry(
        POOLED, "characters", "Krippendorff's alpha, nominal, on code points; "
        "a value is the set of labels on the code point, or O", ONE_VALUE
    ),
    "u_alpha": Entry(
        POOLED, "units", "u-alpha of Krippendorff, Mathet, Bouvry & Widlöcher 2016: "
        "place and label of units, by length", NO_UNIT
    ),
    "u_alpha_binary": Entry(
        POOLED, "units", "|u-alpha of Krippendorff, Mathet, Bouvry & Widlöcher 2016: "
        "marked or not, by length", NO_UNIT
    ),
    "cu_alpha": Entry(
        POOLED, "units", "cu-alpha of Krippendorff, Mathet, Bouvry & Widlöcher 2016: "
        "the label, where both annotators marked", ONE_LABEL
    ),
}  # fmt: skip
LABEL_MEASURES = (
    "exact_f1",
    "overlap_f1",
    "iou_f1",
    "token_alpha",
    "token_kappa",
    "char_alpha",
    "u_alpha",
)
"""What is measured for one label alone: the others repeat one of these there, or are undefined."""
