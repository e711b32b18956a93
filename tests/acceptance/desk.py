"""The demo store's desk as its people see it: windows of the size at hand, each with somebody signed in."""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dashboard.database import writing
from dashboard.demo.fill import ORDERS, fill
from dashboard.extensions import db
from dashboard.models import Activity, Customer, FailedAttempt, Message, Order, Staff, StaffSession
from tests.acceptance.places import Size

PASSWORD = "harbour-demo-2026"
MARA, JONAS, NOOR, BEN = "Mara Lindt", "Jonas Weber", "Noor Haddad", "Ben Okafor"  # owner, manager, support, viewer
MOVES = ("reassigned", "customer_changed", "undone")


def populate(app: Flask) -> None:
    """Fill an empty database with the demo store, a session begun for everybody who works there."""
    told: list[int] = []
    with app.app_context():
        fill(told.append)
        assert sum(told) == ORDERS
        with writing() as session:
            for staff in session.scalars(select(Staff)).all():
                digest = hashlib.sha256(token(staff.name).encode()).hexdigest()
                session.add(StaffSession(token_hash=digest, staff_id=staff.id))


def token(name: str) -> str:
    """The token of somebody's session."""
    return f"token of {name}"


class Desk:
    """`url` is the server's; `faults` is what pages complained of."""

    def __init__(self, app: Flask, url: str, size: Size, new_context: Callable[..., BrowserContext]) -> None:
        self.app, self.url, self.size, self.new_context = app, url, size, new_context
        self.faults: list[str] = []

    def window(self, who: str | None = MARA, **options: Any) -> Page:
        """A browser of its own with `who` signed in, or nobody; `options` are those of Playwright's contexts."""
        context = self.new_context(base_url=self.url, **{**self.size.options, **options})
        if who:
            context.add_cookies([{"name": "desk", "value": self.cookie(who), "url": self.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self.listen)
        return page

    def cookie(self, who: str) -> str:
        """The cookie of somebody's session, as the desk itself would set it."""
        serializer: Any = self.app.session_interface.get_signing_serializer(self.app)
        return serializer.dumps({"_user_id": token(who), "_fresh": True})

    def listen(self, message: ConsoleMessage) -> None:
        """Note what breaks the policy: a browser tells of that in words only."""
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def end_session(self, who: str) -> None:
        """What signing out elsewhere does."""
        with self.app.app_context(), writing() as session:
            for row in session.scalars(select(StaffSession).join(Staff).where(Staff.name == who)):
                session.delete(row)

    def fail_sign_ins(self, email: str, times: int) -> None:
        """What so many wrong passwords leave behind."""
        with self.app.app_context(), writing() as session:
            session.add_all(FailedAttempt(key=f"email:{email}") for _ in range(times))

    def owner(self, code: str) -> str | None:
        """Whose order it is, as the database has it."""
        with self.app.app_context():
            order = db.session.scalars(select(Order).where(Order.code == code).options(joinedload(Order.owner))).one()
            return order.owner.name if order.owner else None

    def moves(self, code: str) -> list[str]:
        """How the order's owner was changed, the newest first."""
        with self.app.app_context():
            query = select(Activity.verb).join(Order, Order.id == Activity.order_id)
            query = query.where(Order.code == code, Activity.verb.in_(MOVES))
            return list(db.session.scalars(query.order_by(Activity.seq.desc())))

    def messages(self, recipient: str) -> list[Message]:
        """What waits in the outbox for this address, in the order it was written."""
        with self.app.app_context():
            query = select(Message).where(Message.recipient == recipient)
            return list(db.session.scalars(query.order_by(Message.id)))

    def customer(self, email: str) -> Customer:
        """The account with this e-mail address."""
        with self.app.app_context():
            return db.session.scalars(select(Customer).where(Customer.email == email)).one()
