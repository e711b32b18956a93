from dashboard.core.facts import OrderFacts, RefundFacts
from dashboard.core.words import RefundState


def test_refunds_count_by_their_state():
    facts = OrderFacts(captured=100, refunds=tuple(RefundFacts(state, 10, 1) for state in RefundState))
    assert (facts.refunded, facts.fees, facts.held, facts.reserved) == (20, 2, 80, 10)
    assert facts.refund_unsettled


def test_a_refund_is_settled_once_it_is_sent_or_came_to_nothing():
    settled = (RefundState.SENT, RefundState.DECLINED, RefundState.FAILED)
    assert not OrderFacts(refunds=tuple(RefundFacts(state, 10) for state in settled)).refund_unsettled
