"""Orders as Hypothesis draws them: any facts that the desk's own rules could have led to."""

from hypothesis import strategies as st

from dashboard.core.facts import LineFacts, OrderFacts, RefundFacts, ShipmentFacts
from dashboard.core.words import OrderState, RefundState, ShipmentStatus


@st.composite
def shipments(draw, left: dict[int, int]) -> ShipmentFacts:
    """A shipment of pieces still left to pack, which it takes unless it is canceled."""
    status = draw(st.sampled_from(ShipmentStatus))
    pieces = {line: draw(st.integers(0, most)) for line, most in left.items()}
    if status is not ShipmentStatus.CANCELED:
        for line, taken in pieces.items():
            left[line] -= taken
    return ShipmentFacts(status, point=draw(st.sampled_from(["local", "pickup"])), pieces=pieces)


@st.composite
def goods(draw) -> OrderFacts:
    """An order with lines, shipments and returns within their limits."""
    numbers = range(1, draw(st.integers(1, 3)) + 1)
    ordered = {line: draw(st.integers(0, 4)) for line in numbers}
    withdrawn = {line: draw(st.integers(0, most)) for line, most in ordered.items()}
    left = {line: ordered[line] - withdrawn[line] for line in numbers}
    sent = tuple(draw(shipments(left)) for _ in range(draw(st.integers(0, 3))))
    delivered = {line: sum(s.pieces[line] for s in sent if s.status is ShipmentStatus.DELIVERED) for line in numbers}
    return OrderFacts(
        state=draw(st.sampled_from(OrderState)),
        lines=tuple(LineFacts(line, ordered[line], withdrawn[line]) for line in numbers),
        shipments=sent,
        returned={line: draw(st.integers(0, most)) for line, most in delivered.items()},
        packed=draw(st.booleans()),
    )


@st.composite
def money(draw) -> OrderFacts:
    """An order with a total, payments and refunds, none of them more than was paid."""
    captured = draw(st.integers(0, 50))
    refunds, left = [], captured
    for _ in range(draw(st.integers(0, 3)) if captured else 0):
        amount = draw(st.integers(0, left))
        state = draw(st.sampled_from(RefundState))
        left -= amount if state in (RefundState.TO_SEND, RefundState.SENT) else 0
        refunds.append(RefundFacts(state, amount, draw(st.integers(0, 5))))
    total, attempt = draw(st.integers(0, 50)), draw(st.booleans())
    return OrderFacts(total=total, captured=captured, attempt_open=attempt, refunds=tuple(refunds))
