"""The account, for programs."""

from flask import Response

from annotator.accounts.schemas import Me
from annotator.accounts.session import current_user
from annotator.web.api import api_blueprint, endpoint, reply

blueprint = api_blueprint("accounts_api")


@blueprint.get("/me")
@endpoint("Whose token this is", answers={200: Me})
def me() -> Response:
    """Answer with the user of the token."""
    user = current_user()
    return reply({"id": user.id, "name": user.name, "role": user.role})
