"""Forgetting what has served its time: receipts nobody will ask for again, and sign-ins that are over."""

from datetime import timedelta

from sqlalchemy import delete, or_, select, tuple_

from annotator.accounts.models import Receipt, SignIn
from annotator.accounts.queries import LIFETIME
from annotator.database import now, write_tx

RECEIPTS_KEPT = timedelta(days=14)
"""For so long a request may be sent again under its key; a page that was left open sends what waits within that time."""
SIGN_INS_KEPT = timedelta(days=90)
"""For so long after its end a sign-in is kept, so that it can be seen who was here."""


def prune(few: int) -> bool:
    """Forget at most so many of each; say whether there may be more."""
    moment = now()
    with write_tx() as session:
        used = select(Receipt.user_id, Receipt.key).where(Receipt.at < moment - RECEIPTS_KEPT)
        receipts = [tuple(row) for row in session.execute(used.order_by(Receipt.at).limit(few))]
        session.execute(delete(Receipt).where(tuple_(Receipt.user_id, Receipt.key).in_(receipts)))
        over = or_(
            SignIn.ended_at < moment - SIGN_INS_KEPT,
            SignIn.created_at < moment - LIFETIME - SIGN_INS_KEPT,
        )
        sign_ins = session.scalars(select(SignIn.digest).where(over).limit(few)).all()
        session.execute(delete(SignIn).where(SignIn.digest.in_(sign_ins)))
    return len(receipts) == few or len(sign_ins) == few
