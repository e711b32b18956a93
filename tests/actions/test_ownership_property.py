"""Whatever staff do with ownership, in whatever order: no sum is lost, no chain broken, nothing out of step.

Random sequences by several people. The suite runs a few short ones, the long run many (docs/faults.md).
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboard.actions.archive import archive
from dashboard.actions.create_customer import NewCustomer, add_customer
from dashboard.actions.drop_message import drop_message
from dashboard.actions.erase_customer import erase_customer
from dashboard.actions.erase_guest import confirms, erase_guest
from dashboard.actions.import_steer import steer
from dashboard.actions.link import link, link_together
from dashboard.actions.merge import Kept, merge
from dashboard.actions.order_customer import OrderCustomer, order_customer
from dashboard.actions.reassign import NewOwner, reassign
from dashboard.actions.tag import tag
from dashboard.actions.unarchive import unarchive
from dashboard.actions.undo import undo
from dashboard.actions.undo_lot import undo_lot
from dashboard.actions.unlink import unlink
from dashboard.actions.unmerge import unmerge
from dashboard.checks import chains, customers, log
from dashboard.checks.invariant import Overall, Sliced
from dashboard.checks.parts import Range
from dashboard.checks.run import run
from dashboard.core.imports import WORKED_ON, Step
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.refusals import Refused, Vanished
from dashboard.core.statuses import OrderState
from dashboard.core.undoing import UNDOABLE
from dashboard.extensions import db
from dashboard.import_runner import work_off
from dashboard.models import Activity, Customer, CustomerSpend, Message, Order
from dashboard.models.order_view import order_by_code
from tests import databases, imports, world
from tests.actions.people import SHOP

STAFF = st.sampled_from([Role.OWNER, Role.MANAGER, Role.SUPPORT])
AT = st.integers(0, 40)  # one of those that there are, counted round
CONTACTS = ("kate.wong@mail.example", "n@x.example", "m@x.example", "")
UNHURRIED: dict[str, Any] = {"deadline": None, "phases": (Phase.generate,), "suppress_health_check": list(HealthCheck)}
EVERY = Range(1, 2**31 - 1)
PART = (*log.LOG, *chains.CHAIN, *customers.CUSTOMERS)


def breakers(one: Overall | Sliced, session: Session) -> Iterable[str]:
    """Who breaks an invariant of the whole database."""
    return one.breakers(session, EVERY) if isinstance(one, Sliced) else one.breakers(session)


class Ownership(RuleBasedStateMachine):
    """People at the desk, each doing whatever they may; what is refused changes nothing."""

    fresh: ClassVar[Callable[[Path], Any]]
    tried: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        """A desk of its own for each sequence; every order counts from here on."""
        super().__init__()
        self.open = ExitStack()
        folder = Path(self.open.enter_context(tempfile.TemporaryDirectory()))
        url = self.open.enter_context(type(self).fresh(folder))
        self.app = self.open.enter_context(databases.application(url, folder))
        self.open.enter_context(self.app.app_context())
        self.rows = self.emails = 0
        self.sums = sums()

    @rule(who=STAFF, order=AT, to=AT, contact=st.booleans())
    def reassigned(self, who, order, to, contact):
        with self.doing("reassign"):
            owner = NewOwner(an_account(to))
            reassign(a_code(order), owner, by=world.staff(who), shop=SHOP, replace_contact=contact)

    @rule(who=STAFF, order=AT, to=AT, lot=st.booleans())
    def linked(self, who, order, to, lot):
        codes = list(db.session.scalars(select(Order.code).where(Order.account_id.is_(None)).order_by(Order.id)))
        with self.doing("link"):
            if lot and codes:
                link_together(dict.fromkeys(codes[:3]), an_account(to), by=world.staff(who), shop=SHOP)
            else:
                link(codes[order % len(codes)] if codes else "", an_account(to), by=world.staff(who), shop=SHOP)

    @rule(who=STAFF, order=AT)
    def unlinked(self, who, order):
        with self.doing("unlink"):
            unlink(a_code(order), by=world.staff(who))

    @rule(who=STAFF, order=AT, name=st.sampled_from(["Kate Wong", "Ada", ""]), email=st.sampled_from(CONTACTS))
    def edited(self, who, order, name, email):
        with self.doing("order customer"):
            order_customer(a_code(order), OrderCustomer(name, email), by=world.staff(who), region="DE")

    @rule(who=STAFF, order=AT, word=st.sampled_from(["gift", "Kate Wong"]))
    def tagged(self, who, order, word):
        with self.doing("tag"):
            tag(a_code(order), word, by=world.staff(who))

    @rule(who=STAFF, order=AT, away=st.booleans())
    def archived(self, who, order, away):
        with self.doing("archive" if away else "unarchive"):
            (archive if away else unarchive)(a_code(order), by=world.staff(who))

    @rule(who=STAFF)
    def created(self, who):
        self.emails += 1
        new = NewCustomer(f"new{self.emails}@x.example", "", f"New Person {self.emails}", world.HASH)
        with self.doing("create"):
            add_customer(new, by=world.staff(who), shop=SHOP)

    @rule(who=STAFF, into=AT, other=AT, email=st.booleans())
    def merged(self, who, into, other, email):
        one, two = an_account(into), an_account(other)
        with self.doing("merge"):
            merge(one, {two: None}, Kept({"email": two} if email else {}), by=world.staff(who))

    @rule(who=STAFF, place=AT)
    def unmerged(self, who, place):
        query = select(Activity.customer_id, Activity.seq).where(Activity.verb == "customers_merged")
        if found := db.session.execute(query.order_by(Activity.id)).all():
            number, seq = found[place % len(found)]
            with self.doing("unmerge"):
                unmerge(number, seq, by=world.staff(who))

    @rule(who=STAFF, number=AT)
    def erased(self, who, number):
        account = an_account(number)
        name = db.session.get_one(Customer, account).name
        put_away(Order.account_id == account, world.staff(Role.OWNER))
        with self.doing("erase"):
            erase_customer(account, name, Path("/nowhere"), by=world.staff(who))

    @rule(who=STAFF, order=AT)
    def guest_erased(self, who, order):
        code = a_code(order)
        put_away(Order.guest_key == world.order(code).guest_key, world.staff(Role.OWNER))
        with self.doing("erase guest"):
            erase_guest(code, confirms(order_by_code(db.session(), code)), Path("/nowhere"), by=world.staff(who))

    @rule(who=STAFF, place=AT)
    def undone(self, who, place):
        query = select(Order.code, Activity.seq, Activity.verb).join(Activity, Activity.order_id == Order.id)
        newest = query.where(Activity.verb.in_(UNDOABLE)).order_by(Activity.id.desc()).limit(6)
        if lines := db.session.execute(newest).all():
            code, seq, verb = lines[place % len(lines)]
            with self.doing("undo"):
                try:
                    undo_lot(code, seq, by=world.staff(who))
                except Vanished:  # no first line of a lot
                    undo(code, seq, verb, by=world.staff(who))

    @rule(again=st.booleans())
    def imported(self, again):
        self.rows += 0 if again and self.rows else 1
        number = imports.looked_over(self.app, imports.rows(500 + self.rows))
        steer(number, Step.START, by=COMMAND)
        while imports.run(number).state in WORKED_ON:
            work_off(self.app)
        self.tried["import"] += 1
        db.session.rollback()
        self.sums = sums()

    @contextmanager
    def doing(self, what: str):
        """Somebody does it, or is told why not; count which."""
        try:
            yield
        except Refused:
            db.session.rollback()
            self.tried[f"{what} refused"] += 1
        else:
            self.tried[what] += 1

    @invariant()
    def no_money_is_lost(self):
        db.session.rollback()
        assert sums() == self.sums
        assert spread() == self.sums

    @invariant()
    def logs_and_spend_are_in_step(self):
        session = db.session()
        assert [(one.name, code) for one in PART for code in breakers(one, session)] == []

    def teardown(self):
        """At the end, all that `check` knows."""
        try:
            assert run(db.session()).broken == []
        finally:
            db.session.rollback()
            self.open.close()


def an_account(at: int) -> int:
    """The id of one of the accounts."""
    ids = db.session.scalars(select(Customer.id).order_by(Customer.id)).all()
    return ids[at % len(ids)]


def a_code(at: int) -> str:
    """The code of one of the orders."""
    codes = db.session.scalars(select(Order.code).order_by(Order.id)).all()
    return codes[at % len(codes)]


def put_away(which, by: Person) -> None:
    """Archive these orders, so that nothing of them is open."""
    for code in db.session.scalars(select(Order.code).where(which, Order.archived_at.is_(None))).all():
        archive(code, by=by)
    for number in db.session.scalars(select(Message.id).where(Message.state == "held")).all():
        drop_message(number, by=by)


COUNTED = (Order.state == OrderState.OPEN, Order.is_test.is_(False))


def sums() -> dict[str, int]:
    """What all open, real orders hold, by currency."""
    query = select(Order.currency, func.sum(Order.paid - Order.refunded)).where(*COUNTED).group_by(Order.currency)
    return {currency: int(amount) for currency, amount in db.session.execute(query)}


def spread() -> dict[str, int]:
    """The same as accounts have it stored, and guests."""
    stored = select(CustomerSpend.currency, func.sum(CustomerSpend.amount)).group_by(CustomerSpend.currency)
    guests = select(Order.currency, func.sum(Order.paid - Order.refunded)).where(*COUNTED, Order.account_id.is_(None))
    found: Counter[str] = Counter()
    for query in (stored, guests.group_by(Order.currency)):
        for currency, amount in db.session.execute(query):
            found[currency] += int(amount)
    return dict(found)


@pytest.mark.feature("R6", "R13", "L2")
def test_whatever_is_done_with_ownership_no_money_is_lost(prepared, kind):
    machine = type("Suite", (Ownership,), {"fresh": staticmethod(prepared(kind).fresh)})
    run_state_machine_as_test(machine, settings=settings(max_examples=3, stateful_step_count=10, **UNHURRIED))


@pytest.mark.faults
def test_whatever_is_done_in_long_sequences(prepared, kind, capsys):
    tried: Counter[str] = Counter()
    machine = type("Long", (Ownership,), {"fresh": staticmethod(prepared(kind).fresh), "tried": tried})
    long = settings(max_examples=60, stateful_step_count=40, derandomize=False, **UNHURRIED)
    run_state_machine_as_test(machine, settings=long)
    with capsys.disabled():
        print(f"\n{kind}: {sum(tried.values())} steps: {dict(sorted(tried.items()))}")
