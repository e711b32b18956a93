"""The sum of a refund while it is typed, its limits, and what it will change."""

from typing import Any

from dashboard.actions.give_back import Asked, fates_of
from dashboard.core import foreseen, guards, quantities, refunds
from dashboard.core.facts import OrderFacts
from dashboard.core.guards import Action
from dashboard.core.money import money
from dashboard.core.refunds import Books, Reckoned
from dashboard.core.refusals import Invalid
from dashboard.core.statuses import RefundState
from dashboard.models.order import Order
from dashboard.models.order_books import books, put_back
from dashboard.pages import who
from dashboard.pages.outcome import outcome
from dashboard.pages.refund_form import RefundForm


def sheet(order: Order, known: OrderFacts, form: RefundForm) -> dict[str, Any]:
    """What the form's template shows beside what was typed."""
    asked, standing, pieces, shelved = form.read(order), books(order), quantities.per_line(known), put_back(order)
    sums = reckoned(form, standing, asked)
    after, waits = foreseen_of(order, known, asked, sums)
    cancelable = may_end(known, after)
    shown = [line for line in order.lines if line.quantity]
    return {
        "rows": [form.row(line, standing, pieces[line.id], shelved[line.id], asked.meant[line.id]) for line in shown],
        "count": sum(meant.quantity for meant in asked.meant.values()),
        "sums": sums,
        **limits(standing, sums),
        "waits": waits,
        "limit": limit_note(order, standing),
        "cancelable": cancelable,
        "outcome": outcome(order, known, foreseen.canceled(after) if cancelable and form.canceled else after),
    }


def limits(standing: Books, sums: Reckoned) -> dict[str, int]:
    """What is left, how much of it is used (in per cent) or overdrawn, and what is left of the shipping."""
    left = standing.left
    return {
        "left": left,
        "over": max(0, sums.amount - left),
        "share": min(100, round(100 * max(0, sums.amount) / left)) if left > 0 else 0,
        "shipping_left": max(0, standing.shipping - standing.shipping_refunded),
        "shipping_paid": standing.shipping,
    }


def may_end(known: OrderFacts, after: OrderFacts) -> bool:
    """Whether nothing is left to send then, and the person may cancel the order with it."""
    left = any(piece.left_to_pack or piece.packed for piece in quantities.per_line(after).values())
    return not left and guards.may(who.person(), Action.CANCEL) and not guards.failed(Action.CANCEL, known)


def reckoned(form: RefundForm, standing: Books, asked: Asked) -> Reckoned:
    """The sum so far; where it cannot be, its field says why, and what can be counted is."""
    try:
        return refunds.reckon(standing, asked.wish)
    except Invalid as refused:
        if refused.field:
            form.errors.setdefault(refused.field, refused.sentence)
        lines = {
            number: refunds.pieces_amount(standing.lines[number], meant.quantity)
            for number, meant in asked.meant.items()
            if meant.quantity and number in standing.lines
        }
        return Reckoned(lines, asked.shipping, asked.adjustment, asked.fee)


def foreseen_of(order: Order, known: OrderFacts, asked: Asked, sums: Reckoned) -> tuple[OrderFacts, bool]:
    """The order as it will be, and whether the refund waits for approval."""
    store, standing = who.store(), books(order)
    if not 0 < sums.amount <= standing.left:
        return known, False
    limit = refunds.limit_in(order.currency, store.currency if store else "")
    state = refunds.first_state(who.person(), standing, sums.amount, limit)
    fates = {number: (asked.meant[number].quantity, one) for number, one in fates_of(order, known, asked).items()}
    return foreseen.refunded(known, sums.amount, sums.fee, state, fates), state is RefundState.AWAITING_APPROVAL


def limit_note(order: Order, standing: Books) -> str:
    """What a person may refund alone; "" for no limit."""
    store, by = who.store(), who.person()
    if refunds.first_state(by, standing, 2**62, 0) is RefundState.TO_SEND:
        return ""
    limit = refunds.limit_in(order.currency, store.currency if store else "")
    if not limit:
        return f"Every refund in {order.currency} needs the approval of a second person."
    return f"Your limit is {money(limit, order.currency)} an order. Above it a second person approves."
