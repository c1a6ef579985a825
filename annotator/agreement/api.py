"""Agreement for programs."""

from typing import Any

from flask import Response

from annotator.accounts.session import current_user
from annotator.agreement.kept import kept_agreement
from annotator.agreement.schemas import AgreementAnswer, AgreementQuery
from annotator.core.agreement.question import Question
from annotator.core.errors import NotFound
from annotator.projects.queries import project_access
from annotator.web.api import api_blueprint, endpoint

bp = api_blueprint("agreement_api")


@bp.get("/projects/<slug>/agreement")
@endpoint(
    "Measure how far annotators agree, in every layer, on the documents that two of them finished.",
    query=AgreementQuery,
    answers={200: AgreementAnswer},
)
def get_agreement(slug: str, query: dict[str, Any]) -> Response:
    """Answer with the agreement of the project."""
    access = project_access(slug, current_user())
    if not access.may_see_others:
        raise NotFound("Agreement shows the work of others: ask a manager of the project.")
    question = Question(
        layers=tuple(query["layer"]),
        labels=tuple(query["label"]),
        annotators=tuple(query["annotators"]),
        since=query["since"],
        until=query["until"],
        meta=tuple(query["meta"]),
        over=query["over"],
    )
    report = kept_agreement(access.project, question, query["tokenizer"])
    return Response(report, mimetype="application/json")
