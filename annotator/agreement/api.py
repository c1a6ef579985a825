"""Agreement for programs."""

from typing import Any

from flask import Response

from annotator.agreement.access import agreement_access
from annotator.agreement.gamma import ask_for_gamma
from annotator.agreement.kept import kept_agreement
from annotator.agreement.schemas import AgreementAnswer, AgreementQuery, GammaAsked, GammaBody
from annotator.core.agreement.question import Question
from annotator.web.api import PREFIX, api_blueprint, endpoint, reply

bp = api_blueprint("agreement_api")


@bp.get("/projects/<slug>/agreement")
@endpoint(
    "Measure how far annotators agree, in every layer, on the documents that two of them finished.",
    query=AgreementQuery,
    answers={200: AgreementAnswer},
)
def get_agreement(slug: str, query: dict[str, Any]) -> Response:
    """Answer with the agreement of the project."""
    access = agreement_access(slug)
    question = Question(
        layers=tuple(query["layer"]),
        labels=tuple(query["label"]),
        annotators=tuple(query["annotators"]),
        since=query["since"],
        until=query["until"],
        meta=tuple(query["meta"]),
        over=query["over"] or "",
    )
    report = kept_agreement(access.project, question, query["tokenizer"]).report
    return Response(report, mimetype="application/json")


@bp.post("/projects/<slug>/agreement/gamma")
@endpoint(
    "Measure gamma on a layer of spans, in the background; the job's result has it.",
    body=GammaBody,
    answers={202: GammaAsked},
)
def post_gamma(slug: str, body: dict[str, Any]) -> Response:
    """Take on the job."""
    access = agreement_access(slug)
    job = ask_for_gamma(access.project, body["layer"], access.user_id)
    answer = reply({"id": job.id}, 202)
    answer.headers["Location"] = f"{PREFIX}/jobs/{job.id}"
    return answer
