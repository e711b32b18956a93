"""An order of many mugs and its shipments, and what is on the shelf. Needs an application context."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from dashboard.actions.cancel_shipment import cancel_shipment
from dashboard.actions.deliver import deliver
from dashboard.actions.fulfil import Parcel, fulfil
from dashboard.actions.place import place
from dashboard.core.parcels import Point, Way
from dashboard.core.person import COMMAND
from dashboard.core.statuses import LIVE, Route
from dashboard.database import now, writing
from dashboard.extensions import db
from dashboard.models import Order, OrderLine, Product
from tests import world

MANY, MUGS = "MANY-1", 99


def add_many() -> None:
    """Place the order, unless it is there: Chloe's, not paid."""
    if db.session.scalar(select(Order.id).where(Order.code == MANY)):
        return
    mug = db.session.scalars(select(Product).where(Product.sku == world.MUG)).one()
    line = OrderLine(
        position=1, sku=mug.sku, name=mug.name, product_id=mug.id, quantity=MUGS, unit_price=Decimal("9.50"),
        original_quantity=MUGS, original_unit_price=Decimal("9.50"), total=950 * MUGS,
    )  # fmt: skip
    known: dict[str, Any] = {"placed_at": now(), "route": Route.ONLINE_STORE, "currency": "EUR", "customer_name": "Ada"}
    order = Order(code=MANY, account_id=world.customer(world.CHLOE).id, lines=[line], total=950 * MUGS, **known)
    with place(order, by=COMMAND) as under_way:
        under_way.record("placed", route="Online store")


def ready_for(rule: str) -> None:
    """Bring it to where the route of this rule can act on it once more."""
    for shipment in [one for one in world.order(MANY).shipments if one.status in LIVE]:
        cancel_shipment(MANY, shipment.number, by=COMMAND)
    made = send(MANY, 1, handed_over=False)
    if rule.endswith("return"):
        deliver(MANY, [made], by=COMMAND)
    elif "shipments" not in rule:
        cancel_shipment(MANY, made, by=COMMAND)  # which takes the mark "packed" off, too


def fields_for(rule: str) -> dict[str, Any]:
    """What the form of this rule says of it."""
    line = world.order(MANY).lines[0].id
    if rule.endswith("/edit"):
        return {"carrier": f"DHL {world.order(MANY).version}", "status": "awaiting_shipment"}
    return {"line": line, f"quantity-{line}": 1, "point": "local"}


def newest() -> str:
    """The number of its last shipment."""
    return next((one.number for one in reversed(world.order(MANY).shipments)), "SH-0")


def send(code: str, count: int | None = None, point: Point = Point.LOCAL, handed_over: bool = True) -> str:
    """Make a shipment of so many pieces of each line, or of all that are left; its number."""
    pieces = None if count is None else {line.id: count for line in world.order(code).lines}
    carrier = "" if point is Point.PICKUP else "DHL"
    return str(fulfil(code, Parcel(pieces, Way(point, carrier), handed_over), by=COMMAND)["shipment"])


def stock(sku: str) -> int | None:
    """How many are on the shelf."""
    return db.session.scalars(select(Product.stock).where(Product.sku == sku)).one()


def count(sku: str, pieces: int | None) -> None:
    """What somebody counted, or that nobody counts any more; for tests that look at nothing but that."""
    with writing() as session:
        session.scalars(select(Product).where(Product.sku == sku)).one().stock = pieces
