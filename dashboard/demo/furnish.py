"""The empty store furnished: its settings, staff, products, catalogs and customer accounts."""

from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from dashboard.actions.create_customer import NewCustomer, create_customer
from dashboard.core import contacts, money
from dashboard.core.person import COMMAND
from dashboard.core.stock import StockReason
from dashboard.demo import shop
from dashboard.demo.accounts import Account
from dashboard.demo.products import CATALOGS, PRODUCTS
from dashboard.models import Catalog, CatalogItem, Counter, Customer, Product, Staff, StockMove, Store

COUNTERS = {"orders": 9761, "tests": 10001, "shipments": 2001, "invoices": 1001}


def furnish(session: Session, at: datetime) -> None:
    """Add the store, its counters, staff and products."""
    session.add(Store(id=1, **shop.STORE))
    session.add_all(staff(colleague, at, hashed(shop.STAFF_PASSWORD)) for colleague in shop.STAFF)
    stock(session)


def staff(colleague: shop.Colleague, at: datetime, password_hash: str | None, active: bool = True) -> Staff:
    """The account of one of the cast, not stored yet."""
    return Staff(
        name=colleague.name,
        email=colleague.email,
        email_key=contacts.email_key(colleague.email),
        password_hash=password_hash,
        role=colleague.role,
        active=active,
        created_at=at,
    )


def stock(session: Session) -> None:
    """Add the counters and what is sold."""
    session.add_all(Counter(name=name, next=number) for name, number in COUNTERS.items())
    add_products(session)
    session.flush()


def add_products(session: Session) -> None:
    """Add what is sold, and the catalogs it is offered in."""
    products = {
        thing.sku: Product(
            sku=thing.sku,
            name=thing.name,
            variant=thing.variant,
            picture=thing.picture,
            currency="EUR",
            price=money.to_minor(thing.price, "EUR"),
            stock=thing.stock,
        )
        for thing in PRODUCTS
    }
    session.add_all(products.values())
    session.flush()
    counted = StockReason.COUNTED
    session.add_all(StockMove(product_id=one.id, pieces=one.stock, reason=counted) for one in products.values())
    for name, skus in CATALOGS.items():
        session.add(Catalog(name=name, items=[CatalogItem(product=products[sku]) for sku in skus]))


def open_account(session: Session, account: Account, at: datetime, password_hash: str | None) -> Customer:
    """Make a customer's account with this password, as it was made at this moment."""
    new = NewCustomer(account.email, account.phone, account.name, None if account.offline else password_hash)
    customer = create_customer(session, new, by=COMMAND, at=at, region=shop.REGION).customer
    customer.created_at = at
    customer.offline_buyer = account.offline
    customer.phone_verified_at = at if account.verified else None
    return customer


@cache
def hashed(password: str) -> str:
    """The password's hash. Everybody in the demo has the same, so it is worked out once."""
    return PasswordHasher().hash(password)
