"""Whatever staff do to an order after checkout: the desk and the plainest telling of its rules never differ.

The suite runs a few short sequences, the long run many (docs/faults.md).
"""

import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from dashboard.actions.approve_refund import approve_refund
from dashboard.actions.archive import archive
from dashboard.actions.cancel import cancel
from dashboard.actions.cancel_shipment import cancel_shipment
from dashboard.actions.decline_refund import decline_refund
from dashboard.actions.deliver import deliver
from dashboard.actions.edit_shipment import Edit, edit_shipment
from dashboard.actions.fail_payment import fail_payment
from dashboard.actions.fail_refund import fail_refund
from dashboard.actions.fulfil import Parcel as Sent
from dashboard.actions.fulfil import fulfil
from dashboard.actions.give_back import Asked
from dashboard.actions.hand_over import hand_over
from dashboard.actions.issue_invoice import issue_invoice
from dashboard.actions.pack import pack
from dashboard.actions.place import place
from dashboard.actions.receive_payment import receive_payment
from dashboard.actions.record_payment import Received, record_payment
from dashboard.actions.refund import refund
from dashboard.actions.return_items import Back, Return, return_items
from dashboard.actions.send_refund import send_refund
from dashboard.actions.unarchive import unarchive
from dashboard.checks.run import run
from dashboard.core.money import to_decimal
from dashboard.core.parcels import Point, Way
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refund_pieces import Meant
from dashboard.core.refusals import Refused
from dashboard.core.statuses import CancelReason, Route, ShipmentStatus
from dashboard.database import now
from dashboard.extensions import db
from dashboard.models import Order, OrderLine, Payment, Product
from dashboard.models.shipment import Shipment
from tests import databases, plain_order, world
from tests.actions.people import SHOP
from tests.plain_order import PlainOrder

CODE = "LIFE-1"
COSTS = (
    (3, 60_000),
    (2, 6_667),
    (7, 1_000),
    (1, 701),
)  # pieces and what they come to: 200.00 each, 33.335, 1.428…, 7.01
SHIPPING = 490
# Often enough who may do it all, or most steps would be refusals.
WHO = st.sampled_from([*[Role.OWNER] * 3, *[Role.MANAGER] * 3, Role.FULFILMENT, Role.SUPPORT])
SOME = st.lists(st.integers(0, 4), min_size=len(COSTS), max_size=len(COSTS))
RASH = st.sampled_from([False, False, False, True])  # asks for more pieces than there may be
AT = st.integers(0, 20)  # one of those that there are, counted round
MONEY = {Role.OWNER, Role.MANAGER}
GOODS = {*MONEY, Role.FULFILMENT}
LIMIT = 50_000  # what a manager may give back alone
STATUS = st.sampled_from(list(ShipmentStatus))
UNHURRIED: dict[str, Any] = {"deadline": None, "phases": (Phase.generate,), "suppress_health_check": list(HealthCheck)}


STEPS: dict[str, tuple[int, st.SearchStrategy[dict[str, Any]]]] = {}


