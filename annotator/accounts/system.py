"""The account in whose name commands write."""

from annotator.accounts.models import User
from annotator.accounts.operations import create_user
from annotator.accounts.queries import user_named_or_none

NAME = "system"


def system_user() -> User:
    """Return the account that events of the command line name; nobody can sign in as it."""
    return user_named_or_none(NAME) or create_user(NAME)
