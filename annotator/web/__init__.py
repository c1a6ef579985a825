"""What all pages share: refusals as answers, headers, protection of forms, translation."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from annotator.web import health
from annotator.web.addresses import init_addresses
from annotator.web.assets import init_assets
from annotator.web.csrf import init_csrf
from annotator.web.errors import init_errors
from annotator.web.forms import init_forms
from annotator.web.headers import init_headers
from annotator.web.logs import init_logs
from annotator.web.translation import init_translation


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    for init in (
        init_addresses,
        init_logs,
        init_headers,
        init_csrf,
        init_forms,
        init_errors,
        init_assets,
        init_translation,
    ):
        init(app)
    app.register_blueprint(health.blueprint)
    proxies = app.config["PROXIES"]
    if proxies:
        fixed = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        app.wsgi_app = fixed  # type: ignore[method-assign]
