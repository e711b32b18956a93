"""Undo: write the reverse of an activity as a new one, if the order is still as that activity left it."""

import json
from typing import Any

from sqlalchemy import select, update

from dashboard.actions.change import Change, change
from dashboard.actions.once import Submission
from dashboard.actions.reassign import CONTACT, named
from dashboard.core.guards import Action
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished, WrongState
from dashboard.core.sentences import plain
from dashboard.models.activity import Activity
from dashboard.models.outbox import Message

UNDOABLE = {"reassigned": Action.REASSIGN, "customer_changed": Action.CHANGE_CUSTOMER}


def undo(code: str, seq: int, verb: str, *, by: Person, once: Submission | None = None) -> dict[str, Any]:
    """Take back line `seq` of the order's log, an ownership activity named `verb`.

    Returns code, owner and whether a letter was dropped. Raises Replayed and the refusals of change(); WrongState
    names what came after where the owner or contact is no longer as that activity left it.
    """
    with change(code, UNDOABLE[verb], by=by, once=once) as under_way:
        order = under_way.order
        done = line(under_way, seq, verb)
        text = json.loads(done.text or "{}")
        refuse_later(under_way, done, text)
        found = under_way.customers(done.from_customer_id, done.to_customer_id)
        back = found.get(done.from_customer_id or 0)
        if back is not None and not back.can_own:
            raise WrongState(f"{back.name}’s account can own no orders any more. Reassign {code} to another one.")
        order.account_id = done.from_customer_id
        for name, value in (text.get("contact_before") or {}).items():
            setattr(order, name, value)
        under_way.record(
            "undone",
            moved=(done.to_customer_id, done.from_customer_id),
            old=text["new"],
            new=named(back),
            undoes=seq,
        )
        under_way.result = {"code": code, "owner": named(back), "dropped": drop_letters(under_way, done)}
    return under_way.result


def line(under_way: Change, seq: int, verb: str) -> Activity:
    """The line of the log to take back. Raises Vanished if there is none of that kind."""
    query = select(Activity).filter_by(order_id=under_way.order.id, seq=seq, verb=verb)
    found = under_way.session.scalar(query)
    if found is None or found.text is None:
        raise Vanished("There is nothing to take back here any more.")
    return found


def refuse_later(under_way: Change, done: Activity, text: dict[str, Any]) -> None:
    """Raise WrongState, naming what came after, unless the order is as `done` left it and it still stands."""
    order, after = under_way.order, text.get("contact_after") or {}
    as_left = order.account_id == done.to_customer_id and all(
        getattr(order, name) == after[name] for name in CONTACT if name in after
    )
    taken_back, later = since(under_way, done)
    if done.seq in taken_back:
        raise WrongState("This was taken back already.")
    if not as_left:
        standing = [said for seq, said in later if seq not in taken_back]
        came = f", since this came after: {standing[0]}" if standing else ": the order is no longer as it was left"
        raise WrongState(f"Nothing was taken back{came}.")


def since(under_way: Change, done: Activity) -> tuple[set[int | None], list[tuple[int, str]]]:
    """Which lines of the log were taken back, and the ownership lines after this one with their sentences."""
    query = select(Activity).where(
        Activity.order_id == under_way.order.id, Activity.seq > done.seq, Activity.verb.in_([*UNDOABLE, "undone"])
    )
    taken_back: set[int | None] = set()
    later: list[tuple[int, str]] = []
    for line in under_way.session.scalars(query.order_by(Activity.seq)):
        text = json.loads(line.text) if line.text else None
        if line.verb == "undone":
            taken_back.add((text or {}).get("undoes"))
        else:
            later.append((line.seq, plain(line.verb, line.actor_name, text)))
    return taken_back, later


def drop_letters(under_way: Change, done: Activity) -> bool:
    """Drop the letters of that activity that are still held; the link to a new account's password stays."""
    held = Message.activity_id == done.id, Message.state == "held", Message.event != "set_password"
    dropped = update(Message).where(*held).values(state="dropped").returning(Message.id)
    return bool(under_way.session.scalars(dropped).all())
