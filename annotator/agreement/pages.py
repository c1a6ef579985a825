"""The page of agreement and its tables, for those who may see the work of others."""

from typing import Any

import orjson
from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.accounts.session import signed_in
from annotator.agreement.access import agreement_access
from annotator.agreement.asked import Asked, read_asked
from annotator.agreement.downloads import table_of
from annotator.agreement.gamma import ask_for_gamma, last_gamma, span_layer
from annotator.agreement.tables import Table, as_csv, as_objects
from annotator.agreement.view import choices, gamma_of, page_of, words
from annotator.core.errors import NotFound, Refused
from annotator.jobs.operations import cancel
from annotator.web.htmx import go
from annotator.web.translation import translated

bp = Blueprint("agreement", __name__)
PAGE = "/projects/<slug>/agreement"


@bp.get(PAGE)
@signed_in
def agreement(slug: str) -> ResponseReturnValue:
    """Show how far annotators agree in a layer."""
    project = agreement_access(slug).project
    asked = Asked(layer=request.args.get("layer", ""))
    context: dict[str, Any] = {"project": project, "refusal": None, "say": words()}
    try:
        asked = read_asked(request.args)
        context |= page_of(project, asked)
    except NotFound:
        raise
    except Refused as refusal:
        context["refusal"] = refusal
    page = render_template(
        "agreement/page.html", asked=asked, choices=choices(project, asked), **context
    )
    return page, 422 if context["refusal"] else 200


@bp.get(f"{PAGE}/gamma")
@signed_in
def read_gamma(slug: str) -> str:
    """Show how far the computation of gamma on a layer is, or what came of it."""
    project = agreement_access(slug).project
    context = gamma_of(project, span_layer(project, request.args.get("layer", "")))
    return render_template("agreement/gamma.html", project=project, say=words(), **context)


@bp.post(f"{PAGE}/gamma")
@signed_in
def gamma(slug: str) -> Response:
    """Take on the job that measures gamma on a layer."""
    access, layer = agreement_access(slug), request.form.get("layer", "")
    try:
        ask_for_gamma(access.project, layer, access.user_id)
    except Refused as refusal:
        flash(translated(refusal), "error")
    return go(url_for(".agreement", slug=slug, layer=layer, _anchor="gamma"))


@bp.post(f"{PAGE}/gamma/cancel")
@signed_in
def stop_gamma(slug: str) -> Response:
    """Cancel the job that measures gamma on a layer, if there is one."""
    project, layer = agreement_access(slug).project, request.form.get("layer", "")
    job = last_gamma(project.id, layer)
    if job is not None and cancel(job.id) == "cancelled":
        flash(_("The computation of gamma is cancelled."))
    return go(url_for(".agreement", slug=slug, layer=layer, _anchor="gamma"))


@bp.get(f"{PAGE}/<table>.csv")
@signed_in
def table_csv(slug: str, table: str) -> Response:
    """Send a table of the page to a spreadsheet, R or Python."""
    found, name = _table(slug, table)
    return _file(Response(as_csv(found), mimetype="text/csv"), f"{name}.csv")


@bp.get(f"{PAGE}/<table>.json")
@signed_in
def table_json(slug: str, table: str) -> Response:
    """Send a table of the page as a list of objects."""
    found, name = _table(slug, table)
    sent = orjson.dumps(as_objects(found))
    return _file(Response(sent, mimetype="application/json"), f"{name}.json")


def _table(slug: str, table: str) -> tuple[Table, str]:
    layer, found = table_of(agreement_access(slug).project, table, read_asked(request.args))
    return found, f"{slug}-{layer}-{table}"


def _file(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
