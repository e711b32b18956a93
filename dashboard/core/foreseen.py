"""An order as it will be: its facts after something that was not done yet, for "what will change"."""

from collections.abc import Mapping
from dataclasses import replace

from dashboard.core.facts import OrderFacts, RefundFacts
from dashboard.core.refund_pieces import Fate
from dashboard.core.words import OrderState, RefundState


def paid(known: OrderFacts, amount: int) -> OrderFacts:
    """With a payment of so much, in minor units."""
    return replace(known, captured=known.captured + amount)


def settled(known: OrderFacts, amount: int, open_left: bool) -> OrderFacts:
    """With an attempt ended that brought so much; `open_left`: another one is still open."""
    return replace(known, captured=known.captured + amount, attempt_open=open_left)


def refunded(
    known: OrderFacts, amount: int, fee: int, state: RefundState, fates: Mapping[int, tuple[int, Fate]]
) -> OrderFacts:
    """With a refund of so much in this state; `fates`: by line id the pieces paid back, and what becomes of them."""
    counts = state in {RefundState.TO_SEND, RefundState.SENT}
    lines = tuple(
        replace(
            line,
            refunded=line.refunded + fates[line.id][0],
            withdrawn=line.withdrawn + (fates[line.id][1].withdrawn if counts else 0),
        )
        if line.id in fates
        else line
        for line in known.lines
    )
    returned = dict(known.returned)
    for number, (_, one) in fates.items():
        if one.returned:
            returned[number] = returned.get(number, 0) + one.returned
    refunds = (*known.refunds, RefundFacts(state, amount, fee))
    return replace(known, lines=lines, refunds=refunds, returned=returned)


def canceled(known: OrderFacts) -> OrderFacts:
    """Canceled."""
    return replace(known, state=OrderState.CANCELED)


def moved(known: OrderFacts, at: int, to: RefundState, withdrawn: Mapping[int, int]) -> OrderFacts:
    """With the refund at this place in another state; `withdrawn`: pieces by line id that are sent no more, or, below
    zero, again."""
    refunds = tuple(replace(one, state=to) if place == at else one for place, one in enumerate(known.refunds))
    lines = tuple(replace(line, withdrawn=line.withdrawn + withdrawn.get(line.id, 0)) for line in known.lines)
    return replace(known, refunds=refunds, lines=lines)
