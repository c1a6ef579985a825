"""The application for servers and for the flask command."""

from annotator import create_app

app = create_app()
