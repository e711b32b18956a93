"""The tests' world: a small store with a named cast, in every prepared database. Codes and names are import names."""

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.actions.create_customer import NewCustomer, create_customer
from dashboard.core.person import COMMAND, Person, Role
from dashboard.core.statuses import CancelReason, ShipmentStatus
from dashboard.database import now, writing
from dashboard.demo.addresses import address
from dashboard.demo.events_desk import Archived, Canceled, Noted, ReturnedToCart, Tagged
from dashboard.demo.events_goods import Sent
from dashboard.demo.events_money import Paid, Refunded
from dashboard.demo.furnish import add_products
from dashboard.demo.open_draft import open_draft
from dashboard.demo.setting import setting
from dashboard.demo.story import Contact, Item, Story
from dashboard.demo.tell import tell
from dashboard.extensions import db
from dashboard.models import Customer, Order, Staff, Store

PASSWORD = "correct-harbour-lamp"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
OWNER, MANAGER, FULFILMENT, SUPPORT, VIEWER = (f"{role}@shop.example" for role in Role)
COLLEAGUES = {
    Role.OWNER: "Olga Winter",
    Role.MANAGER: "Milan Sommer",
    Role.FULFILMENT: "Femi Adu",
    Role.SUPPORT: "Sofia Lund",
    Role.VIEWER: "Viktor Ek",
}
CHLOE, KATE, KENJI = "Chloe Lee", "Kate Wong", "Kenji Watanabe"
CHLOE_EMAIL, KATE_EMAIL, KENJI_PHONE = "chloe.lee@mail.example", "kate.wong@mail.example", "+81 90 1234 5678"
OFFLINE, OFFLINE_EMAIL = "Tomás Herrera", "tomas.herrera@mail.example"

PAID = "OD-1"  # Chloe's, 40.00 EUR, nothing sent; the order customer gave another name and address
TWO_BOXES = "OD-2"  # Chloe's, 50.00 EUR: one box delivered, one on its way
UNPAID = "OD-3"  # Kate's, 19.00 EUR
GUEST = "OD-4"  # "Kate W." with Kate's e-mail address, 28.00 EUR, paid
GUEST_PHONE = "OD-5"  # "Kenji" with Kenji's number, 19.50 EUR, unpaid
RETURNED_TO_CART = "OD-6"  # Kenji's, 9.50 EUR, unpaid; its cart is open
ARCHIVED = "OD-7"  # Kate's, 8.00 EUR, paid, delivered and put away
CANCELED = "OD-8"  # Kate's, 12.00 EUR, never paid
REFUNDED = "OD-9"  # Tomás', 28.00 EUR, paid, one of two candles refunded, none sent
TEST = "TEST-1"  # nobody's, 9.50 EUR

MUG, CANDLE, TOWEL, BOWL, SPOON, SPOONS = "MUG-SG-300", "CND-AM-180", "TWL-HS-01", "BWL-OA-24", "SPN-BC-30", "SPN-BC-3"
HOME = address("Chloe Lee", "Fischerallee 18", "22763", "Hamburg", more="3rd floor")
S = ShipmentStatus
ARRIVED = ((0, S.SHIPPED), (1, S.IN_TRANSIT), (9, S.DELIVERED))

STORIES = (
    Story(
        PAID,
        (Item(MUG, 2), Item(CANDLE, 1), Item(TOWEL, 1)),
        (Paid(0.1), Tagged(0.2, "gift"), Noted(0.3, "Wrap the mugs apart.")),
        owner=CHLOE,
        contact=Contact("Chloe", "chloe@mail.example", "+49 151 2345 6789"),
        address=HOME,
        discount=500,
        discount_code="WELCOME5",
        shipping=400,
        shipping_method="DHL Paket",
    ),
    Story(
        TWO_BOXES,
        (Item(BOWL, 2), Item(SPOON, 2)),
        (
            Paid(0.1),
            Sent(1, ARRIVED, {BOWL: 2}, carrier="DHL", tracking="JD0146 0001"),
            Sent(2, ARRIVED[:2], {SPOON: 2}, carrier="DHL", tracking="JD0146 0002"),
        ),
        owner=CHLOE,
        address=HOME,
        shipping=400,
    ),
    Story(UNPAID, (Item(MUG, 2),), owner=KATE),
    Story(GUEST, (Item(CANDLE, 2),), (Paid(0.1),), contact=Contact("Kate W.", KATE_EMAIL)),
    Story(GUEST_PHONE, (Item(MUG, 1), Item(SPOON, 2)), contact=Contact("Kenji", phone=KENJI_PHONE)),
    Story(RETURNED_TO_CART, (Item(MUG, 1),), (ReturnedToCart(1),), owner=KENJI),
    Story(ARCHIVED, (Item(TOWEL, 1),), (Paid(0.1), Sent(1, ARRIVED), Archived(12)), owner=KATE),
    Story(CANCELED, (Item(SPOONS, 1),), (Canceled(1, CancelReason.CUSTOMER_REQUEST),), owner=KATE),
    Story(REFUNDED, (Item(CANDLE, 2),), (Paid(0.1), Refunded(1, {CANDLE: 1}, withdraw=True)), owner=OFFLINE),
    Story(TEST, (Item(MUG, 1),), contact=Contact("Test customer"), test=True),
)


def populate(app: Flask) -> None:
    """Fill an empty database: placed over the last two days, in order of code."""
    with app.app_context(), writing() as session:
        first = now().replace(microsecond=0) - timedelta(days=2)
        furnish(session)
        for new in accounts():
            create_customer(session, new, by=COMMAND, at=first - timedelta(days=30), region="DE")
        customer(KENJI).phone_verified_at = first
        customer(OFFLINE).offline_buyer = True
        tell_all(session, first)


def furnish(session: Session) -> None:
    """Add the store, one colleague in each role, and the demo's products."""
    session.add(Store(id=1, name="Quay & Quill", email="hello@shop.example", test_orders=True))
    for role, name in COLLEAGUES.items():
        email = f"{role}@shop.example"
        session.add(Staff(name=name, email=email, email_key=email, password_hash=HASH, role=role))
    add_products(session)
    session.flush()


def accounts() -> list[NewCustomer]:
    """The customers to be."""
    return [
        NewCustomer(CHLOE_EMAIL, "+49 151 2345 6789", CHLOE, HASH),
        NewCustomer(KATE_EMAIL, "", KATE, HASH),
        NewCustomer("", KENJI_PHONE, KENJI, HASH),
        NewCustomer(OFFLINE_EMAIL, "", OFFLINE, HASH),
    ]


def tell_all(session: Session, first: datetime) -> None:
    """Store the cast's orders."""
    known = setting(session)
    for at, story in enumerate(STORIES):
        known.numbers.take("tests" if story.test else "orders")
        tell(open_draft(story, first + timedelta(hours=3.5 * at), known))
    known.numbers.keep()


def staff(role: Role) -> Person:
    """The colleague in this role, as actions want to know them. Needs an application context."""
    return db.session.scalars(select(Staff).where(Staff.role == role)).one().person


def customer(name: str) -> Customer:
    """The account of this name. Needs an application context."""
    return db.session.scalars(select(Customer).where(Customer.name == name)).one()


def order(code: str) -> Order:
    """The order with this code. Needs an application context."""
    return db.session.scalars(select(Order).where(Order.code == code)).one()
