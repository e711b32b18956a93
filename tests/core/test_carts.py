"""Return to cart: the conditions of FEATURES D3 and those about money, each failing alone with its own sentence."""

from dataclasses import replace

import pytest

from dashboard.core.facts import LineFacts, OrderFacts, OwnerFacts, RefundFacts, ShipmentFacts
from dashboard.core.guards import Action, conditions, failed, require
from dashboard.core.refusals import WrongState
from dashboard.core.words import OrderState, RefundState, ShipmentStatus

GOOD = OrderFacts(lines=(LineFacts(1, ordered=2),), owner=OwnerFacts(7), total=100)
CANCELED = ShipmentFacts(ShipmentStatus.CANCELED, pieces={1: 2})


def refund(state):
    return {"captured": 100, "refunds": (RefundFacts(state, 100),)}


# What is changed of a returnable order, the sentence then, and the action that mends it.
FAILING = {
    "returned before": ({"state": OrderState.RETURNED_TO_CART}, "was returned to the buyer’s cart", None),
    "rejected": ({"state": OrderState.CANCELED}, "This order is canceled.", None),
    "offline buyer": ({"owner": OwnerFacts(7, offline_buyer=True)}, "offline buyer", None),
    "closed account": ({"owner": OwnerFacts(7, closed=True)}, "account is closed", None),
    "cart of the catalog": ({"cart_open": True}, "A cart for the same catalog is already", None),
    "delivery note": ({"shipments": (CANCELED,)}, "delivery note", None),
    "invoice": ({"invoice": "R-1"}, "An issued invoice refers to this order.", None),
    "backlog": ({"backlog_sku": True}, "Backlog SKUs were created", None),
    "partner": ({"partner_inventory": True}, "uses partner inventory", None),
    "archived": ({"archived": True}, "Unarchive it first.", Action.UNARCHIVE),
    "guest": ({"owner": None}, "Link it to a customer account first.", Action.LINK),
    "money": ({"captured": 1}, "Refund it first.", Action.REFUND),
    "refund to send": (refund(RefundState.TO_SEND), "not settled yet", None),
    "attempt": ({"attempt_open": True}, "still in progress", None),
    "return": ({"returned": {1: 1}}, "returned already", None),
}


@pytest.mark.feature("D3")
@pytest.mark.parametrize("case", FAILING)
def test_each_reason_alone_is_refused_in_its_own_words(case):
    changes, said, mend = FAILING[case]
    facts = replace(GOOD, **changes)
    (condition,) = failed(Action.RETURN_TO_CART, facts)
    assert said in condition.sentence
    assert condition.mend == mend
    with pytest.raises(WrongState, match=said):
        require(Action.RETURN_TO_CART, facts)


def test_no_two_reasons_share_a_sentence():
    said = [failed(Action.RETURN_TO_CART, replace(GOOD, **changes))[0].sentence for changes, *_ in FAILING.values()]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    "changes",
    [{}, {"catalog": "Spring"}, refund(RefundState.SENT), {"returned": {1: 0}}, {"total": 0}, {"test": True}],
    ids=["as it is", "of a catalog", "refunded in full", "nothing came back", "free of charge", "a test order"],
)
def test_nothing_else_keeps_an_order_from_its_cart(changes):
    require(Action.RETURN_TO_CART, replace(GOOD, **changes))


@pytest.mark.parametrize("state", [RefundState.AWAITING_APPROVAL, RefundState.DECLINED, RefundState.FAILED])
def test_a_refund_that_was_not_sent_leaves_the_money_held(state):
    keys = {condition.key for condition in failed(Action.RETURN_TO_CART, replace(GOOD, **refund(state)))}
    assert keys == {"no_money"} | ({"no_refund"} if state is RefundState.AWAITING_APPROVAL else set())


def test_all_that_is_wrong_is_told_at_once():
    wrong = replace(GOOD, invoice="R-1", captured=5, cart_open=True, shipments=(CANCELED,))
    assert len(failed(Action.RETURN_TO_CART, wrong)) == 4
    assert len(conditions(Action.RETURN_TO_CART, wrong)) == len(FAILING) - 1  # two states, one condition
