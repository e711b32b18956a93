"""The guard table against its text in docs/domain.md, section 4: every action × state × archived or not."""

import pytest

from dashboard.core.facts import LineFacts, OrderFacts, OwnerFacts, ShipmentFacts
from dashboard.core.guards import Action, conditions, failed, require
from dashboard.core.refusals import WrongState
from dashboard.core.words import OrderState, ShipmentStatus

# The columns of the page: open, canceled, returned to cart, archived. An import brings any order up to date.
TEXT = """
reassign          yes  yes  no   no
change_customer   yes  yes  no   no
link              yes  yes  no   no
unlink            yes  yes  no   no
order_customer    yes  yes  no   no
note              yes  yes  no   no
resend            yes  yes  no   no
edit_lines        yes  no   no   no
record_payment    yes  no   no   no
issue_invoice     yes  no   no   no
refund            yes  yes  no   no
pack              yes  no   no   no
fulfil            yes  no   no   no
edit_shipment     yes  no   no   no
cancel_shipment   yes  no   no   no
hand_over         yes  no   no   no
deliver           yes  no   no   no
return            yes  no   no   no
cancel            yes  no   no   no
return_to_cart    yes  no   no   no
archive           yes  yes  yes  no
unarchive         no   no   no   yes
tag               yes  yes  yes  yes
pdf               yes  yes  yes  yes
export            yes  yes  yes  yes
delete            yes  yes  yes  yes
import            yes  yes  yes  yes
merge             yes  yes  yes  yes
erase             yes  yes  yes  yes
approve_refund    yes  yes  no   no
decline_refund    yes  yes  no   yes
send_refund       yes  yes  no   yes
fail_refund       yes  yes  no   yes
receive_payment   yes  yes  no   yes
fail_payment      yes  yes  no   yes
"""
ROWS = {row[0]: [word == "yes" for word in row[1:]] for row in map(str.split, TEXT.strip().splitlines())}
KATE = OwnerFacts(7)
LINES = (LineFacts(1, ordered=2),)
WAITING = ShipmentFacts(ShipmentStatus.AWAITING_SHIPMENT, pieces={1: 2})
ARRIVED = ShipmentFacts(ShipmentStatus.DELIVERED, pieces={1: 2})
# What has to be true of an order beside its state, where the page asks for something.
FITTING = {
    "unlink": {"owner": KATE},
    "refund": {"captured": 100},
    "return": {"shipments": (ARRIVED,)},
    "return_to_cart": {"owner": KATE},
    "delete": {"test": True},
}


def allowed(action, state, archived):
    """What the page says: the state's column, and the archived one for what is archived."""
    if action == "unarchive":
        return archived
    return ROWS[action][list(OrderState).index(state)] and (not archived or ROWS[action][3])


def test_the_page_names_every_action_once():
    assert sorted(ROWS) == sorted(Action)


@pytest.mark.feature("D6")
@pytest.mark.parametrize("archived", [False, True], ids=["at hand", "archived"])
@pytest.mark.parametrize("state", OrderState)
@pytest.mark.parametrize("action", Action)
def test_each_state_allows_what_the_page_says(action, state, archived):
    facts = OrderFacts(state=state, archived=archived, lines=LINES, **FITTING.get(action, {}))
    unmet = failed(action, facts, WAITING)
    assert (not unmet) == allowed(action, state, archived)
    if unmet:
        with pytest.raises(WrongState) as refused:
            require(action, facts, WAITING)
        assert (refused.value.sentence, refused.value.conditions) == (unmet[0].sentence, unmet)
    else:
        require(action, facts, WAITING)


@pytest.mark.parametrize("state", OrderState)
@pytest.mark.parametrize("action", Action)
def test_the_conditions_are_always_listed_in_full(action, state):
    """What opens under a disabled button tells all conditions, met or not, each once and each in a sentence."""
    listed = conditions(action, OrderFacts(state=state, lines=LINES), WAITING)
    assert len({condition.key for condition in listed}) == len(listed)
    assert [c.key for c in listed] == [c.key for c in conditions(action, OrderFacts(archived=True))]
    for condition in listed:
        assert condition.sentence.endswith(".")
        assert condition.mend is None or condition.mend in set(Action)


@pytest.mark.parametrize(
    ("state", "said"),
    [(OrderState.CANCELED, "This order is canceled."), (OrderState.RETURNED_TO_CART, "returned to the buyer’s cart")],
)
def test_a_closed_order_says_what_it_is(state, said):
    with pytest.raises(WrongState, match=said):
        require(Action.FULFIL, OrderFacts(state=state, lines=LINES))


def test_an_archived_order_says_how_to_go_on():
    (archive,) = failed(Action.REASSIGN, OrderFacts(archived=True))
    assert (archive.sentence, archive.mend) == ("This order is archived. Unarchive it first.", Action.UNARCHIVE)
