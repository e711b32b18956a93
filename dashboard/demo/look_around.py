"""A first run that begins with the demo's orders: in the owner's own store, under the owner's own name."""

from dashboard.actions.first_run import FirstRun, first_run
from dashboard.core import contacts
from dashboard.core.person import Role
from dashboard.core.refusals import Invalid
from dashboard.database import now, writing
from dashboard.demo import shop
from dashboard.demo.fill import OLDEST, open_accounts, tell_all
from dashboard.demo.furnish import staff, stock
from dashboard.demo.setting import setting
from dashboard.models import Staff

COLLEAGUES = [colleague for colleague in shop.STAFF if colleague.role is not Role.OWNER]


def look_around(new: FirstRun) -> Staff:
    """Open the desk with the demo's orders, accounts and catalogs in it, all or nothing. Returns the owner.

    Nobody can sign in with a published password: colleagues of the cast are there by name only. Raises Invalid beside
    the field, Closed if there is an owner.
    """
    refuse_cast(new)
    with writing() as session:
        owner = first_run(new)
        moment = now().replace(second=0, microsecond=0)
        session.add_all(staff(colleague, moment - OLDEST, None, active=False) for colleague in COLLEAGUES)
        stock(session)
        open_accounts(session, moment, None)
        known = setting(session)._replace(region=shop.REGION, tax_rate=int(str(shop.STORE["tax_rate"])))
        tell_all(session, known, moment)
    return owner


def refuse_cast(new: FirstRun) -> None:
    """Raise Invalid beside "email" for an address of the cast."""
    if contacts.email_key(new.email) in {contacts.email_key(colleague.email) for colleague in COLLEAGUES}:
        raise Invalid("This address belongs to somebody in the demo store. Enter your own.", "email")