def often(weight: int, **drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A step that comes up so often beside the others, with what is drawn for it.

    Not a rule of its own: Hypothesis leaves out some rules for a whole life, and a life without payments, say, tells
    nothing of refunds.
    """

    def keep(step: Callable[..., None]) -> Callable[..., None]:
        STEPS[step.__name__] = weight, st.fixed_dictionaries(drawn)
        return step

    return keep


class Life(RuleBasedStateMachine):
    """One order's life, done twice: by the desk's actions, and in plain words. They must agree at every step."""

    fresh: ClassVar[Callable[[Path], Any]]
    tried: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        """A desk of its own for each sequence, with one order that is not paid yet."""
        super().__init__()
        self.open = ExitStack()
        folder = Path(self.open.enter_context(tempfile.TemporaryDirectory()))
        url = self.open.enter_context(type(self).fresh(folder))
        self.app = self.open.enter_context(databases.application(url, folder))
        self.open.enter_context(self.app.app_context())
        self.staff = {role: world.staff(role) for role in Role}
        self.lines = place_it()
        pieces = {line: pieces for line, (pieces, _) in zip(self.lines, COSTS, strict=True)}
        costs = {line: cost for line, (_, cost) in zip(self.lines, COSTS, strict=True)}
        self.plain = PlainOrder(SHIPPING, pieces, costs, payments=[(20_000, "open")])
        self.numbers: list[str] = []
        self.refunds: list[int] = []
        self.payments = [payment.id for payment in self.order.payments]
        db.session.rollback()

    @property
    def order(self) -> Order:
        """The order as the desk has it."""
        return world.order(CODE)

    def attempt(self, what: str, allowed: bool, act: Callable[[], Any]) -> Any:
        """Do it, or be told why not: just when the plain telling says so. None for a refusal."""
        try:
            result = act()
        except Refused as refused:
            db.session.rollback()
            assert not allowed, f"{what}: {refused.sentence}"
            self.tried[f"{what} refused"] += 1
            return None
        assert allowed, f"{what} was let through"
        self.tried[what] += 1
        return result

    def by(self, who: Role) -> Person:
        """Somebody in this role."""
        return self.staff[who]

    def pieces(self, some: list[int], there: dict[int, int], rash: bool) -> dict[int, int]:
        """So many pieces of each line; of those that there are, unless it is asked rashly."""
        wanted = zip(self.lines, some, strict=True)
        pieces = {line: n if rash else min(n, there.get(line, 0)) for line, n in wanted}
        return {line: n for line, n in pieces.items() if n}

    @often(3, who=WHO, amount=st.sampled_from([1, 5_000, 20_000, 68_858, 100_000]), over=st.booleans())
    def paid(self, who, amount, over):
        fits = over or self.plain.paid + amount <= self.plain.total
        allowed = who in MONEY and self.plain.may("record_payment") and fits
        received = Received(amount, "Bank transfer")
        if self.attempt("pay", allowed, lambda: record_payment(CODE, received, by=self.by(who), over=over)):
            self.plain.payments.append((amount, "captured"))

    @often(1, who=WHO, came=st.booleans())
    def attempted(self, who, came):
        amount, state = self.plain.payments[0]
        allowed = who in MONEY and state == "open" and self.plain.may("attempt")
        number = self.payments[0]
        if came:
            done = self.attempt("receive", allowed, lambda: receive_payment(CODE, number, by=self.by(who)))
        else:
            done = self.attempt("fail", allowed, lambda: fail_payment(CODE, number, "no funds", by=self.by(who)))
        if done:
            self.plain.payments[0] = (amount, "captured" if came else "failed")

    @often(1, who=WHO)
    def invoiced(self, who):
        allowed = who in MONEY and self.plain.may("invoice")
        if self.attempt("invoice", allowed, lambda: issue_invoice(CODE, by=self.by(who))):
            self.plain.invoiced = True

    @often(1, who=WHO)
    def packed(self, who):
        if self.attempt("pack", who in GOODS and self.plain.may("pack"), lambda: pack(CODE, by=self.by(who))):
            self.plain.packed = True

    @often(4, who=WHO, some=SOME, rash=RASH, point=st.sampled_from(list(Point)), handed=st.booleans())
    def fulfilled(self, who, some, rash, point, handed):
        left = self.plain.left()
        pieces = self.pieces(some, left, rash)
        right = bool(pieces) and all(n <= left[line] for line, n in pieces.items())
        allowed = who in GOODS and self.plain.may("fulfil") and right
        parcel = Sent(pieces, Way(point, "" if point is Point.PICKUP else "DHL"), handed)
        result = self.attempt("fulfil", allowed, lambda: fulfil(CODE, parcel, by=self.by(who)))
        if result:
            gone = handed and point is not Point.PICKUP
            status = "shipped" if gone else "awaiting_shipment"
            self.plain.parcels.append(plain_order.Parcel(pieces, status, point.value))
            self.plain.packed = self.plain.packed and any(self.plain.left().values())
            self.numbers.append(result["shipment"])

    @often(5, who=WHO, at=AT, verb=st.sampled_from(["hand_over", "deliver", "cancel_shipment"]))
    def moved(self, who, at, verb):
        if not self.numbers:
            return
        at %= len(self.numbers)
        parcel, number = self.plain.parcels[at], self.numbers[at]
        allowed = who in GOODS and self.plain.may(verb, parcel)
        allowed = allowed and not (verb == "hand_over" and parcel.point == "pickup")
        acts = {"hand_over": lambda: hand_over(CODE, number, by=self.by(who)),
                "deliver": lambda: deliver(CODE, [number], by=self.by(who)),
                "cancel_shipment": lambda: cancel_shipment(CODE, number, by=self.by(who))}  # fmt: skip
        to = {"hand_over": "shipped", "deliver": "delivered", "cancel_shipment": "canceled"}[verb]
        if self.attempt(verb, allowed, acts[verb]):
            self.moved_on(parcel, to)

    @often(2, who=WHO, at=AT, to=STATUS)
    def edited(self, who, at, to):
        if not self.numbers:
            return
        at %= len(self.numbers)
        parcel, number = self.plain.parcels[at], self.numbers[at]
        steps = (*plain_order.NEXT[parcel.status], "canceled")
        if parcel.point == "pickup":
            steps = ("delivered", "canceled")
        allowed = who in GOODS and self.plain.may("edit_shipment", parcel) and to.value in steps
        carrier = db.session.scalars(select(Shipment.carrier).where(Shipment.number == number)).one()
        edit = Edit(Way(Point(parcel.point), carrier), to)
        if self.attempt("edit shipment", allowed, lambda: edit_shipment(CODE, number, edit, by=self.by(who))):
            self.moved_on(parcel, to.value)

    def moved_on(self, parcel: plain_order.Parcel, to: str) -> None:
        """What the plain telling says of a parcel's step."""
        parcel.status = to
        if to == "canceled":
            self.plain.packed = False

    @often(3, who=WHO, some=SOME, rash=RASH)
    def came_back(self, who, some, rash):
        there = self.plain.returnable()
        pieces = self.pieces(some, there, rash)
        if not pieces and not rash:
            return
        right = bool(pieces) and all(n <= there.get(line, 0) for line, n in pieces.items())
        back = Return({line: Back(n) for line, n in pieces.items()})
        allowed = who in GOODS and self.plain.may("return") and right
        if self.attempt("return", allowed, lambda: return_items(CODE, back, by=self.by(who))):
            self.plain.returns.append(pieces)

    @often(
        5, who=WHO, some=SOME, rash=RASH, withdraw=st.booleans(), returned=st.booleans(),
        beside=st.sampled_from([(0, 0, 0), (490, 0, 0), (100, 50, 20), (0, 900, 0), (0, 20_000, 0), (0, 0, 300)]),
    )  # fmt: skip
    def refunded(self, who, some, rash, withdraw, returned, beside):
        plain, (shipping, adjustment, fee) = self.plain, beside
        pieces = self.pieces(some, plain.refundable(), rash)
        if not rash and plain.paid == plain.promised:
            return
        enough = all(n <= plain.refundable()[line] for line, n in pieces.items())
        amounts = {line: plain.worth(line, n) for line, n in pieces.items()} if enough else {}
        amount = sum(amounts.values()) + shipping + adjustment - fee
        right = enough and shipping <= plain.shipping_left and 0 < amount <= plain.paid - plain.promised
        asked = Asked({line: Meant(n, withdraw, returned) for line, n in pieces.items()}, shipping, adjustment, fee)
        allowed = who in MONEY and plain.may("refund") and right
        result = self.attempt("refund", allowed, lambda: refund(CODE, asked, by=self.by(who)))
        if result:
            left, there = plain.left(), plain.returnable()
            unsent = {line: min(n, left[line]) if withdraw else 0 for line, n in pieces.items()}
            back = {line: min(n - unsent[line], there.get(line, 0)) for line, n in pieces.items()} if returned else {}
            alone = who is Role.OWNER or plain.promised + amount <= LIMIT
            state = "to_send" if alone else "awaiting_approval"
            made = plain_order.Refund(amount, state, pieces, unsent, amounts, shipping, fee, who.value)
            plain.refunds.append(made)
            plain.returns += [{line: n for line, n in back.items() if n}]
            self.refunds.append(result["refund"])

    @often(4, who=WHO, at=AT, verb=st.sampled_from(["approve", "decline", "send", "fail"]))
    def settled(self, who, at, verb):
        if not self.refunds:
            return
        at %= len(self.refunds)
        made, number, by = self.plain.refunds[at], self.refunds[at], self.by(who)
        from_, to = {"approve": (("awaiting_approval",), "to_send"), "decline": (("awaiting_approval",), "declined"),
                     "send": (("to_send",), "sent"), "fail": (("to_send", "sent"), "failed")}[verb]  # fmt: skip
        allowed = who in MONEY and self.plain.may(verb) and made.state in from_
        allowed = allowed and not (verb == "approve" and made.asked_by == who.value)
        acts = {"approve": lambda: approve_refund(CODE, number, by=by),
                "decline": lambda: decline_refund(CODE, number, "not owed", by=by),
                "send": lambda: send_refund(CODE, number, "ref", by=by),
                "fail": lambda: fail_refund(CODE, number, "closed account", by=by, shop=SHOP)}  # fmt: skip
        left = self.plain.left()
        if self.attempt(verb, allowed, acts[verb]):
            if verb == "approve":
                made.unsent = {line: min(n, left[line]) for line, n in made.unsent.items()}
            made.state = to

    @often(1, who=WHO, too=st.booleans(), really=st.integers(0, 7))
    def canceled(self, who, too, really):
        if really:
            return  # it ends most of the story
        plain = self.plain
        held = plain.paid - plain.promised
        allowed = who in MONEY and plain.may("cancel") and (not too or held > 0)
        act = lambda: cancel(CODE, CancelReason.OTHER, by=self.by(who), refund=too)  # noqa: E731
        result = self.attempt("cancel", allowed, act)
        if result and too:
            made = self.order.refunds[-1]
            alone = who is Role.OWNER or plain.promised + held <= LIMIT
            parts = {part.line_id: (part.quantity, part.amount, part.withdrawn) for part in made.lines}
            assert made.amount == held
            plain.refunds.append(
                plain_order.Refund(
                    held, "to_send" if alone else "awaiting_approval",
                    {line: n for line, (n, _, _) in parts.items()}, {line: w for line, (_, _, w) in parts.items()},
                    {line: money for line, (_, money, _) in parts.items()}, made.shipping, made.fee, who.value,
                )
            )  # fmt: skip
            self.refunds.append(made.id)
        if result:
            plain.state = "canceled"

    @often(1, away=st.booleans(), really=st.integers(0, 3))
    def archived(self, away, really):
        if away and really:
            return  # hardly anything can be done to it then
        allowed = away != self.plain.archived
        if self.attempt("archive", allowed, lambda: (archive if away else unarchive)(CODE, by=COMMAND)):
            self.plain.archived = away

    @rule(data=st.data(), dice=st.integers(0, 2**32))
    def step(self, data, dice):
        weights = [weight for weight, _ in STEPS.values()]
        name = Random(dice).choices(list(STEPS), weights)[0]  # Hypothesis would rather draw the first ones
        getattr(self, name)(**data.draw(STEPS[name][1], name))

    @invariant()
    def they_agree(self):
        db.session.rollback()
        order, plain = self.order, self.plain
        desk = (order.state, order.payment_status, order.fulfilment_status, order.paid, order.refunded, order.total)
        told = (plain.state, plain.payment, plain.fulfilment, plain.paid, plain.refunded, plain.total)
        assert desk == told
        assert [one.status for one in order.shipments] == [one.status for one in plain.parcels]
        assert [one.state for one in order.refunds] == [one.state for one in plain.refunds]
        assert [one.amount for one in order.refunds] == [one.amount for one in plain.refunds]

    def teardown(self):
        """At the end, all that `check` knows."""
        try:
            db.session.rollback()
            assert run(db.session()).broken == []
        finally:
            db.session.rollback()
            self.open.close()


def place_it() -> list[int]:
    """Store the order; the ids of its lines."""
    product = db.session.scalars(select(Product.id).order_by(Product.id)).first()
    db.session.rollback()
    total = sum(cost for _, cost in COSTS) + SHIPPING
    order = Order(
        code=CODE, placed_at=now(), route=Route.ONLINE_STORE, customer_name="Ada", currency="EUR", total=total,
        shipping=SHIPPING, account_id=world.customer(world.CHLOE).id,
        lines=[line(place, product, *cost) for place, cost in enumerate(COSTS, 1)],
        payments=[Payment(amount=20_000, state="open")],
    )  # fmt: skip
    db.session.rollback()
    with place(order, by=COMMAND) as placing:
        placing.record("placed", route=Route.ONLINE_STORE.label)
        return [line.id for line in placing.order.lines]


def line(place: int, product: int | None, pieces: int, cost: int) -> OrderLine:
    """One line; the first ones are of a product whose stock is counted."""
    price = to_decimal(cost, "EUR") / pieces
    return OrderLine(
        position=place, name=f"Thing {place}", product_id=product if place < 3 else None, quantity=pieces,
        unit_price=price, original_quantity=pieces, original_unit_price=price, total=cost,
    )  # fmt: skip


@pytest.mark.feature("U8", "U9", "U10", "U11", "U12", "U16", "U17", "U20", "U21", "U22")
def test_the_desk_and_the_plain_rules_agree(prepared, kind):
    machine = type("Suite", (Life,), {"fresh": staticmethod(prepared(kind).fresh)})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=20, **UNHURRIED))


@pytest.mark.faults
def test_they_agree_in_a_thousand_lives(prepared, kind, capsys):
    tried: Counter[str] = Counter()
    machine = type("Long", (Life,), {"fresh": staticmethod(prepared(kind).fresh), "tried": tried})
    long = settings(max_examples=1_000, stateful_step_count=30, derandomize=False, **UNHURRIED)
    run_state_machine_as_test(machine, settings=long)
    with capsys.disabled():
        print(f"\n{kind}: {sum(tried.values())} steps: {dict(sorted(tried.items()))}")
