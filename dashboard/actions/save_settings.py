"""Save the store's settings: one line in the log says what changed from what to what."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from dashboard.actions.change_store import StoreChange, change_store
from dashboard.actions.once import Submission
from dashboard.actions.spend import sort_by_currency
from dashboard.core import contacts, names, pictures, places, prefixes, tax
from dashboard.core.person import Person
from dashboard.core.refusals import Invalid
from dashboard.models.order import Order
from dashboard.models.store import Logo, Store

LONGEST_HOLD = 3600
# Each setting as the log names it.
LABELS = {
    "name": "name", "address": "address", "email": "e-mail", "currency": "currency", "region": "country",
    "zone": "time zone", "tax_included": "tax", "tax_rate": "tax rate", "code_prefix": "order codes",
    "message_hold": "wait before letters go", "test_orders": "test orders",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered, as text. `logo`: a new picture's bytes, b"" to keep the one there is, None to remove it.

    `test_orders`: whether they are allowed where real ones are; None: as it is.
    """

    name: str
    address: str
    email: str
    currency: str
    region: str
    zone: str
    tax_included: bool
    tax_rate: str
    code_prefix: str
    logo: bytes | None = b""
    message_hold: str = "60"
    test_orders: bool | None = None

    def settings(self) -> dict[str, Any]:
        """The settings as the store keeps them. Raises Invalid beside the field."""
        email = contacts.visible(self.email)
        if email:
            contacts.email_key(email)
        return {
            "name": names.required(self.name, "name", "Enter the store’s name, as customers know it."),
            "address": names.bounded(names.one_line(self.address), "address", 500),
            "email": email or None,
            "currency": places.check_currency(self.currency),
            "region": places.check_region(self.region),
            "zone": places.check_zone(self.zone),
            "tax_included": self.tax_included,
            "tax_rate": tax.parse_rate(self.tax_rate),
            "code_prefix": prefixes.check_prefix(self.code_prefix),
            "message_hold": check_hold(self.message_hold),
        } | ({} if self.test_orders is None else {"test_orders": self.test_orders})


def save_settings(
    entered: Entered,
    *,
    by: Person,
    seen: int | None = None,
    once: Submission | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Save what is different. Returns how many settings changed.

    Raises Replayed and the refusals of change_store(); Invalid beside a field, or where nothing is different.
    """
    settings = entered.settings()
    kind = pictures.check_picture(entered.logo) if entered.logo else None
    with change_store("store", by=by, seen=seen, minds=settings_only, once=once, at=at) as change:
        store = change.store
        refuse_taken(change.session, settings["code_prefix"], store)
        currency = store.currency
        changes = [apply(store, name, value) for name, value in settings.items() if getattr(store, name) != value]
        changes += change_logo(change, entered.logo, kind)
        if not changes:
            raise Invalid("Everything here is as it was saved. Nothing was changed.")
        if store.currency != currency:
            change.session.flush()
            sort_by_currency(change.session, store.currency)
        change.record("settings_changed", changes="; ".join(changes))
        change.result = {"changed": len(changes)}
    return change.result


def settings_only(verb: str, text: dict[str, Any]) -> bool:
    """Whether a line of the log makes the settings' form stale."""
    return verb == "settings_changed"


def apply(store: Store, name: str, value: Any) -> str:
    """Set one setting; in the words of the log."""
    old = shown(name, getattr(store, name))
    setattr(store, name, value)
    return f"{LABELS[name]} from {old} to {shown(name, value)}"


def shown(name: str, value: Any) -> str:
    """A setting's value as the log has it."""
    if name == "tax_included":
        return "included" if value else "added on top"
    if name == "test_orders":
        return "allowed" if value else "off"
    if name == "tax_rate":
        return f"{tax.entered_rate(value)} %"
    if name == "message_hold":
        return f"{value} seconds"
    return f"“{value}”" if value else "none"


def check_hold(text: str) -> int:
    """The seconds that letters wait, as typed. Raises Invalid beside "message_hold"."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 4 and int(plain) <= LONGEST_HOLD):
        raise Invalid(f"Enter whole seconds, from 0 to {LONGEST_HOLD}.", "message_hold")
    return int(plain)


def change_logo(change: StoreChange, data: bytes | None, kind: str | None) -> list[str]:
    """Put the picture in place of the one before, or take that away; in the words of the log, if anything changed."""
    store, session = change.store, change.session
    digest = hashlib.sha256(data).hexdigest() if data else None
    if data == b"" or digest == store.logo:
        return []
    if digest and kind and data:
        session.add(Logo(digest=digest, kind=kind, data=data))
        session.flush()
    said = "logo removed" if digest is None else "new logo"
    store.logo = digest
    session.flush()
    session.execute(delete(Logo).where(Logo.digest != (digest or "")))
    return [said]


def refuse_taken(session: Session, prefix: str, store: Store) -> None:
    """Raise Invalid beside "code_prefix" if imported orders begin like this: new codes would meet theirs."""
    if prefix == store.code_prefix:
        return
    begins = func.upper(Order.code).startswith(prefix.upper(), autoescape=True)
    if session.scalar(select(exists().where(Order.source != "desk", begins))):
        raise Invalid(f"Imported orders have codes that begin with {prefix}. Choose another one.", "code_prefix")
