"""Progress, and the description of the whole API, for programs."""

from dataclasses import asdict

from flask import Response

from annotator.accounts.session import current_user
from annotator.home.queries import progress_in
from annotator.home.schemas import ProgressAnswer
from annotator.projects.queries import project_access
from annotator.web.api import api_blueprint, endpoint, reply

bp = api_blueprint("home_api")


@bp.get("/projects/<slug>/progress")
@endpoint(
    "Show how far everybody has come, or only you if you may not see others.",
    answers={200: ProgressAnswer},
)
def get_progress(slug: str) -> Response:
    """Show progress."""
    access = project_access(slug, current_user())
    whose = None if access.may_see_others else access.user_id
    standings = [asdict(standing) for standing in progress_in(access.project.id, whose)]
    return reply({"documents": access.project.document_count, "annotators": standings})
