"""The same story at another time, to somebody else: a draft copied at a fraction of what telling it takes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from dashboard.bench.store.people import guest
from dashboard.core import search
from dashboard.core.person import Person
from dashboard.demo.draft import Draft, Entry, Parted, Row
from dashboard.demo.open_draft import customer_columns
from dashboard.demo.past import Party

TIMES = {datetime, date}


def twin(dice: Random, draft: Draft, code: str, at: datetime, by: Party) -> Draft:
    """The draft with this code, placed at this moment by this party; it shares the lines and tags."""
    shift = at - draft.order["placed_at"]
    owner = draft.setting.accounts[by.owner] if by.owner else None
    order = moved(draft.order, shift)
    order |= {"code": code, "account_id": owner.id if owner else None}
    order |= customer_columns(None, owner or guest(by), draft.setting.region)
    order["shipping_address"] = order["billing_address"] = by.address
    buyer = Person("buyer", owner.id if owner else None, order["customer_name"])
    numbers = renumbered(draft)
    return replace(
        draft,
        buyer=buyer,
        owner=owner,
        order=order,
        payments=[moved(row, shift) for row in draft.payments],
        refunds=[Parted(moved(row, shift), parts) for row, parts in draft.refunds],
        shipments=[Parted(sent(dice, moved(row, shift), numbers), parts) for row, parts in draft.shipments],
        returns=[Parted(moved(row, shift), parts) for row, parts in draft.returns],
        invoices=[{**moved(row, shift), "number": numbers[row["number"]]} for row in draft.invoices],
        marks=[moved(row, shift) for row in draft.marks],
        notes=[moved(row, shift) for row in draft.notes],
        log=[
            Entry(at + shift, buyer if person is draft.buyer else person, verb, text_of(text, numbers))
            for at, person, verb, text in draft.log
        ],
    )


def moved(row: Row, shift: timedelta) -> Row:
    """The row with all its times moved."""
    return {name: value + shift if type(value) in TIMES else value for name, value in row.items()}


def renumbered(draft: Draft) -> dict[Any, str]:
    """A new number for every shipment and invoice, by the old one."""
    take = draft.setting.numbers.take
    old: Iterable[Row] = (row for row, _ in draft.shipments)
    found: dict[Any, str] = {row["number"]: f"SH-{take('shipments')}" for row in old}
    return found | {row["number"]: f"INV-{take('invoices')}" for row in draft.invoices}


def sent(dice: Random, row: Row, numbers: dict[Any, str]) -> Row:
    """The row of a shipment with a number, and a tracking number, of its own."""
    row["number"] = numbers[row["number"]]
    if row["tracking_number"]:
        row["tracking_number"] = f"{dice.randrange(10**11):012d}"
        row["tracking_key"] = search.fold(row["tracking_number"])
    return row


def text_of(text: Mapping[str, Any], numbers: dict[Any, str]) -> Mapping[str, Any]:
    """What a line of the log says, with the numbers that are meant now."""
    if "shipment" in text or "number" in text:
        return {name: numbers.get(value, value) for name, value in text.items()}
    return text
