"""Send a buyer who forgot the password a link to set a new one. Nothing tells whether anybody is known."""

from datetime import datetime

from sqlalchemy.orm import Session

from dashboard.actions.change_customer import change_customer
from dashboard.actions.create_customer import link
from dashboard.actions.issue_code import count
from dashboard.core.logins import Login
from dashboard.core.person import COMMAND
from dashboard.letters import reset_password
from dashboard.letters.shop import Shop
from dashboard.models.buyer import account_of


def ask_password(session: Session, login: Login, *, host: str, shop: Shop, at: datetime | None = None) -> None:
    """Queue the link for the account that this contact signs in to; for anybody else do nothing that shows.

    Each request counts like a failure at the door. Raises Locked.
    """
    count(session, login, host)
    account = account_of(session, login)
    if account is None or not account.can_sign_in:
        return
    with change_customer(account.id, by=COMMAND, at=at) as change:
        token = link(change.session, change.customer, change.at)
        change.record("link_asked_by_buyer")
        change.send(reset_password.letter(change.customer, token, shop, at=change.at))
