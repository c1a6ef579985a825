"""The catalog: every measure with its formula, its unit and what is said of it."""

from dataclasses import dataclass

from annotator.core.agreement.figures import Measure
from annotator.core.agreement.formulas import alpha, kappa, proportion
from annotator.core.sentences import listed, sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure: how it is computed, what `n` counts, what it is in words, and why it may be undefined.

    `uniform` says why it may be undefined where something was compared, if that is another reason.
    """

    measure: Measure
    unit: str
    words: str
    undefined: str
    uniform: str = ""

    def why(self, n: float) -> str:
        """Return why it is undefined where n units were compared."""
        return self.uniform if n and self.uniform else self.undefined


F1 = Measure(proportion, "pairs", lowest=0.0)
POOLED = Measure(alpha, "annotators")
BY_PAIR = Measure(alpha, "pairs")
"""For things that not all annotators of a document marked: of each pair, what both marked is complete."""
NO_SPAN = sentence("Undefined: nobody marked a span in the documents compared.")
ONE_VALUE = sentence(
    "Undefined: only one value occurs, everybody gave the same answer everywhere "
    "(raw agreement 100 %)."
)
NO_UNIT = sentence(
    "Undefined: all of the text has one value, so there is nothing that chance could get wrong."
)
NOT_SHARED = sentence("Undefined: no text was marked by both annotators of a pair.")
TOO_LITTLE = sentence(
    "Undefined: too little text was marked by two annotators to say what chance would give."
)
ONE_LABEL = sentence("Undefined: where two annotators marked the same text, only one label occurs.")

SPAN_MEASURES = {
    "exact_f1": Entry(
        F1, "spans", sentence("2 · identical spans / spans of both, by start, end, fragments and label"), NO_SPAN
    ),
    "unlabelled_f1": Entry(
        F1, "spans", sentence("2 · identical places / places of both, by start, end and fragments"), NO_SPAN
    ),
    "overlap_f1": Entry(
        F1, "spans", sentence("2 · spans matched one to one / spans of both; matched: same label, "
        "at least one code point shared, as many matches as possible"), NO_SPAN
    ),
    "iou_f1": Entry(
        F1, "spans", sentence("2 · sum of shared / joint length / spans of both; spans of the same label "
        "matched one to one so that the sum is greatest"), NO_SPAN
    ),
    "token_alpha": Entry(
        POOLED, "tokens", sentence("Krippendorff's alpha, nominal, on tokens; "
        "a value is the set of labels that touch the token, or O"), ONE_VALUE
    ),
    "token_kappa": Entry(
        Measure(kappa, "pairs"), "tokens", sentence("Cohen's kappa on all tokens, O included"), ONE_VALUE
    ),
    "char_alpha": Entry(
        POOLED, "characters", sentence("Krippendorff's alpha, nominal, on code points; "
        "a value is the set of labels on the code point, or O"), ONE_VALUE
    ),
    "u_alpha": Entry(
        POOLED, "units", sentence("u-alpha of Krippendorff, Mathet, Bouvry & Widlöcher 2016: "
        "place and label of units, by length"), NO_UNIT
    ),
    "u_alpha_binary": Entry(
        POOLED, "units", sentence("|u-alpha of Krippendorff, Mathet, Bouvry & Widlöcher 2016: "
        "marked or not, by length"), NO_UNIT
    ),
    "cu_alpha": Entry(
        POOLED, "units", sentence("cu-alpha of Krippendorff, Mathet, Bouvry & Widlöcher 2016: "
        "the label, where both annotators marked"), ONE_LABEL
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

SHARE = Measure(proportion, "pairs", lowest=0.0)
NO_EQUAL_SPAN = sentence("Undefined: no two annotators marked the same span with the same label.")
NO_MATCH = sentence("Undefined: no two annotators marked spans that touch.")
NO_FILLER = sentence("Undefined: nobody filled this role on spans that stand for each other.")
NO_RELATION = sentence("Undefined: nobody made a relation in the documents compared.")
NO_EQUAL_ENDS = sentence("Undefined: no two annotators joined the same spans.")

ATTRIBUTE_MEASURES = {
    "alpha": Entry(
        BY_PAIR, "pairs of spans", sentence("Krippendorff's alpha, nominal, on spans that are equal in extent, "
        "fragments and label; not set is a value too"), NO_EQUAL_SPAN,
        sentence("Undefined: on the spans that two annotators marked alike, only one value occurs.")
    ),
    "percent": Entry(
        SHARE, "pairs of spans", sentence("share of equal values on spans that are equal in extent, fragments and label; "
        "not set is a value too"), NO_EQUAL_SPAN
    ),
}  # fmt: skip
PLACES = sentence(
    "spans stand for each other one to one, the same extent first, then by the greatest shared / joint length"
)
TUPLE_MEASURES = {
    "matched": Entry(F1, "spans", listed([sentence("2 · spans with a counterpart / spans of both"), PLACES]), NO_SPAN),
    "label": Entry(SHARE, "pairs of spans", listed([sentence("share of equal labels"), PLACES]), NO_MATCH),
    "whole": Entry(
        F1, "spans", listed([sentence("2 · spans with a counterpart of the same label and the same filler of every role / spans of both"), PLACES]), NO_SPAN
    ),
    "in_part": Entry(
        F1, "spans", listed([sentence("2 · sum of the mean over label and roles of what agrees / spans of both"), PLACES]), NO_SPAN
    ),
}  # fmt: skip
ROLE_MEASURE = Entry(
    SHARE, "pairs of spans", sentence("2 · fillers matched / fillers of both, on spans that stand for each other, one of "
    "which has a filler at least; fillers match as the same value, or as spans of one label that share a code point"),
    NO_FILLER,
)  # fmt: skip
RELATION_MEASURES = {
    "relation_f1": Entry(
        F1, "relations", sentence("2 · identical relations / relations of both, by label and both ends"), NO_RELATION
    ),
    "ends_f1": Entry(
        F1, "relations", sentence("2 · identical pairs of ends / pairs of ends of both, labels aside"), NO_RELATION
    ),
    "touching_f1": Entry(
        F1, "relations", sentence("2 · relations matched one to one / relations of both; matched: same label, each end a span of "
        "the same label that shares a code point with the other's"), NO_RELATION
    ),
    "label_alpha": Entry(
        BY_PAIR, "pairs of relations", sentence("Krippendorff's alpha, nominal, on the labels of relations with identical ends"),
        NO_EQUAL_ENDS,
        sentence("Undefined: where two annotators joined the same spans, only one label occurs.")
    ),
}  # fmt: skip
