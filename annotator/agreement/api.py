"""Agreement for programs."""

from typing import Any

from flask import Response

from annotator.accounts.session import current_user
from annotator.agreement.schemas import AgreementAnswer, AgreementQuery
from annotator.core.errors import NotFound
from annotator.projects.queries import project_access
from annotator.web.api import api_blueprint, endpoint, reply

bp = api_blueprint("agreement_api")


@bp.get("/projects/<slug>/agreement")
@endpoint(
    "Measure how far annotators agree, in every layer, on the documents that two of them finished.",
    query=AgreementQuery,
    answers={200: AgreementAnswer},
)
def get_agreement(slug: str, query: dict[str, Any]) -> Response:
    """Answer with the agreement of the project."""
    # numpy and scipy would hold 55 MiB of every server that nobody asks for agreement.
    from annotator.agreement.queries import project_agreement  # noqa: PLC0415
    from annotator.core.agreement.selection import Question  # noqa: PLC0415

    access = project_access(slug, current_user())
    if not access.may_see_others:
        raise NotFound("Agreement shows the work of others: ask a manager of the project.")
    names = (tuple(query[name]) for name in ("layer", "label", "annotators"))
    return reply(project_agreement(access.project, Question(*names), query["tokenizer"]))
