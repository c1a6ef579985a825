"""What the database's refusals of a statement mean."""

from sqlalchemy.exc import DBAPIError

_SIGNS = ("no such table", "no such column", "has no column named", "does not exist")


def lacks_migration(fault: BaseException | None) -> bool:
    """Say whether a statement failed because the database is not set up for this version of the application."""
    return isinstance(fault, DBAPIError) and any(sign in str(fault.orig) for sign in _SIGNS)
