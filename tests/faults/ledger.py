"""The books after a race, reckoned here from the rows and not by the code under test; and then by `check` too."""

from collections import defaultdict

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.checks import run
from dashboard.extensions import db
from dashboard.models import Activity, CustomerSpend, Message, Order
from tests.faults.broken import Broken
from tests.faults.seed import Scene


def owners(app: Flask, scene: Scene) -> dict[str, int]:
    """Who owns each order now, by code."""
    with app.app_context():
        query = select(Order.code, Order.account_id).where(Order.code.in_(scene.codes)).order_by(Order.code)
        return dict(db.session.execute(query).all())


def audit(app: Flask, scene: Scene) -> list[Broken]:
    """Every promise about the rows that does not hold."""
    with app.app_context():
        session = db.session()
        checked = [Broken("check", f"{found.name}: {found.first}") for found in run.run(session).broken]
        session.rollback()  # `check` read one moment, the rest may read the next
        return [*spend(session, scene), *logs(session, scene), *messages(session, scene), *checked]


def spend(session: Session, scene: Scene) -> list[Broken]:
    """Each account's total is the sum of the orders it owns, and nothing was lost or made overall."""
    sums = func.sum(Order.paid - Order.refunded)
    owned = session.execute(
        select(Order.account_id, sums, func.count()).where(Order.code.in_(scene.codes)).group_by(Order.account_id)
    ).all()
    stored = session.execute(
        select(CustomerSpend.customer_id, CustomerSpend.amount, CustomerSpend.orders)
        .where(CustomerSpend.customer_id.in_(scene.accounts))
    ).all()  # fmt: skip
    real = {account: (int(amount), count) for account, amount, count in owned}
    kept = {account: (amount, count) for account, amount, count in stored}
    wrong = [
        Broken("spend", f"{scene.accounts[account]}: {kept.get(account)} kept, {real.get(account)} real")
        for account in scene.accounts
        if real.get(account) != kept.get(account)
    ]
    overall = sum(amount for amount, _ in kept.values())
    return wrong if overall == scene.money else [*wrong, Broken("spend", f"{overall} of {scene.money} in all")]


def logs(session: Session, scene: Scene) -> list[Broken]:
    """Each log is numbered 1, 2, 3 …, the version is the next number, and each owner follows from the one before."""
    lines = defaultdict(list)
    query = select(Order.code, Activity).join(Activity, Activity.order_id == Order.id).order_by(Activity.seq)
    for code, activity in session.execute(query.where(Order.code.in_(scene.codes))):
        lines[code].append(activity)
    orders = session.execute(select(Order.code, Order.version, Order.account_id).where(Order.code.in_(scene.codes)))
    found = []
    for code, version, owner in orders:
        numbers = [line.seq for line in lines[code]]
        if [*numbers, version] != list(range(1, len(numbers) + 2)):
            found.append(Broken("log", f"{code}: lines {numbers}, version {version}"))
        moves = [(line.from_customer_id, line.to_customer_id) for line in lines[code] if line.verb == "reassigned"]
        if [old for old, _ in moves[1:]] + [owner] * bool(moves) != [new for _, new in moves]:
            found.append(Broken("log", f"{code}: moved {moves}, owned by {owner}"))
    return found


def messages(session: Session, scene: Scene) -> list[Broken]:
    """One letter for each reassign."""
    ours = select(Order.id).where(Order.code.in_(scene.codes))
    done = session.scalar(
        select(func.count(Activity.id)).where(Activity.order_id.in_(ours), Activity.verb == "reassigned")
    )
    letters = session.scalar(select(func.count(Message.id)).where(Message.order_id.in_(ours)))
    return [] if done == letters else [Broken("messages", f"{letters} letters for {done} reassigns")]
