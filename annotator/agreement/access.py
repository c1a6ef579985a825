"""Who may see agreement: those who may see the work it is counted from."""

from annotator.accounts.session import current_user
from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.projects.queries import Access, project_access


def agreement_access(slug: str) -> Access:
    """Return the project as the person who asks may use it; to all who see their own work only it is not there."""
    access = project_access(slug, current_user())
    if not access.may_see_others:
        raise NotFound(
            sentence("Agreement shows the work of others: ask a manager of the project.")
        )
    return access
