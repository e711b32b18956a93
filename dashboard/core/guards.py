"""Which action when: the guard table, as data. Source: DOMAIN 4 (docs/domain.md); who may is in roles.py.

Buttons, refusals, tests and the workflow diagram read this table; nothing else decides.
"""

from dataclasses import dataclass

from dashboard.core import carts
from dashboard.core import clauses as c
from dashboard.core.action import Action
from dashboard.core.conditions import Clause, Condition
from dashboard.core.facts import OrderFacts, ShipmentFacts
from dashboard.core.refusals import WrongState
from dashboard.core.roles import may, require_permission
from dashboard.core.words import OrderState

__all__ = ["TABLE", "Action", "Condition", "Rule", "conditions", "failed", "may", "require", "require_permission"]

A = Action
ALWAYS = frozenset(OrderState)
OPEN = frozenset({OrderState.OPEN})
# Records of a canceled order stay correctable.
CORRECTABLE = frozenset({OrderState.OPEN, OrderState.CANCELED})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the guard table: the states in which an action is possible, archived or not, and what else holds."""

    states: frozenset[OrderState]
    clauses: tuple[Clause, ...] = ()
    archived: bool = False


TABLE: dict[Action, Rule] = {
    A.REASSIGN: Rule(CORRECTABLE),
    A.CHANGE_CUSTOMER: Rule(CORRECTABLE),
    A.LINK: Rule(CORRECTABLE, (c.GUEST,)),
    A.UNLINK: Rule(CORRECTABLE, (c.OWNED,)),
    A.ORDER_CUSTOMER: Rule(CORRECTABLE),
    A.NOTE: Rule(CORRECTABLE),
    A.RESEND: Rule(CORRECTABLE),
    A.EDIT_LINES: Rule(OPEN, (c.UNPACKED,)),
    A.RECORD_PAYMENT: Rule(OPEN),
    A.ISSUE_INVOICE: Rule(OPEN, (c.NO_INVOICE,)),
    A.REFUND: Rule(CORRECTABLE, (c.MONEY_LEFT, c.UNRESERVED)),
    A.PACK: Rule(OPEN, (c.PIECES_LEFT, c.NOT_PACKED)),
    A.FULFIL: Rule(OPEN, (c.PIECES_LEFT,)),
    A.EDIT_SHIPMENT: Rule(OPEN, (c.MANUAL, c.LIVE_SHIPMENT)),
    A.CANCEL_SHIPMENT: Rule(OPEN, (c.MANUAL, c.LIVE_SHIPMENT)),
    A.HAND_OVER: Rule(OPEN, (c.AWAITING, c.CARRIED, c.UNTRACKED)),
    A.DELIVER: Rule(OPEN, (c.LIVE_SHIPMENT,)),
    A.RETURN: Rule(OPEN, (c.RETURNABLE,)),
    A.RETURN_TO_CART: Rule(OPEN, carts.RETURN_TO_CART),
    A.CANCEL: Rule(OPEN, (c.NO_SHIPMENT,)),
    A.ARCHIVE: Rule(ALWAYS, (c.NOT_ARCHIVED,), archived=True),
    A.UNARCHIVE: Rule(ALWAYS, (c.ARCHIVED,), archived=True),
    A.TAG: Rule(ALWAYS, archived=True),
    A.PDF: Rule(ALWAYS, archived=True),
    A.EXPORT: Rule(ALWAYS, archived=True),
    A.DELETE: Rule(ALWAYS, (c.DELETABLE,), archived=True),
    # What a later file of the source says of an order; local owner, contact and notes stay as they are.
    A.IMPORT: Rule(ALWAYS, archived=True),
    # With the accounts that own it, whatever became of the order.
    A.MERGE: Rule(ALWAYS, archived=True),
    # With the customer, once nothing is open; see core/erasing.py.
    A.ERASE: Rule(ALWAYS, archived=True),
    # What becomes of money that was promised or is expected; core/refunds.py says which state leads to which. Money
    # that moves outside asks nobody whether the order is put away.
    A.APPROVE_REFUND: Rule(CORRECTABLE),
    A.DECLINE_REFUND: Rule(CORRECTABLE, archived=True),
    A.SEND_REFUND: Rule(CORRECTABLE, archived=True),
    A.FAIL_REFUND: Rule(CORRECTABLE, archived=True),
    A.RECEIVE_PAYMENT: Rule(CORRECTABLE, archived=True),
    A.FAIL_PAYMENT: Rule(CORRECTABLE, archived=True),
}


def by_state_alone(action: Action) -> bool:
    """Whether nothing but the order's state, and that it is archived, decides on the action."""
    return not TABLE[action].clauses


def conditions(action: Action, facts: OrderFacts, shipment: ShipmentFacts | None = None) -> tuple[Condition, ...]:
    """Every condition of the action on this order, met or not, in the order to be told."""
    rule = TABLE[action]
    return (*on_state(rule, facts), *(clause.on(facts, shipment) for clause in rule.clauses))


def on_state(rule: Rule, facts: OrderFacts) -> tuple[Condition, ...]:
    """What the row's states and its word on archived orders come to; nothing where any order will do."""
    state = Condition("state", "The order’s state allows it", facts.state in rule.states, state_sentence(facts))
    archive = Condition(
        "archive", "Not archived", not facts.archived, "This order is archived. Unarchive it first.", A.UNARCHIVE
    )
    return (*([state] if rule.states != ALWAYS else []), *([archive] if not rule.archived else []))


def state_sentence(facts: OrderFacts) -> str:
    """Why an order in its state is closed to an action."""
    if facts.state is OrderState.RETURNED_TO_CART:
        return "This order was returned to the buyer’s cart; it can only be archived and tagged."
    return f"This order is {facts.state.label.lower()}."


def failed(action: Action, facts: OrderFacts, shipment: ShipmentFacts | None = None) -> tuple[Condition, ...]:
    """The conditions that are not met; only these are put into words."""
    rule = TABLE[action]
    if facts.state in rule.states and (rule.archived or not facts.archived):
        of_state: tuple[Condition, ...] = ()
    else:
        of_state = tuple(condition for condition in on_state(rule, facts) if not condition.met)
    return (*of_state, *(clause.on(facts, shipment) for clause in rule.clauses if not clause.holds(facts, shipment)))


def require(action: Action, facts: OrderFacts, shipment: ShipmentFacts | None = None) -> None:
    """Raise WrongState, naming the first failed condition, unless the action is possible now."""
    if unmet := failed(action, facts, shipment):
        raise WrongState(unmet[0].sentence, unmet)
