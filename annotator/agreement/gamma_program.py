"""A program of its own that measures gamma: documents in JSON come in, a line of JSON for each goes out.

It is started by its path and imports nothing of the application: the library takes long to load, prints what it
likes, and may take minutes for one document.
"""

import json
import os
import sys
from typing import Any, TextIO


def main() -> None:
    """Measure all documents of the standard input."""
    answers = _own_output()
    wanted = json.load(sys.stdin)
    import numpy as np  # noqa: PLC0415
    from pygamma_agreement import CombinedCategoricalDissimilarity  # noqa: PLC0415
    from pygamma_agreement.continuum import Continuum, Segment  # noqa: PLC0415

    dissimilarity = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)
    for document in wanted["documents"]:
        continuum = Continuum()
        for annotator, units in document["units"].items():
            continuum.add_annotator(annotator)
            for start, end, label in units:
                continuum.add(annotator, Segment(start, end), label)
        np.random.seed(document["seed"])
        found: dict[str, Any] = {"document": document["document"], "gamma": None, "reason": None}
        try:
            result = continuum.compute_gamma(dissimilarity, n_samples=wanted["samples"])
            found["gamma"] = float(result.gamma)
        except (ArithmeticError, AssertionError, LookupError, ValueError) as fault:
            found["reason"] = f"The library could not take it: {fault}"
        print(json.dumps(found), file=answers, flush=True)


def _own_output() -> TextIO:
    """Return the standard output, and let everything else that is printed vanish."""
    kept = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    return kept


if __name__ == "__main__":
    main()
