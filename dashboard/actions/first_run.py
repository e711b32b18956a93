"""The first run: the store and its owner come into being together, once and for all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dashboard.actions.change_store import change_store
from dashboard.core import contacts, names, places
from dashboard.core.person import COMMAND, Role
from dashboard.core.refusals import Refused
from dashboard.database import writing
from dashboard.models.staff import Staff
from dashboard.models.store import Store


class Closed(Refused):
    """Somebody works here already: there is no first run any more."""

    def __init__(self) -> None:
        super().__init__("This desk has an owner already. Sign in.")


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first owner enters. `password_hash`: hashing is slow, so it is done before."""

    name: str
    email: str
    store: str
    region: str
    currency: str
    password_hash: str = ""
    test_orders: bool = False

    def owner(self) -> Staff:
        """The owner to be. Raises Invalid beside the field."""
        name = names.required(self.name, "name", "Enter your name, as colleagues will see it.")
        key = contacts.email_key(self.email)
        email = contacts.visible(self.email)
        return Staff(name=name, email=email, email_key=key, password_hash=self.password_hash, role=Role.OWNER)

    def settings(self) -> dict[str, str | int]:
        """The store's first settings; the clock is that of its country. Raises Invalid beside the field."""
        region = places.check_region(self.region)
        return {
            "name": names.required(self.store, "store", "Enter the store’s name, as customers know it."),
            "region": region,
            "currency": places.check_currency(self.currency or places.currency_of(region)),
            "zone": places.zone_of(region),
            "tax_rate": 0,  # nobody asked yet; Settings > Store does
            "test_orders": self.test_orders,
        }


def first_run(new: FirstRun, *, at: datetime | None = None) -> Staff:
    """Open the desk: make the store and its owner. Raises Invalid beside the field, Closed if there is an owner."""
    settings, owner = new.settings(), new.owner()
    with writing() as session:
        make_store(session, settings)
        with change_store(None, by=COMMAND, at=at) as change:
            if works_here(session):
                raise Closed
            for name, value in settings.items():
                setattr(change.store, name, value)
            session.add(owner)
            session.flush()
            change.by = owner.person
            change.record("desk_opened", store=change.store.name)
    return owner


def make_store(session: Session, settings: dict[str, str | int]) -> None:
    """Add the store's row unless it is there. Of two who open the desk at once, one waits here for the other."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(Store).values(id=1, **settings).on_conflict_do_nothing())


def works_here(session: Session) -> bool:
    """Whether anybody does, active or not."""
    return bool(session.scalar(select(exists().where(Staff.id > 0))))
