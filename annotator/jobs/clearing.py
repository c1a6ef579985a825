"""The worker's own chores."""

from annotator.accounts.pruning import prune
from annotator.database import write_tx
from annotator.jobs.pace import pace


def forget_what_is_over() -> None:
    """Prune receipts and sign-ins, a few at a time."""
    with pace() as own:
        more = True
        while more:
            with write_tx(), own.batch(own.records):
                more = prune(own.records)
            own.give_way()
