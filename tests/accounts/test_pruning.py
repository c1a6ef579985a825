"""Old receipts and sign-ins are forgotten a few at a time; whatever may still be asked for stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from annotator.accounts.models import Receipt, SignIn, User
from annotator.accounts.operations import create_user
from annotator.accounts.pruning import RECEIPTS_KEPT, SIGN_INS_KEPT, prune
from annotator.accounts.queries import LIFETIME
from annotator.database import db, now, uuid7, write_tx
from annotator.jobs.worker import Worker

MOMENT = timedelta(minutes=1)
OLD, YOUNG = 25, 5


@pytest.fixture
def filled(app):
    with app.app_context():
        user = create_user("ana").id
        with write_tx() as session:
            for at in range(OLD + YOUNG):
                age = RECEIPTS_KEPT + MOMENT if at < OLD else RECEIPTS_KEPT - MOMENT
                session.add(
                    Receipt(
                        user_id=user, key=uuid7(), digest="x", status=200, body="", at=now() - age
                    )
                )
            ages = {
                "ended long ago": (SIGN_INS_KEPT + 2 * MOMENT, SIGN_INS_KEPT + MOMENT),
                "ended lately": (LIFETIME, SIGN_INS_KEPT - MOMENT),
                "left long ago": (LIFETIME + SIGN_INS_KEPT + MOMENT, None),
                "left lately": (LIFETIME + SIGN_INS_KEPT - MOMENT, None),
                "here": (MOMENT, None),
            }
            for name, (began, ended) in ages.items():
                over = now() - ended if ended else None
                session.add(
                    SignIn(digest=name, user_id=user, created_at=now() - began, ended_at=over)
                )
        yield app


def left():
    db.session.rollback()
    receipts = db.session.scalar(select(func.count()).select_from(Receipt))
    return receipts, set(db.session.scalars(select(SignIn.digest)))


def test_a_few_are_forgotten_at_a_time(filled):
    assert prune(10)
    assert left()[0] == OLD + YOUNG - 10
    assert prune(10)
    assert not prune(10)
    assert left() == (YOUNG, {"ended lately", "left lately", "here"})
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_the_worker_forgets_them_by_itself(filled):
    Worker(filled).clear_away()
    assert left() == (YOUNG, {"ended lately", "left lately", "here"})
