"""The tables that are offered for downloading."""

from annotator.agreement.asked import Asked
from annotator.agreement.reading import details_of, layer_asked, report_of
from annotator.agreement.tables import Table, report_table
from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.projects.models import Project

SUMS = ("matches", "counts", "values")
COUNTS = {"span": SUMS, "relation": SUMS, "document": ("choices",)}
"""Tables of what figures are computed from, by the kind of the layer."""


def table_of(project: Project, name: str, asked: Asked) -> tuple[str, Table]:
    """Return the layer that is meant, as a file may name it, and the table. NotFound where there is no such table."""
    layer, part = layer_asked(project, asked, report_of(project, asked))
    table = None
    if name in COUNTS[layer.kind]:
        # numpy is slow to import, and the server imports this module.
        from annotator.agreement.counts import counts_table  # noqa: PLC0415

        table = counts_table(name, project, layer, asked)
    else:
        table = report_table(name, part, details_of(project, layer, asked))
    if table is None:
        raise NotFound(
            sentence(
                "Agreement in the layer %(layer)s has no table %(table)s.",
                layer=layer.name,
                table=name,
            )
        )
    return "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in layer.name
    ), table
