"""Undo an import: the orders that it made and nobody has touched since go, log and all; what it changed stays."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from dashboard.actions import once as keys
from dashboard.actions import spend
from dashboard.actions.import_lease import hold
from dashboard.actions.import_plan import Outcome
from dashboard.actions.import_steer import lock_run
from dashboard.actions.import_work import CHUNK, Progress, end, quiet, whose
from dashboard.actions.lock import lock_customers
from dashboard.core import guards
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.imports import ImportState, Step, require_step
from dashboard.core.person import Person
from dashboard.core.refusals import NotPermitted, WrongState
from dashboard.core.sentences import plain
from dashboard.database import writing
from dashboard.models.activity import Activity
from dashboard.models.credit import Credit
from dashboard.models.import_rows import ImportedOrder
from dashboard.models.import_run import ImportRun
from dashboard.models.order import Order
from dashboard.models.search_index import OrderDoc

NOTHING = "There is nothing to take back: accounts, tracking numbers and what was only brought up to date stay."
NAMED = 3  # orders that a refusal names


class Made(NamedTuple):
    """An order that the import made: as it is now, and the version that the import left."""

    id: int
    code: str
    version: int
    left: int
    account_id: int | None
    currency: str
    state: Any

    @property
    def untouched(self) -> bool:
        """Whether nobody has touched it since."""
        return self.version == self.left


def undo_import(run_id: int, *, by: Person, once: keys.Submission | None = None) -> dict[str, Any]:
    """Have it undone by whoever works on imports; returns the run. Raises Replayed, NotPermitted, KeyReused,
    Vanished, and WrongState, where nothing would go, and naming the first orders that somebody touched.
    """
    guards.require_permission(by, "import")
    with writing() as session:
        keys.claim(session, once)
        run = lock_run(session, run_id)
        run.state = require_step(Step.UNDO, run.state, run.begun)
        refuse_nothing(session, run)
        refuse_touched(session, run_id)
        run.let_go()
        run.hand_to(by)
        run.failure, run.tries = None, 0
        result = {"run": run_id, "step": Step.UNDO.value}
        keys.keep(session, once, result)
    return result


def made_by(run_id: int) -> Any:
    """The orders that an import made and that are still here, as Made, by ascending id."""
    now = (Order.id, Order.code, Order.version)
    query = select(*now, ImportedOrder.version, Order.account_id, Order.currency, Order.state)
    query = query.join(ImportedOrder, ImportedOrder.order_id == Order.id)
    return query.where(ImportedOrder.run_id == run_id, ImportedOrder.outcome == Outcome.MADE).order_by(Order.id)


def refuse_nothing(session: Session, run: ImportRun) -> None:
    """Raise WrongState if the import made neither an order nor a credit."""
    if not run.orders_made and not session.scalar(select(exists().where(Credit.run_id == run.id))):
        raise WrongState(NOTHING)


def refuse_touched(session: Session, run_id: int) -> None:
    """Raise WrongState if an order was touched since, naming the first, by whom and how."""
    touched = made_by(run_id).where(Order.version != ImportedOrder.version)
    count = session.scalar(select(func.count()).select_from(touched.order_by(None).subquery())) or 0
    if not count:
        return
    first = [told(session, Made(*row)) for row in session.execute(touched.limit(NAMED))]
    more = f" and {count - len(first):,} more" if count > len(first) else ""
    raise WrongState(f"Nothing was undone, since orders were touched after the import: {'; '.join(first)}{more}.")


def told(session: Session, order: Made) -> str:
    """What was done with an order since: "SH-1001 (Sofia Lund: …)"."""
    query = select(Activity).where(Activity.order_id == order.id, Activity.seq >= order.left).order_by(Activity.seq)
    line = session.scalar(query.limit(1))
    if line is None:
        return order.code
    sentence = plain(line.verb, line.actor_name, json.loads(line.text) if line.text else None)
    return f"{order.code} ({sentence if line.actor_name in sentence else f'{line.actor_name}: {sentence}'})"


def take_back(run_id: int, token: str, progress: Progress = quiet) -> None:
    """Remove the orders, a chunk at a time, so that it can be halted and taken up again.

    Those touched between the question and now stay. Raises Halted, and NotPermitted where whoever wanted it may not
    any more: somebody else may then undo what is left.
    """
    try:
        take_back_all(run_id, token, progress)
    except NotPermitted as refusal:
        leave(run_id, token, refusal.sentence)
        raise


def leave(run_id: int, token: str, sentence: str) -> None:
    """Give up undoing it for this reason: it is what it was before, of the orders that are left. Raises Halted."""
    with writing() as session:
        run = hold(session, run_id, token)
        run.state = ImportState.FINISHED if run.position == run.count else ImportState.STOPPED
        run.failure = sentence
        run.let_go()


def take_back_all(run_id: int, token: str, progress: Progress) -> None:
    """Chunk after chunk. Raises Halted and NotPermitted."""
    after, gone = 0, 0
    while True:
        with writing() as session:
            run = hold(session, run_id, token)
            whose(session, run)
            locked = made_by(run_id).where(Order.id > after).limit(CHUNK).with_for_update(of=Order)
            chunk = [Made(*row) for row in session.execute(locked)]
            untouched = [order for order in chunk if order.untouched]
            remove(session, untouched)
            run.orders_made -= len(untouched)
            session.execute(delete(Credit).where(Credit.run_id == run_id))
            run.tries = 0
            made = run.made
        if not chunk:
            break
        after, gone = chunk[-1].id, gone + len(chunk)
        progress(gone, made)
    end(run_id, token, ImportState.UNDONE)


def remove(session: Session, orders: Sequence[Made]) -> None:
    """Take these orders away with everything of them, and bring their owners' total spend in step."""
    ids = [order.id for order in orders]
    for order in orders:
        guards.require(Action.DELETE, facts_of(order))
    for part in (Activity, OrderDoc):
        session.execute(delete(part).where(part.order_id.in_(ids)))
    session.execute(delete(Order).where(Order.id.in_(ids)))
    for customer_id in lock_customers(session, {order.account_id for order in orders}):
        spend.recompute(session, customer_id)


def facts_of(order: Made) -> OrderFacts:
    """What the guard table asks of an order that is to go."""
    return OrderFacts(order.code, order.currency, order.state, import_untouched=order.untouched)
