"""What the tests of order links share: a catalog with a link, and what came of it."""

from sqlalchemy import select

from dashboard.actions.make_order_link import make_order_link
from dashboard.core.person import COMMAND
from dashboard.extensions import db
from dashboard.models import Activity, Catalog, Order, Product

CATALOG = "Winter"


def link(app, name=CATALOG):
    """The address of its order link, made anew."""
    with app.app_context():
        number = db.session.scalar(select(Catalog.id).where(Catalog.name == name))
        make_order_link(number, by=COMMAND)
        return f"/c/{db.session.scalar(select(Catalog.token).where(Catalog.id == number))}"


def product(app, sku):
    """A product's id."""
    with app.app_context():
        return db.session.scalar(select(Product.id).where(Product.sku == sku))


def newest(app):
    """The order that was placed last, with its first line in the log."""
    with app.app_context():
        order = db.session.scalars(select(Order).order_by(Order.id.desc()).limit(1)).one()
        line = db.session.scalars(select(Activity).where(Activity.order_id == order.id, Activity.seq == 1)).one()
        return {
            "code": order.code,
            "route": order.route.value,
            "owner": order.account_id,
            "who": (order.customer_name, order.customer_email),
            "catalog": order.catalog.name,
            "lines": [(one.sku, one.quantity, str(one.unit_price), one.original_quantity) for one in order.lines],
            "total": order.total,
            "city": (order.shipping_address or {}).get("city"),
            "log": (line.verb, line.actor_kind, line.actor_name),
        }


def count(app):
    """How many orders there are."""
    with app.app_context():
        return len(db.session.scalars(select(Order.id)).all())
