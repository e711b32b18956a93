"""What the tests of saved views ask: who sees which, in order, and what stands in the log."""

from dashboard.actions.save_view import save_view
from dashboard.core.person import Role
from dashboard.database import writing
from dashboard.extensions import db
from dashboard.models.saved_view import SavedView, views_of
from tests import world

PAID = "payment=paid"


def saved(role: Role, name: str = "Pickup", query: str = PAID, shared: bool = False) -> int:
    """The id of a new view of the colleague in this role."""
    save_view(name, query, shared, by=world.staff(role))
    return db.session.query(SavedView.id).order_by(SavedView.id.desc()).limit(1).scalar()


def seen_by(role: Role) -> list[tuple[str, str, bool]]:
    """The views that this colleague sees: name, query, whether shared."""
    db.session.expire_all()
    return [(view.name, view.query, view.shared) for view in views_of(db.session(), world.staff(role).id)]


def many(role: Role, count: int, shared: bool = False) -> None:
    """As many views of this colleague, made at once."""
    maker = world.staff(role).id
    with writing() as session:
        for at in range(count):
            row = {"name": f"View {at}", "name_key": f"view {at}", "query": "", "position": at}
            session.add(SavedView(staff_id=maker, shared=shared, **row))
