"""Undo: write the reverse of an activity as a new one, if the order is still as that activity left it."""

import json
from typing import Any

from sqlalchemy import select, update

from dashboard.actions.change import Change, change
from dashboard.actions.once import Submission
from dashboard.actions.reverse import REVERSES
from dashboard.actions.together import Together
from dashboard.core.person import Person
from dashboard.core.refusals import Vanished, WrongState
from dashboard.core.sentences import plain
from dashboard.core.undoing import UNDOABLE, touches
from dashboard.models.activity import Activity
from dashboard.models.outbox import Message

STAYING = ("set_password", "orders_reassigned")  # about a new account, about a whole batch


def undo(
    code: str, seq: int, verb: str, *, by: Person, once: Submission | None = None, within: Together | None = None
) -> dict[str, Any]:
    """Take back line `seq` of the order's log, one of a `verb` that UNDOABLE names; `within` is as in change().

    Returns code, verb, owner, tag and whether a letter was dropped. Raises Replayed and the refusals of change();
    WrongState names what came after where the order is no longer as that activity left it.
    """
    with change(code, UNDOABLE[verb], by=by, once=once, within=within) as under_way:
        done = line(under_way, seq, verb)
        text = json.loads(done.text or "{}")
        refuse_later(under_way, done, text)
        under_way.result = {"code": code, "verb": verb, "owner": None, "tag": text.get("tag")}
        REVERSES[verb].act(under_way, done, text)
        under_way.result["dropped"] = drop_letters(under_way, done)
    return under_way.result


def line(under_way: Change, seq: int, verb: str) -> Activity:
    """The line of the log to take back. Raises Vanished if there is none of that kind."""
    found = under_way.within.lines.get((under_way.order.id, seq)) if under_way.within else None
    if found is None:
        found = under_way.session.scalar(select(Activity).filter_by(order_id=under_way.order.id, seq=seq))
    if found is None or found.verb != verb or found.text is None or "undoes" in json.loads(found.text):
        raise Vanished("There is nothing to take back here any more.")
    return found


def refuse_later(under_way: Change, done: Activity, text: dict[str, Any]) -> None:
    """Raise WrongState, naming what came after, unless the order is as `done` left it and it still stands."""
    taken_back, later = since(under_way, done, text)
    if done.seq in taken_back:
        raise WrongState("This was taken back already.")
    if not REVERSES[done.verb].holds(under_way.order, done, text):
        standing = [said for seq, said in later if seq not in taken_back]
        came = f", since this came after: {standing[0]}" if standing else ": the order is no longer as it was left"
        raise WrongState(f"Nothing was taken back{came}.")


def since(under_way: Change, done: Activity, text: dict[str, Any]) -> tuple[set[int | None], list[tuple[int, str]]]:
    """Which lines were taken back after this one, and the lines that wrote the same, with their sentences."""
    if under_way.order.version == done.seq + 1:
        return set(), []
    query = select(Activity).where(Activity.order_id == under_way.order.id, Activity.seq > done.seq)
    verbs = Activity.verb.in_([*UNDOABLE, "undone", "edit_undone", "merged", "unmerged"])
    taken_back: set[int | None] = set()
    later: list[tuple[int, str]] = []
    wrote = touches(done.verb, text)
    for line in under_way.session.scalars(query.where(verbs).order_by(Activity.seq)):
        details = json.loads(line.text) if line.text else None
        if "undoes" in (details or {}):
            taken_back.add((details or {})["undoes"])
        elif wrote & touches(line.verb, details):
            later.append((line.seq, plain(line.verb, line.actor_name, details)))
    return taken_back, later


def drop_letters(under_way: Change, done: Activity) -> bool:
    """Drop the letters of that activity that are still held, but those that tell of more than this order."""
    if under_way.within and under_way.order.id not in under_way.within.linked:
        return False
    held = Message.activity_id == done.id, Message.state == "held", Message.event.not_in(STAYING)
    dropped = update(Message).where(*held).values(state="dropped").returning(Message.id)
    return bool(under_way.session.scalars(dropped).all())
