"""The test bench itself: no test sees what another has written."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import FailedAttempt


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_wrote_is_gone_in_the_next(app: Flask, turn: str) -> None:
    with app.app_context():
        before = db.session.scalar(select(func.count(FailedAttempt.id)))
        with writing() as session:
            attempt = FailedAttempt(key=turn)
            session.add(attempt)
            session.flush()
            number = attempt.id
    assert (before, number) == (0, 1)
