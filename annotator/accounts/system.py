"""The account in whose name commands write."""

from annotator.accounts.models import User
from annotator.accounts.queries import user_named_or_none
from annotator.database import write_tx

NAME = "system"


def system_user() -> User:
    """Return the account that events of the command line name; it is disabled, so nobody can sign in as it."""
    found = user_named_or_none(NAME)
    if found is not None:
        return found
    with write_tx() as session:
        user = user_named_or_none(NAME) or User(name=NAME, active=False)
        session.add(user)
        session.flush()
    return user
