"""The application for servers and for the flask command."""

import gc

from annotator import create_app

app = create_app()

# What is there from the start never becomes garbage; to look through it again and again costs a third of an import.
gc.collect()
gc.freeze()
# Of the rest, what lived through two looks mostly lives on: look at all of it ten times less often than is usual.
gc.set_threshold(700, 10, 100)
