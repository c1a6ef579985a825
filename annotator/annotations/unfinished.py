"""What an annotator should look at again before a document is done."""

from dataclasses import dataclass

from annotator.annotations.queries import work_on
from annotator.annotations.rendering import short_quote
from annotator.core.completeness import Gap, gaps
from annotator.documents.texts import text_of
from annotator.projects.queries import current_scheme


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The gaps in an annotator's work as of a revision, each with the quote of its span."""

    gaps: tuple[tuple[Gap, str], ...]
    revision: int

    @property
    def is_required(self) -> bool:
        """Whether the work cannot be done before some of it is mended."""
        return any(gap.required for gap, _ in self.gaps)


def unfinished(document_id: int, project_id: int, annotator_id: int) -> Unfinished:
    """Return what is open in an annotator's work on a document."""
    work, text = work_on(document_id, annotator_id), text_of(document_id)
    found = gaps(current_scheme(project_id), work.spans, work.relations)
    quoted = tuple((gap, short_quote(text, gap.span, 40)) for gap in found)
    return Unfinished(quoted, work.revision)
