"""Everybody wants the same pieces: in every round some fulfil, some refund and some return one piece of each order."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from flask import Flask
from sqlalchemy import select

from dashboard.actions.place import place
from dashboard.core.person import COMMAND
from dashboard.core.statuses import Route, ShipmentStatus
from dashboard.extensions import db
from dashboard.models import Order, OrderLine, Payment, Shipment, ShipmentLine
from tests.faults.at_once import at_once
from tests.faults.broken import Broken
from tests.faults.browser import Answer, Browser
from tests.faults.contest import told
from tests.faults.seed import PLACED

PIECES, DELIVERED, EACH = 10, 5, 100  # of each order, pieces and of these delivered; cents for one
VERBS = ("fulfil", "refund", "return")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left to do of an order: pieces to send, to refund and to return. `done` are those that were."""

    line: int
    left: dict[str, int]
    done: dict[str, int]
    withdrawn: int


@dataclass(slots=True)
class Try:
    """One form of one person, opened but not submitted yet, and later how each copy was answered."""

    browser: Browser
    code: str
    verb: str
    fields: dict[str, str]
    via: int
    answers: list[Answer] = field(default_factory=list)

    def submit(self, copies: int) -> None:
        """Send the form, its copies at once and to different workers."""
        vias, path = range(self.via, self.via + copies), f"/orders/{self.code}/{self.verb}"
        self.answers = at_once([partial(self.browser.post, path, self.fields, via) for via in vias])

    @property
    def won(self) -> bool:
        """Whether it was done."""
        return any(answer.status == 303 for answer in self.answers)


def seed_goods(app: Flask, owners: Sequence[int], orders: int, lot: int) -> list[str]:
    """Place orders of ten pieces each, paid, half of them delivered; their codes. Each lot has codes of its own."""
    codes = [f"GOODS-{lot}-{number:02}" for number in range(orders)]
    with app.app_context():
        for number, code in enumerate(codes):
            line = OrderLine(
                position=1, name="Cup", quantity=PIECES, unit_price=1, original_quantity=PIECES,
                original_unit_price=1, total=PIECES * EACH,
            )  # fmt: skip
            order = Order(
                code=code, placed_at=PLACED, route=Route.ONLINE_STORE, customer_name="Whoever ordered",
                account_id=owners[number % len(owners)], currency="EUR", total=PIECES * EACH, lines=[line],
                payments=[Payment(amount=PIECES * EACH, method="Bank transfer", at=PLACED)],
            )  # fmt: skip
            with place(order, by=COMMAND, at=PLACED) as placing:
                order.shipments.append(
                    Shipment(
                        number=f"SH-R{lot}-{number}", status=ShipmentStatus.DELIVERED, shipped_at=PLACED,
                        delivered_at=PLACED, created_at=PLACED,
                        lines=[ShipmentLine(line_id=order.lines[0].id, quantity=DELIVERED)],
                    )
                )  # fmt: skip
                placing.record("placed", route=Route.ONLINE_STORE.label)
    return codes


def standing(app: Flask, codes: Sequence[str]) -> dict[str, Standing]:
    """How the orders stand, reckoned here from the rows."""
    with app.app_context():
        found = {}
        for order in db.session.scalars(select(Order).where(Order.code.in_(codes)).order_by(Order.code)):
            boxed = sum(part.quantity for one in order.shipments for part in one.lines)
            refunded = sum(part.quantity for one in order.refunds for part in one.lines)
            withdrawn = sum(part.withdrawn for one in order.refunds for part in one.lines)
            back = sum(part.quantity for one in order.returns for part in one.lines)
            left = {"fulfil": PIECES - boxed - withdrawn, "refund": PIECES - refunded, "return": DELIVERED - back}
            done = {"fulfil": boxed, "refund": refunded, "return": back}
            found[order.code] = Standing(order.lines[0].id, left, done, withdrawn)
        return found


def play(browsers: list[Browser], stands: dict[str, Standing], copies: int, dice: int) -> list[Try]:
    """One round over the orders of which anything is left to do, all at one order at a time."""
    browsers = browsers[::copies]
    wanted = {code: one for code, one in stands.items() if any(one.left.values())}
    opened = at_once([
        partial(open_all, browser, number, wanted, random.Random(f"{dice} {number}"))
        for number, browser in enumerate(browsers)
    ])  # fmt: skip
    for tries in zip(*opened, strict=True):
        at_once([partial(one.submit, copies) for one in tries])
    return [one for tries in opened for one in tries]


def open_all(browser: Browser, number: int, stands: dict[str, Standing], dice: random.Random) -> list[Try]:
    """This person's form for every order, of a verb chosen at random, for one piece."""
    found = []
    for step, (code, one) in enumerate(stands.items()):
        verb = dice.choice(VERBS)
        drawn = browser.form(f"/orders/{code}/{verb}", number + step)
        filled = {
            "line": str(one.line), f"quantity-{one.line}": "1", f"withdraw-{one.line}": "on", "point": "local",
            "handed_over": "y", "notify": "y", f"condition-{one.line}": "as_new",
        }  # fmt: skip
        found.append(Try(browser, code, verb, {**drawn, **filled}, number + step))
    return found


def verdict(tries: list[Try], before: dict[str, Standing]) -> list[Broken]:
    """What was wrong with the answers of a round: one winner where anything asked for was possible, others told why."""
    found = []
    for code in sorted({one.code for one in tries}):
        at_it = [one for one in tries if one.code == code]
        possible = {verb for verb, left in before[code].left.items() if left > 0}
        winners = [one for one in at_it if one.won]
        could = any(one.verb in possible for one in at_it)
        if len(winners) != could or any(one.verb not in possible for one in winners):
            found.append(Broken("winners", f"{code}: {[one.verb for one in winners]} won of {sorted(possible)}"))
        found += [wrong for one in at_it for wrong in misanswered(one, winners)]
    return found


def misanswered(one: Try, winners: list[Try]) -> list[Broken]:
    """What was wrong with the answers to one form: the winner's are all 303, the others' say who, or which rule."""
    statuses = [answer.status for answer in one.answers]
    if one in winners:
        right = statuses == [303] * len(statuses)
    else:
        right = all(
            answer.status == 422 or (bool(winners) and told(answer, winners[0].browser.name)) for answer in one.answers
        )
    return [] if right else [Broken("answers", f"{one.browser.name}, {one.verb} {one.code}: {statuses}")]


def audit(app: Flask, codes: Sequence[str]) -> list[Broken]:
    """No piece was sent and withdrawn, refunded twice or returned twice; and no more money is back than came in."""
    found = []
    for code, one in standing(app, codes).items():
        if min(one.left.values()) < 0:
            found.append(Broken("pieces", f"{code}: {one.left} left"))
    with app.app_context():
        for order in db.session.scalars(select(Order).where(Order.code.in_(codes))):
            given = sum(refund.amount for refund in order.refunds)
            if given > PIECES * EACH or order.refunded != given:
                found.append(Broken("money", f"{order.code}: {given} given back, {order.refunded} kept in the books"))
            acts = len(order.refunds) + len(order.shipments) - 1 + len(order.returns)
            if order.version != 2 + acts:
                found.append(Broken("log", f"{order.code}: version {order.version} after {acts} acts"))
    return found
