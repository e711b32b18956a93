"""A new link for a colleague who lost theirs, or their password; the old ones end."""

from datetime import datetime

from dashboard.actions.change_store import change_store
from dashboard.actions.invite import Invited
from dashboard.actions.once import Submission
from dashboard.actions.staff_link import make_link, use_up
from dashboard.core.person import Person
from dashboard.core.refusals import WrongState
from dashboard.letters import invited, new_password
from dashboard.letters.shop import Shop


def new_link(
    number: int, *, by: Person, shop: Shop, once: Submission | None = None, at: datetime | None = None
) -> Invited:
    """Make a link for the colleague of this id, and the letter with it.

    Raises Replayed and the refusals of change_store(), and WrongState for somebody who is deactivated.
    """
    with change_store("staff", by=by, once=once, at=at) as change:
        staff = change.staff(number)
        if not staff.active:
            raise WrongState(f"{staff.name} is deactivated. Reactivate the account first.")
        use_up(change.session, staff, change.at)
        token, until = make_link(change.session, staff, change.at)
        change.record("link_made", staff=staff.name, staff_id=staff.id)
        if staff.password_hash:
            change.send(new_password.letter(staff, token, shop, until=until, at=change.at))
        else:
            change.send(invited.letter(staff, token, shop, by=by.name, until=until, at=change.at))
        change.result = {"staff_id": staff.id, "name": staff.name}
    return Invited(staff.id, staff.name, token)
