"""The application for servers and for the flask command."""

import gc

from annotator import create_app

app = create_app()

# What is there from the start never becomes garbage; to look through it again and again costs a third of an import.
gc.collect()
gc.freeze()
