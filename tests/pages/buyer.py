"""A buyer without a browser, signed in to their own pages; and what is on its way to them."""

import re
import secrets

from flask import Flask
from sqlalchemy import select

from dashboard.actions.sign_in import token_hash
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models import BuyerSession, Message
from tests import world
from tests.pages.visitor import Visitor


class Buyer(Visitor):
    """A browser at the buyers' pages."""

    @property
    def token(self) -> str:
        """The CSRF token, as any form of theirs carries it."""
        page = self.open("/account/sign-in")
        page = self.follow(page) if page.status == 303 else page
        return page.page.all("input", name="csrf_token")[0]["value"]


def buyer_in(app: Flask, name: str, token: str | None = None) -> Buyer:
    """The holder of the account of this name, with a session of their own."""
    token = token or secrets.token_urlsafe()
    with app.app_context(), writing() as session:
        session.add(BuyerSession(token_hash=token_hash(token), customer_id=world.customer(name).id))
    return with_token(app, token)


def with_token(app: Flask, token: str) -> Buyer:
    """A browser whose cookie holds this token."""
    buyer = Buyer(app)
    buyer.client.set_cookie("buyer", token, path="/account")
    return buyer


def letters(app: Flask) -> list[tuple[str, str, str]]:
    """Event, recipient and text of all letters, the oldest first."""
    with app.app_context():
        rows = db.session.execute(select(Message.event, Message.recipient, Message.text).order_by(Message.id))
        return [(event, to, text) for event, to, text in rows]


def code_in(text: str) -> str:
    """The code in a letter."""
    found = re.search(r"\b(\d{3}) (\d{3})\b", text)
    assert found, text
    return found[1] + found[2]
