"""The work itself: annotation sets with their spans and relations, and every event that made them."""

from flask import Flask

from annotator.annotations import models as models
from annotator.annotations.api import bp as api
from annotator.annotations.inspector_pages import bp as inspector
from annotator.annotations.keys_pages import bp as keys
from annotator.annotations.lists_acts import bp as lists_acts
from annotator.annotations.lists_api import bp as lists_api
from annotator.annotations.lists_pages import bp as lists
from annotator.annotations.marking_pages import bp as marking
from annotator.annotations.news_pages import bp as news
from annotator.annotations.pages import bp as pages
from annotator.annotations.standing_pages import bp as standing
from annotator.annotations.tour_pages import bp as tour


def init_app(app: Flask) -> None:
    """Add this part to the application."""
    for blueprint in (
        pages,
        inspector,
        marking,
        standing,
        news,
        keys,
        tour,
        lists,
        lists_acts,
        api,
        lists_api,
    ):
        app.register_blueprint(blueprint)
