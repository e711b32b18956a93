"""The races' own small world: orders owned by a few accounts, and the people who fight over them."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from dashboard.actions.create_customer import NewCustomer, create_customer
from dashboard.actions.place import place
from dashboard.core import money
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.statuses import Route
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Customer, Order, OrderLine, Payment, Staff, StaffSession, Store

ACCOUNTS, ORDERS, PEOPLE = 10, 20, 16
SECRET = "tests"
PLACED = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scene:
    """What was seeded. `people` and `accounts` are names by id, `money` is the sum of all orders in cents."""

    codes: list[str]
    accounts: dict[int, str]
    people: list[Person]
    money: int


def seed(
    app: Flask, orders: int = ORDERS, accounts: int = ACCOUNTS, people: int = PEOPLE, role: Role = Role.SUPPORT
) -> Scene:
    """Add people in this role, accounts and paid orders, dealt out evenly, beside whatever the database holds."""
    with app.app_context():
        with writing() as session:
            if session.get(Store, 1) is None:
                session.add(Store(id=1, name="The races", email="races@shop.example"))
            staff = [clerk(number, role) for number in range(people)]
            session.add_all(staff)
            session.flush()
            owners = [open_account(number) for number in range(accounts)]
        for number in range(orders):
            place_order(number, owners[number % accounts])
        owned = db.session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(owners))).all()
        seeded = list(db.session.execute(select(Order.code, Order.paid).where(Order.code.startswith("RACE-"))))
        return Scene(
            codes=sorted(code for code, _ in seeded),
            accounts=dict(owned),
            people=[
                person.person for person in db.session.scalars(select(Staff).where(Staff.name.startswith("Clerk ")))
            ],
            money=sum(paid for _, paid in seeded),
        )


def clerk(number: int, role: Role) -> Staff:
    """Somebody in this role; the first of them is the owner, without whom `check` would find something."""
    name = f"Clerk {number:02}"
    email = f"clerk{number:02}@shop.example"
    return Staff(name=name, email=email, email_key=email, password_hash="none", role=role if number else Role.OWNER)


def open_account(number: int) -> int:
    """A new account's id."""
    new = NewCustomer(f"racer{number:02}@mail.example", name=f"Racer {number:02}")
    made = create_customer(db.session(), new, by=COMMAND, at=PLACED, region="DE")
    return made.customer.id


def place_order(number: int, owner: int, total: int | None = None) -> None:
    """An order paid in full, if not said otherwise of 1, 2, 4 … cents: any sum tells which orders are in it."""
    total = 2**number if total is None else total
    order = Order(
        code=f"RACE-{number:02}",
        placed_at=PLACED,
        route=Route.ONLINE_STORE,
        customer_name="Whoever ordered",
        account_id=owner,
        currency="EUR",
        total=total,
        lines=[line(total)],
        payments=[Payment(amount=total, method="Bank transfer", at=PLACED)],
    )
    with place(order, by=COMMAND, at=PLACED) as change:
        change.record("placed", route=Route.ONLINE_STORE.label)


def line(total: int) -> OrderLine:
    """One piece that costs all of it."""
    price = money.to_decimal(total, "EUR")
    return OrderLine(
        position=1,
        name="Cup",
        quantity=1,
        unit_price=price,
        original_quantity=1,
        original_unit_price=price,
        total=total,
    )


def token(person: Person) -> str:
    """The token of a person's session."""
    return f"token of {person.name}"


def sign_in(app: Flask, people: list[Person]) -> None:
    """Start a session for each of them, without the second that a password takes."""
    with app.app_context(), writing() as session:
        for person in people:
            digest = hashlib.sha256(token(person).encode()).hexdigest()
            session.add(StaffSession(token_hash=digest, staff_id=person.id, created_at=now(), last_seen_at=now()))


def cookie(app: Flask, person: Person) -> str:
    """The cookie of that session, as a browser sends it."""
    serializer = app.session_interface.get_signing_serializer(app)
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'_user_id': token(person), '_fresh': True})}"
