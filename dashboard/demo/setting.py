"""What the database already holds of the store, by the names that stories use."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboard.demo.draft import Owner, Setting
from dashboard.demo.numbers import Numbers
from dashboard.models import Catalog, Customer, Product, Staff, Store


def setting(session: Session) -> Setting:
    """The setting of this store, its counters taken until the transaction ends. Accounts go by name."""
    store = session.scalars(select(Store)).one()
    return Setting(
        staff={person.role: person.person for person in session.scalars(select(Staff))},
        accounts={row.name: owner(row) for row in session.scalars(select(Customer).order_by(Customer.id).limit(200))},
        catalogs=dict(session.execute(select(Catalog.name, Catalog.id)).all()),
        products=dict(session.execute(select(Product.sku, Product.id)).all()),
        numbers=Numbers(session),
        region=store.region,
        tax_rate=store.tax_rate,
    )


def owner(customer: Customer) -> Owner:
    """An account as drafts need it."""
    return Owner(customer.id, customer.name, customer.email, customer.email_key, customer.phone, customer.phone_key)
