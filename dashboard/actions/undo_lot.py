"""Undo for a lot: take back what was done to several orders together, but for those that moved on since."""

import json
from typing import Any

from sqlalchemy import select

from dashboard.actions.lot import lot
from dashboard.actions.once import Submission
from dashboard.actions.undo import undo
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished, WrongState
from dashboard.extensions import db
from dashboard.models.activity import Activity
from dashboard.models.order import Order


def undo_lot(code: str, seq: int, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Take back every line of the lot whose first line is this one.

    Returns codes taken back, those left as they are, and whether a letter was dropped. Raises Replayed, the refusals of
    undo(), and WrongState, with the first reason, where none can be taken back.
    """
    first = first_line(code, seq)
    lines: list[tuple[str, int]] = json.loads(first.text or "{}")["lines"]
    with lot((member for member, _ in lines), [first.to_customer_id, first.from_customer_id], once=once) as together:
        reasons, taken, dropped = {}, [], False
        for member, place in lines:
            try:
                result = undo(member, place, first.verb, by=by)
            except WrongState as refused:
                reasons[member] = refused.sentence
            else:
                taken.append(member)
                dropped |= result["dropped"]
        if not taken:
            raise WrongState(f"{next(iter(reasons))}: {next(iter(reasons.values()))}")
        together.result = {"code": code, "taken": taken, "left": reasons, "dropped": dropped}
    return together.result


def first_line(code: str, seq: int) -> Activity:
    """The line that keeps the lot. Raises Vanished if this is none."""
    query = select(Activity).join(Order, Order.id == Activity.order_id).where(Order.code == code, Activity.seq == seq)
    found = db.session.scalar(query)
    if found is None or "lines" not in json.loads(found.text or "{}"):
        raise Vanished("There is nothing to take back here any more.")
    return found
