"""What every form that is sent must be: text that can be stored."""

from flask import Flask, request

from annotator.core.texts import refuse_nul
from annotator.web.api import is_api_call

FORM = "application/x-www-form-urlencoded"


def init_forms(app: Flask) -> None:
    """Look at every form before its page does."""
    app.before_request(check_form)


def check_form() -> None:
    """Refuse NUL characters. Uploads are read by their own page; what programs send is no form, whatever it says of itself."""
    if is_api_call() or request.mimetype != FORM:
        return
    for name, value in request.form.items(multi=True):
        refuse_nul(value, name)
