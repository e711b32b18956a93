"""From a story to its draft: the order as it was placed, then everything that happened to it."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from dashboard.core import contacts
from dashboard.core.person import Person, Role
from dashboard.core.statuses import OrderState, Route
from dashboard.demo.draft import Draft, Owner, Setting
from dashboard.demo.story import Contact, Story

BY_STAFF = {Route.PROXY: Role.SUPPORT, Route.SPREADSHEET: Role.MANAGER, Route.POINT_OF_SALE: Role.FULFILMENT}


def open_draft(story: Story, at: datetime, setting: Setting) -> Draft:
    """The draft of this story, placed at this moment, with its log in order of time."""
    owner = setting.accounts[story.owner] if story.owner else None
    columns = {**order_row(story, at, setting), **customer_columns(story.contact, owner, setting.region)}
    columns["account_id"] = owner.id if owner else None
    buyer = Person("buyer", owner.id if owner else None, columns["customer_name"])
    draft = Draft(setting, buyer, owner, columns)
    for item in story.items:
        draft.add_line(item)
    draft.reckon()
    placed_by = setting.staff[BY_STAFF[story.route]] if story.route in BY_STAFF else buyer
    draft.say(at, placed_by, "placed", route=story.route.label)
    for event in story.events:
        event.happen(draft)
    draft.log.sort(key=lambda entry: entry.at)
    return draft


def order_row(story: Story, at: datetime, setting: Setting) -> dict[str, Any]:
    """The columns of the order that its story gives, and those that events may still change."""
    return {
        "code": story.code,
        "placed_at": at,
        "route": story.route,
        "catalog_id": setting.catalogs[story.catalog] if story.catalog else None,
        "is_test": story.test,
        "shipping_address": story.address,
        "billing_address": story.address,
        "currency": story.currency,
        "discount": story.discount,
        "discount_code": story.discount_code,
        "shipping": story.shipping,
        "shipping_method": story.shipping_method,
        "state": OrderState.OPEN,
        "cancel_reason": None,
        "archived_at": None,
    }


def customer_columns(contact: Contact | None, owner: Owner | None, region: str) -> dict[str, Any]:
    """The snapshot of the order customer: as given, else as the account is."""
    if contact is not None:
        values = given(contact, region)
    elif owner is not None:
        values = (owner.name, owner.email, owner.email_key, owner.phone, owner.phone_key)
    else:
        raise ValueError("A guest order needs its contact.")
    names = ("customer_name", "customer_email", "customer_email_key", "customer_phone", "customer_phone_key")
    return dict(zip(names, values, strict=True))


@lru_cache(10_000)
def given(contact: Contact, region: str) -> tuple[str | None, ...]:
    """A contact with its keys: name, e-mail and key, phone and key."""
    email_key = contacts.email_key(contact.email) if contact.email else None
    phone_key = contacts.phone_key(contact.phone, region) if contact.phone else None
    return (contact.name, contact.email or None, email_key, contact.phone or None, phone_key)
