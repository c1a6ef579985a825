"""Help for each measure: what it is, what it overlooks, where it comes from."""

from annotator.web.translation import gettext as _


def measure_help(measure: str) -> str:
    """Return the help for a measure; nothing for one that is not known."""
    helps = {
        "exact_f1": _("2 · identical spans / spans of both annotators. Identical: same start, end, label and fragments. For several annotators the mean over their pairs, each pair counted over all its documents together. One character off counts as nothing in common. Hripcsak & Rothschild 2005."),
        "unlabelled_f1": _("As exact F1, with labels left aside. Far above exact F1, it says that people find the same places and choose other labels."),
        "overlap_f1": _("2 · matched spans / spans of both annotators. Spans of the same label that share at least one character are matched one to one, as many as possible. Far above exact F1, it says that edges differ. One giant span matches only one other."),
        "iou_f1": _("Spans of the same label are matched one to one so that the sum of shared / joint length is greatest; 2 · that sum / spans of both annotators. Fit for long spans with fuzzy edges."),
        "token_alpha": _("Krippendorff's alpha, nominal, over all tokens; a token's value is the set of labels that touch it, or none. 1 − observed / expected disagreement; people who did not finish a document are missing there. It does not see where one span ends and the next of the same label begins. Krippendorff 2004."),
        "token_kappa": _("Cohen's kappa over all tokens, unmarked ones too, the mean over pairs. Chance is each annotator's own distribution, so a steady difference between two annotators raises it. Cohen 1960."),
        "char_alpha": _("As token alpha, over characters: no tokenizer is needed, long words weigh more."),
        "u_alpha": _("Alpha for units on a continuum, weighted by length: where spans are and which label they have. It does not see one span cut into adjacent ones, and takes one span at a place from each annotator; overlapping ones are left out and counted. Krippendorff, Mathet, Bouvry & Widlöcher 2016."),
        "u_alpha_binary": _("u-alpha with labels left aside: marked or not, by length. It answers where."),
        "cu_alpha": _("u-alpha on the text that both annotators marked: given both marked, is it the same label? It answers which. Read it with its coverage, the part of the marked text that both had marked."),
        "gamma": _("Aligns the spans of all annotators so that differences of place and label are least, against shuffled annotations. Mathet, Widlöcher & Métivier 2015."),
        "alpha": _("Krippendorff's alpha over documents: 1 − observed / expected disagreement. Nominal for single labels; for several labels MASI distances between sets (Passonneau 2006). Undefined when everybody always chose the same."),
        "alpha_ordinal": _("Krippendorff's alpha with his ordinal metric: neighbouring labels differ less than distant ones, in the order of the scheme."),
        "ac1": _("A second opinion where one label is very frequent: another model of chance (Gwet 2008) that alpha and kappa are strict about. High values come easily; never report it alone."),
        "percent": _("The share of documents with equal choices, the mean over pairs. Chance alone makes it high when one label is frequent."),
        "relation_f1": _("2 · identical relations / relations of both annotators. Identical: the same label, leading from the same span to the same span; spans are the same by start, end, fragments and label. The mean over pairs of annotators. A span that one of them did not mark takes its relations with it."),
        "ends_f1": _("As relation F1, with the labels of relations left aside. Far above relation F1, it says that people join the same spans and name the relation otherwise."),
        "touching_f1": _("As relation F1, but each end need only be a span of the same label that shares a character with the other's; matched one to one, as many as possible. Far above relation F1, it says that the spans' edges differ and not the relations."),
        "label_alpha": _("Krippendorff's alpha, nominal, over the labels of relations that lead from the same span to the same span: given both joined them, is it the same relation? Krippendorff 2004."),
    }  # fmt: skip
    return helps.get(measure, "")
