"""What it takes to keep the search index in step: a new order's document written, in the engine."""

from statistics import median

from flask import Flask
from sqlalchemy import delete, insert, select

from dashboard.bench.pages.recorder import recorded
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import OrderDoc

ORDERS, ROUNDS = 200, 3


class TakenBack(Exception):
    """Nothing of it is to stay."""


def upkeep(app: Flask) -> float:
    """Milliseconds of processor time in the engine per document, the median of some rounds that are all taken back."""
    with app.app_context():
        return median(round_of_writing() for _ in range(ROUNDS))


def round_of_writing() -> float:
    """Take the newest documents away and write them again one by one, as new orders do."""
    took = 0.0
    try:
        with writing() as session:
            rows = session.execute(select(OrderDoc.__table__).order_by(OrderDoc.key.desc()).limit(ORDERS)).all()
            session.execute(delete(OrderDoc).where(OrderDoc.key.in_([row.key for row in rows])))
            with recorded() as sent:
                for row in rows:
                    session.execute(insert(OrderDoc.__table__).values(row._asdict()))
            took = sum(one.cpu for one in sent) / len(rows)
            raise TakenBack
    except TakenBack:
        db.session.remove()
    return took
