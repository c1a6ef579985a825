"""The application for servers and for the flask command."""

import gc

from annotator import create_app

app = create_app()

# What is there from the start never becomes garbage; to look through it again and again costs a third of an import.
gc.collect()
gc.freeze()
# Requests and batches leave hardly any cycles: look for some less often, and ten times less often at all that lives.
gc.set_threshold(5000, 10, 100)
