"""Visitors: the desk's colleagues, each with a session, and a stranger without one; and what the database holds."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from dashboard.actions import sign_in
from dashboard.core.person import Role
from dashboard.extensions import db
from dashboard.models import Activity, Customer, Message
from tests import world
from tests.imports import Inside
from tests.pages.visitor import Visitor, signed_in


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real cost of a password is a tenth of a second for each attempt."""
    monkeypatch.setattr(sign_in, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    sign_in.nobody.cache_clear()
    yield
    sign_in.nobody.cache_clear()


@pytest.fixture
def desk(app: Flask) -> Visitor:
    """The store's owner, signed in."""
    return signed_in(app, Role.OWNER)


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    """A browser that never signed in."""
    return Visitor(app)


@pytest.fixture
def number(app: Flask) -> Callable[[str], str]:
    """Gives an account's id by its name, as forms carry it."""

    def of(name: str) -> str:
        with app.app_context():
            return str(world.customer(name).id)

    return of


@pytest.fixture
def inside(app: Flask) -> Inside:
    """The imports of this desk, as its database has them."""
    return Inside(app)


class Standing(NamedTuple):
    """What must not change unasked: the order's owner, version and log; all letters and all accounts."""

    owner: str | None
    version: int
    lines: int
    letters: int
    accounts: int


@pytest.fixture
def stands(app: Flask) -> Callable[[str], Standing]:
    """Gives how things stand with an order."""

    def of(code: str) -> Standing:
        with app.app_context():
            order = world.order(code)
            lines = db.session.scalar(select(func.count(Activity.id)).where(Activity.order_id == order.id))
            letters, accounts = (db.session.scalar(select(func.count(kind.id))) for kind in (Message, Customer))
            return Standing(order.owner.name if order.owner else None, order.version, lines, letters, accounts)

    return of
